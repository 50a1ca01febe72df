"""Every kind of page and every read of the API opens for twenty of the odd teams."""

from datetime import timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings
from django.utils import timezone
from PIL import Image

from base import clock
from benchmarks.invented.odd import array, few
from benchmarks.invented.written import written
from briefs.models import KeptBrief
from files.models import Attachment
from forecasts.issuing import issue_all
from health.models import HealthReport
from health.reports.building import build_report
from metrics.models import SuccessMetric
from projects.models import Decision, Question, QuestionNote, Release, ShelfItem, UseCase
from solutions.models import Deployment, FitReview, Incident, Judgement, Solution, Trial
from tests.odd.crawler import POSTED, READS, Crawl
from tests.present import present
from tests.told.chronicle import kept
from tests.web.addresses import PAGES
from value.asking import ask_due
from value.models import Economics
from walls.models import NoteArrow, Wall

pytestmark = pytest.mark.xdist_group("pages of odd teams")  # made once, and only read

VISITED = 20
NOT_REACHED = {
    "sign_out": "it ends the visit",
    "sign_in": "whoever is signed in is led on",
    "sign_in_here": "whoever is signed in is led on",
    "GET solution-gate": "nothing of these teams is proven, so it is refused",
}


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker, tmp_path_factory):
    """The twenty teams in which most values meet, with two reports and a scored forecast."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield from kept(django_db_blocker, write)


def write():
    now, odds = timezone.now(), array()
    places = [*few(odds[:-1], VISITED - 1), -1]  # the last one can be foretold
    made = written([odds[place] for place in places], now)
    for one in made:
        build_report(one.team)
        one.team.health_reports.update(computed_at=now - timedelta(days=2))
        with clock.at(now + timedelta(days=1)):
            build_report(one.team)
        with clock.at(now - timedelta(days=20)):
            issue_all(one.projects[0])
        issue_all(one.projects[0])
        HealthReport.compute_later(one.team, by=one.lead)
    overwrite(made)
    decide(made)
    fill_shelves(made)
    ask(made)
    put_up_walls(made)
    sketch(made)
    ask_what_came(made)
    attach(made)
    keep(made)
    return made


def keep(made):
    """Let each keep its reports as they stand."""
    for one in made:
        for project in one.projects:
            KeptBrief.keep(project, by=one.lead)


def overwrite(made):
    """Let each be called something else, so that there is an old text to read."""
    for one in made:
        one.team.rename(f"{one.team.name} <b>& là</b>", by=one.lead)


def decide(made):
    """Let each have a decision that waits and one that was made."""
    for one in made:
        for project in one.projects:
            if project.is_open:
                look(project, one.lead)
                waits = Decision.open_for(project, title="Which <b>& là</b>?", by=one.lead)
                again = Decision.open_for(project, title="Which one?", by=one.lead)
                again.decide(chosen=waits.title, by=one.lead)


def ask(made):
    """Let each have two questions that wait."""
    for one in made:
        for use_case in UseCase.objects.filter(project__team=one.team, dropped_at=None):
            if use_case.project.is_open:
                for text in ("Which <b>& là</b>?", "Which one?"):
                    Question.ask(use_case, text=text, asked_from="science", by=one.lead)


def put_up_walls(made):
    """Let each have a wall that is written on, and one whose notes are open."""
    for one in made:
        for use_case in UseCase.objects.filter(project__team=one.team, dropped_at=None):
            if use_case.project.is_open:
                for title in ("Là <b>&", "<b>& là</b>"):
                    wall = Wall.open_for(use_case, title=title, by=one.lead)
                    for words in ("Là <b>&\n漢", "<b>"):
                        wall.write(words, prompt=present(wall.prompts.first()), by=one.lead)
                wall.reveal(by=one.lead)
                wall.show(by=one.lead)
                source, target = wall.notes.order_by("pk")
                NoteArrow.draw(source, target, label="<b>& là</b>", by=one.lead)


def sketch(made):
    """Let each have a solution that is still sketched, and one that was dropped and shown."""
    for one in made:
        for use_case in UseCase.objects.filter(project__team=one.team, dropped_at=None):
            if use_case.project.is_open:
                for kind in ("report", "model"):
                    solution = Solution.sketch(
                        use_case.project,
                        name="<b>& là</b>",
                        kind=kind,
                        does="Là <b>&\n漢",
                        use_cases=[use_case],
                        by=one.lead,
                    )
                    solution.link("<b>&", "https://git.example.org/?a=<b>&là", by=one.lead)
                    solution.show(by=one.lead)
                    try_out(solution, one.lead)
                    review_odd(solution, one.lead)
                    deploy_odd(solution, one.lead)
                    worth_odd(solution, one.lead)
                solution.drop("Là <b>& 漢, and more", by=one.lead)


def worth_odd(solution, lead):
    """Ranges as wide as they may be, of which all is said that can be."""
    solution.project.team.cost_a_day(Decimal("9999999999.99"), "EUR", by=lead)
    solution.project.count_in("EUR", by=lead)
    months = {"ramp_low": 0, "ramp_high": 600, "lasts_low": 0, "lasts_high": 600}
    Economics.estimate(solution, value_low=-1e15, value_high=1e15, **months, by=lead)


def ask_what_came(made):
    """Let each be asked what has come of a release, of a metric with odd words."""
    for one in made:
        for project in one.projects:
            if project.is_open:
                day = clock.today() - timedelta(days=31)
                Release.announce(project, title="<b>& là", first_used_on=day, by=one.lead)
                SuccessMetric.define(
                    project,
                    kind="goodwill",
                    name="Là <b>&",
                    unit="<b>",
                    baseline=-1e15,
                    target=1e15,
                    due=day,
                    by=one.lead,
                )
                ask_due(project)


def try_out(solution, lead):
    """A pilot that was read early, with what was seen and amended."""
    odd = "Là <b>&"
    trial = Trial.draft(
        solution,
        environment="pilot",
        name=odd,
        population=odd,
        planned_n=9,
        metric=odd,
        unit="<b>",
        threshold=1e-9,
        smallest_effect=0,
        comparison="before_after",
        compared=odd,
        rollback_plan=odd,
        by=lead,
    )
    trial.guard(odd, "<i>", by=lead)
    trial.start(waiver="Là <b>& 漢, nobody else", by=lead)
    trial.observe(seen_on=trial.project.team.today, words=odd, value=1e15, by=lead)
    trial.amend("threshold", "-1e15", "Là <b>& 漢, and more", by=lead)
    trial.decide(
        "inconclusive",
        learned=odd,
        new_mean=1e15,
        new_se=0,
        compared_mean=-1e15,
        compared_se=0,
        by=lead,
    )
    trial.show(by=lead)


def deploy_odd(solution, lead):
    """A version that stands, one that was taken back, and one that is planned after it."""
    odd = "Là <b>&"
    for environment, reference in (("staging", odd), ("production", "<b>& là</b>")):
        said: dict[str, Any] = {"environment": environment, "reference": reference, "state": "live"}
        row = Deployment.report(solution, link="https://git.example.org/?a=<b>&là", by=lead, **said)
    incident = Incident.report(
        solution, kind="privacy", severity=1, happened=odd, changed="<b>& là</b>", by=lead
    )
    Deployment.plan(solution, version=odd, fixes=incident, by=lead)
    incident.show(by=lead)
    row.waive("Là <b>& 漢, nobody else", by=lead)
    row.roll_back(odd, by=lead)
    Deployment.plan(solution, version=odd, different=odd, by=lead)


def review_odd(solution, lead):
    """A fit that was signed, where somebody of each discipline is there, and then seen anew."""
    review = FitReview.begin(solution, by=lead)
    review.ask("<b>& là</b>", by=lead)
    item = present(review.items.order_by("position").first())
    here = solution.project.team.memberships.current().working()
    people = []
    for side in ("science", "engineering"):
        if seat := here.filter(discipline=side).select_related("user").first():
            people.append(seat.user)
    for person in people:
        review.go_through(by=person)
    for person in people[:1]:
        review.judge({item.pk: Judgement("needs_change", "Là <b>&\n漢")}, by=person)
        review.write_story(item.pk, by=person)


def attach(made):
    """Let each have a picture, with its preview."""
    drawn = BytesIO()
    Image.new("RGB", (9, 9)).save(drawn, "PNG")
    for one in made:
        for use_case in UseCase.objects.filter(project__team=one.team, dropped_at=None):
            if use_case.project.is_open:
                file = ContentFile(drawn.getvalue(), "<b>& là</b>.png")
                Attachment.attach(use_case, file, by=one.lead).draw_preview()


def look(project, lead):
    """Ask something, answer it openly and add a note, as far as the lead is of a side."""
    use_case = UseCase.distil(project, title="Use <b>& là</b>", by=lead)
    waits = Question.ask(use_case, text="What <b>& là</b>?", asked_from="science", by=lead)
    Question.ask(use_case, text="How?", asked_from="engineering", by=lead)
    if waits.own_answer(lead):
        waits.answer(belief="Là <b>&", by=lead)
        waits.make_final(by=lead)
        waits.reveal(by=lead)
        QuestionNote.add(waits, body="Là <b>&", by=lead)


def fill_shelves(made):
    for one in made:
        ShelfItem.put(one.team, kind="platform", name="<b>& là</b>", kept_by="unknown", by=one.lead)


@pytest.fixture(scope="module")
def crawled(visited, django_db_blocker):
    """All that one of these teams has to show to its lead, and half of them to a guest, who is
    shown less of the same; walked once."""

    @cache
    def walk(place):
        with django_db_blocker.unblock():
            return crawl(visited[place], is_whole=place == 0, is_shown=place % 2 == 0)

    return walk


def crawl(made, *, is_whole, is_shown):
    walked = Crawl(made.team, is_whole)
    for user in (made.lead, made.guest) if is_shown else (made.lead,):
        walked.visit(user)
    walked.wrong = [f"{made.odd}: {one}" for one in walked.wrong]
    return walked


@pytest.mark.parametrize("place", range(VISITED))
def test_every_page_and_every_read_opens_whatever_the_team_has(crawled, place):
    assert crawled(place).wrong == []


def test_no_page_and_no_read_is_left_out(crawled):
    """A new address has to be reached by the crawl, or be named here with the reason."""
    seen = set().union(*(crawled(place).visited for place in range(VISITED))) | POSTED
    everything = {*PAGES, *(f"GET {name}" for name in READS)}
    assert everything - seen == set(NOT_REACHED)


def test_what_is_named_as_not_reached_is_an_address():
    assert set(NOT_REACHED) <= {*PAGES, *(f"GET {name}" for name in READS)}
