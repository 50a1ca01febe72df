"""The demonstration is the same each time, and as lawful as real work."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from base import clock
from demo import demo as demo_module
from demo.agenda import Agenda
from demo.case import Draft
from demo.cases import game, sentiment, tv
from demo.cases.dependencies import NEEDS
from demo.demo import CASES, Demo
from demo.hours import after, at_work
from demo.sign_ins import SIGN_INS
from forecasts.inputs import ForecastInputs
from forecasts.scoring import Scored
from history.models import Event, OldText
from projects.models import Project
from solutions.models import Deployment, FitReview, Solution, Trial
from sprints.models import Sprint
from stories.models import Dependency, Story
from teams.models import Membership, User
from tests.present import present
from walls.models import Wall

TODAY = date(2026, 6, 17)  # a Wednesday
SHORT = replace(sentiment.CASE, sprints=2)


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(demo_module, "CASES", (SHORT,))


def story_told():
    """The history without ids: what happened, when, to what, by whom."""
    events = Event.objects.order_by("pk").select_related("story", "sprint", "actor")
    return [
        (
            event.at,
            event.verb,
            event.story and event.story.title,
            event.sprint and event.sprint.number,
            event.actor and event.actor.email,
            event.discipline,
            event.role,
        )
        for event in events
    ]


@pytest.mark.django_db
def test_two_databases_hear_the_same_story(short):
    told = []
    for _ in range(2):
        with transaction.atomic():
            list(Demo(TODAY).run())
            told.append(story_told())
            transaction.set_rollback(True)
    assert told[0] == told[1]
    assert len(told[0]) > 150


@pytest.mark.django_db
def test_loading_it_again_changes_nothing_and_says_so(short):
    list(Demo(TODAY).run())
    before = (Event.objects.count(), User.objects.count())
    assert list(Demo(TODAY).run()) == ["SENT is here already; nothing changed."]
    assert (Event.objects.count(), User.objects.count()) == before


@pytest.mark.django_db
def test_a_team_of_that_name_is_left_alone(short, team):
    team.name = SHORT.team
    team.save()
    assert "wasn't loaded" in next(Demo(TODAY).run())
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_a_case_is_lawful_lively_and_in_the_middle_of_a_sprint(monkeypatch):
    monkeypatch.setattr(demo_module, "CASES", (game.CASE,))
    list(Demo(TODAY).run())
    project = Project.objects.get(key="GAME")
    running = project.sprints.active().get()

    timings = project.hypotheses.filter(prediction__startswith="An ad ").order_by("pk")
    assert [one.verdict for one in timings] == ["refuted", "refuted", "supported"]
    assert [one.by_kill_rule for one in timings] == [True, False, False]
    assert timings[2].tests_again == timings[1]
    of_a_side = project.events.filter(verb__startswith="answer_")  # they have no time of their own
    events = project.events.difference(of_a_side).order_by("pk")
    times = [event.at for event in events]
    assert times == sorted(times)
    assert times[-1].date() < TODAY
    assert 5 <= (TODAY - running.starts_on).days <= 7
    assert project.sprints.closed().count() == 8
    assert project.sprints.planned().count() == 1
    for sprint in Sprint.objects.exclude(state="planned"):
        assert (
            sprint.commitment.lines.count()
            == sprint.events.get(verb="sprint_kicked_off").details["stories"]
        )
    for story in project.stories.all():
        assert (story.done_at is not None) == story.is_done
        assert story.sprint is None or not story.is_open or not story.sprint.is_closed
    assert project.stories.filter(category__in=["doing", "review"]).count() >= 4
    assert 10 <= project.stories.in_backlog().count() <= 25
    assert 80 <= project.stories.count() <= 130
    assert present(project.charters.first()).signatures.count() >= 3
    assert all(metric.observations.exists() for metric in project.success_metrics.all())
    assert Dependency.objects.filter(story__project=project).count() >= 5


@pytest.mark.xdist_group("the_demo")
def test_one_team_is_large_enough_to_hear_how_far_its_disciplines_talk(the_demo):
    content = the_demo["GAME"].report.content
    congruence = next(one for one in content["signals"] if one["key"] == "A1")
    assert congruence["value"] is not None, congruence["why_not"]


@pytest.mark.django_db
def test_forecasts_are_issued_and_come_true_or_not_while_it_is_told(monkeypatch):
    few = replace(tv.CASE, sprints=5)
    monkeypatch.setattr(demo_module, "CASES", (few,))
    list(Demo(TODAY).run())
    project = Project.objects.get(key="TV")
    told = project.forecasts.filter(kind="count", days=14)
    known = [one.outcome for one in told.filter(outcome__voided=False).select_related("outcome")]
    scored = Scored.of(ForecastInputs.projects().get(key="TV"))
    fortnight = scored.horizons[0]

    assert len(known) >= 13
    assert all(one.resolved_at.date() < TODAY for one in known)
    assert [one.issued_at for one in told.order_by("pk")] == sorted(one.issued_at for one in told)
    assert (fortnight.known, present(fortnight.skill).n) == (len(known), len(known))
    assert fortnight.lived[1].effective < 0.7 * fortnight.known
    assert sum(share for _, share in fortnight.pit) == pytest.approx(1)
    assert len({label for label, _, _ in scored.goals}) >= 1
    done = project.stories.filter(title__in=[line[2:] for line in few.groundwork], sprint=None)
    assert done.count() == len(few.groundwork) == done.filter(category="done").count()


@pytest.mark.django_db
def test_the_customer_is_a_guest_and_nobody_else(short):
    list(Demo(TODAY).run())
    for membership in Membership.objects.all():
        assert (membership.role == "guest") == (membership.discipline == "customer")
    assert Story.objects.exclude(owner=None).filter(owner__memberships__role="guest").count() == 0


def test_the_cases_are_complete():
    everybody = [person.email for case in CASES for person in case.people]
    assert len(everybody) == len(set(everybody))
    assert {one.email for one in SIGN_INS} <= {*everybody, "admin@example.org"}
    for case in CASES:
        titles = [draft.title for drafts in case.drafts for draft in drafts]
        assert len(titles) == len(set(titles))
        assert set(case.bodies) <= set(titles)
        assert {title for pair in NEEDS[case.key] for title in pair} <= set(titles)
        assert len(case.goals) >= case.sprints + 2 if case.habits.plans_ahead else True
        assert 5 <= len([one for one in case.people if one.role != "guest"]) <= 8
        assert all(seen.sprint <= case.sprints for metric in case.metrics for seen in metric.seen)
    assert {case.key for case in (tv.CASE, sentiment.CASE, game.CASE)} == {"TV", "SENT", "GAME"}


def test_a_draft_is_read_from_one_line():
    draft = Draft.parse("se5 Deduplicate reach", 2)
    assert (draft.path, draft.kind, draft.estimate) == (
        ("science", "engineering"),
        "story",
        {"points": 5},
    )
    assert Draft.parse("s3d Does it?", 0).estimate == {"time_box_days": 3}
    assert Draft.parse("e2! It breaks", 0).kind == "bug"


def test_working_hours_skip_nights_and_weekends():
    friday = datetime(2026, 6, 19, 15, tzinfo=UTC)
    assert after(friday, 2) == datetime(2026, 6, 22, 9, tzinfo=UTC)
    assert after(friday, 1) == datetime(2026, 6, 19, 16, tzinfo=UTC)
    assert at_work(datetime(2026, 6, 20, 3, tzinfo=UTC)) == datetime(2026, 6, 22, 8, tzinfo=UTC)


def test_the_agenda_tells_in_the_order_of_time():
    agenda, heard = Agenda(), []
    late, early = datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    agenda.put(late, lambda: heard.append(clock.now()))
    agenda.put(early, lambda: heard.append(clock.now()))
    agenda.run_until(datetime(2026, 1, 3, tzinfo=UTC))
    assert heard == [early, late]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.key)
def test_each_case_rewrites_a_text_that_stands_otherwise_in_the_end(case):
    assert case.first_words
    for title, words in case.first_words.items():
        assert case.bodies[title] != words


@pytest.mark.django_db
def test_what_was_written_first_is_given_back(short):
    list(Demo(TODAY).run())

    kept = set(OldText.objects.filter(field="body").values_list("text", flat=True))
    written = {story.title for story in Story.objects.all()}
    wanted = {text for title, text in SHORT.first_words.items() if title in written}
    assert wanted
    assert wanted <= kept


@pytest.mark.django_db
def test_its_walls_are_met_at_every_step(monkeypatch):
    cases = tuple(replace(case, sprints=2) for case in CASES)
    monkeypatch.setattr(demo_module, "CASES", cases)
    list(Demo(TODAY).run())
    walls = {wall.title: wall for wall in Wall.objects.all()}
    assert {wall.state for wall in walls.values()} == {
        "writing",
        "voting",
        "discussing",
        "closed",
    }
    back = next(wall for wall in walls.values() if wall.sprint)
    assert (back.state, back.is_anonymous) == ("closed", True)
    assert [group.dots for group in back.groups.order_by("-dots")][:2] == [7, 6]
    assert back.notes.exclude(action=None).count() == 1
    talked = next(wall for wall in walls.values() if wall.state == "discussing")
    assert talked.arrows.count() == 4
    assert present(talked.discussed).dots == 6
    assert present(talked.notes.exclude(question=None).get().question).use_case == talked.use_case
    sealed = next(wall for wall in walls.values() if wall.is_writing)
    assert sealed.sealed_notes.count() == 5
    voted = next(wall for wall in walls.values() if wall.state == "voting")
    assert sum(vote.dots for vote in voted.votes.all()) == 6


@pytest.mark.django_db
def test_its_solutions_are_met_at_their_stages(monkeypatch):
    monkeypatch.setattr(demo_module, "CASES", (game.CASE, replace(sentiment.CASE, sprints=7)))
    list(Demo(TODAY).run())
    stages = {one.name: vars(one)["stage_now"] for one in Solution.objects.with_stage()}
    assert stages == {
        "Comment scores within the hour": "sketched",
        "The moment of an offer": "live",
        "Live event stream": "sketched",
    }
    tried = Trial.objects.filter(solution__name="The moment of an offer").order_by("pk")
    assert [one.verdict for one in tried] == ["failed", "failed", "passed"]
    assert all(one.to_confirm == [] for one in tried)
    taken_back, stands = Deployment.objects.order_by("pk")
    assert (taken_back.state, stands.state) == ("rolled_back", "live")
    assert (stands.gate, bool(stands.different)) == ("passed", True)
    assert taken_back.incidents.get().restored_at == taken_back.ended_at
    drama = taken_back.read_drama().drama
    assert [(one.row, one.points) for one in drama.deductions] == [
        ("outside_hours", 10),
        ("rolled_back_early", 40),
    ]
    assert taken_back.attended_by.get().name == "Bianca Rossi"
    slow = FitReview.objects.get(solution__name="Comment scores within the hour")
    item = slow.items.get(engineering_verdict="needs_change")
    assert "Latency" in item.text
    assert item.story_links.get().story.title == "Stream the three largest feeds"
