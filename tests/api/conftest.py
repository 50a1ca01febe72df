"""One row of every kind, and how addresses name them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from base import clock
from briefs.models import KeptBrief
from facts.models import ProjectFacts
from files.models import Attachment
from forecasts.models import Forecast
from health.models import HealthReport
from health.reports.building import build_report
from history.models import OldText
from metrics.models import SuccessMetric
from projects.models import Charter, Decision, Hypothesis, Question, Release, ShelfItem, UseCase
from solutions.models import Deployment, FitReview, Incident, Judgement, Solution, Trial
from sprints.models import Retrospective, Standup
from stories.models import Column
from tests.present import present
from tests.whole_world import part
from value.asking import ask_due
from value.models import CheckIn, Economics
from value.models.economics import PARTS
from walls.models import NoteArrow, Wall


@part
def rows(api, media, team, apollo, theme, sprint, stories, alice, bob):
    """One row of every kind; what addresses and bodies name."""
    client = api(alice)
    sprint.kick_off(by=alice)
    charter = Charter.write(
        apollo,
        end_point="Moon",
        success="Back",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 1),
        by=alice,
    )
    metric = SuccessMetric.define(
        apollo,
        kind="goodwill",
        name="Smiles",
        unit="x",
        baseline=1,
        target=2,
        due=date(2026, 6, 1),
        by=alice,
    )
    use_case = UseCase.distil(apollo, title="Landing", by=alice)
    decision = Decision.open_for(apollo, title="Where do we land?", by=alice)
    decision.decide(chosen="In the sea", by=alice)
    retrospective = Retrospective.hold(sprint, by=alice)
    due = timezone.localdate() + timedelta(days=7)
    away = date(2026, 4, 1)
    ProjectFacts.refresh(apollo.pk)
    comment = stories[0].comment("Words", by=alice)
    return {
        "story": stories[0],
        "comment": comment,
        "attachment": attached(use_case, alice),
        "column": Column.add(apollo, name="Lab", category="doing", by=alice),
        "absence": team.note_absence(bob, first_day=away, last_day=away, by=alice),
        "charter": charter,
        "theme": theme,
        "use-case": UseCase.distil(apollo, title="Walking", by=alice),
        "question": Question.ask(
            use_case, text="How do we get the data?", asked_from="science", by=alice
        ),
        "decision": decision,
        "kept-brief": KeptBrief.keep(apollo, by=alice),
        **wall_of(use_case, alice, bob),
        **solution_of(use_case, stories[0], alice, bob),
        "shelf-item": ShelfItem.put(
            team, kind="data_set", name="Soil samples", kept_by="engineering", by=bob
        ),
        "release": Release.announce(apollo, title="To the moon", by=alice),
        "hypothesis": Hypothesis.draft(theme, prediction="It lands", threshold="1", by=alice),
        "event": apollo.events.first(),
        "old-text": renamed(stories[1], alice),
        "standup": Standup.start(apollo, by=alice),
        "retrospective": retrospective,
        "action": retrospective.agree("Do it", owner=alice, due=due, by=alice),
        "success-metric": metric,
        "check-in": asked_of(apollo, alice),
        "report": build_report(team),
        "forecast": forecast_of(apollo),
        "job": HealthReport.compute_later(team, by=alice),
        "token": client.token,
        "doing": apollo.columns.first_of("doing"),
        "bob": bob,
    }


def asked_of(apollo, alice):
    """What has come of a release that is in use for a month, of the project's metric."""
    day = clock.today() - timedelta(days=31)
    Release.announce(apollo, title="On the moon", first_used_on=day, by=alice)
    ask_due(apollo)
    return CheckIn.objects.get()


def attached(row, by):
    file = ContentFile(b"day,rows\n2026-03-01,48213\n", "figures.csv")
    return Attachment.attach(row, file, by=by)


def wall_of(use_case, alice, bob):
    """One that is revealed, with two notes and an arrow between them."""
    wall = Wall.open_for(use_case, title="How do we land?", by=alice)
    prompt = present(wall.prompts.first())
    for words, author in (("Wind", alice), ("Fuel", bob)):
        wall.write(words, prompt=prompt, by=author)
    wall.reveal(by=alice)
    note, other = wall.notes.get(words="Wind"), wall.notes.get(words="Fuel")
    return {
        "wall": wall,
        "prompt": prompt,
        "wall-note": note,
        "other-note": other,
        "wall-group": note.group,
        "wall-arrow": NoteArrow.draw(note, other, label="costs", by=bob),
    }


def solution_of(use_case, story, alice, bob):
    """One that engineering hasn't looked at yet, with a link and a story."""
    solution = Solution.sketch(
        use_case.project,
        name="Lander",
        kind="model",
        does="Predicts the height above the ground.",
        meant_for="The last mile",
        use_cases=[use_case],
        science_keeper=alice,
        engineering_keeper=bob,
        by=bob,
    )
    solution.link_story(story, by=bob)
    deployment = Deployment.plan(solution, version="1.0", environment="staging", by=bob)
    deployment.link_story(story, by=bob)
    link = solution.link("Code", "https://git.example.org/lander", by=bob)
    ends = {f"{part}_{end}": n for part in PARTS for end, n in (("low", 1), ("high", 9))}
    economics = Economics.estimate(solution, **ends, by=bob)
    use_case.project.team.cost_a_day(Decimal(640), "EUR", by=alice)
    return {
        "solution": solution,
        "economics": economics,
        "link-of-solution": link,
        **trials_of(solution, story, alice, bob),
        "deployment": deployment,
        **incident_of(solution, story, bob),
        **fit_of(solution, alice, bob),
    }


def incident_of(solution, story, bob):
    """One that goes on, of a version that goes to the laboratory, from which a story came."""
    lab = Deployment.report(
        solution,
        environment="development",
        reference="run-1",
        state="started",
        at=datetime(2026, 1, 5, tzinfo=UTC),  # before the days that stand in the table of routes
        by=bob,
    )
    incident = Incident.report(
        solution,
        deployment=lab,
        kind="drift",
        severity=2,
        began_at=datetime(2026, 1, 6, tzinfo=UTC),
        happened="Heights are off.",
        by=bob,
    )
    incident.link_story(story, by=bob)
    return {"lab": lab, "incident": incident}


def trials_of(solution, story, alice, bob):
    """One that may start, and one that runs and of which something was seen."""
    trials = []
    for name in ("Vienna", "Graz"):
        trial = Trial.draft(
            solution,
            environment="canary",
            name=name,
            population="Forty boxes",
            planned_until=solution.project.team.today,
            metric="Height error",
            unit="m",
            better="lower",
            threshold=2,
            smallest_effect=1,
            comparison="comparison_group",
            compared="Forty boxes elsewhere",
            rollback_plan="Switch the flag off.",
            runners=[alice, bob],
            by=bob,
        )
        trial.guard("Crashes", "none", by=bob)
        trials.append(trial)
    draft, runs = trials
    draft.link_story(story, by=bob)
    runs.start(by=bob)
    # Long enough ago for the days that stand in the table of routes.
    Trial.objects.filter(pk=runs.pk).update(started_at=datetime(2026, 1, 5, tzinfo=UTC))
    seen = runs.observe(seen_on=solution.project.team.today, words="It holds.", value=8, by=bob)
    return {
        "trial": draft,
        "guardrail-of-trial": draft.guardrails.get(),
        "running-trial": runs,
        "trial-observation": seen,
    }


def fit_of(solution, alice, bob):
    """One that bob signed before he saw that it needs change."""
    review = FitReview.begin(solution, by=bob)
    review.estimate_run_cost(run_cost_low=Decimal(5), run_cost_high=Decimal(100), by=bob)
    items = list(review.items.order_by("position"))
    for someone in (alice, bob):
        review.judge({one.pk: Judgement("fits") for one in items}, by=someone)
    signature = review.sign(by=bob)
    review.judge({items[3].pk: Judgement("needs_change", "Two hours")}, by=bob)
    return {
        "fit": review,
        "fit-signature": signature,
        "item-of-fit": items[3],
        "shelf-of-fit": items[4],
    }


def renamed(story, by):
    story.rename("Story two", by=by)
    return OldText.objects.get(field="title")


def forecast_of(project):
    """A frozen one; there is too little history here to issue any."""
    today = timezone.localdate()
    intervals = {level: [1, 1] for level in ("0.50", "0.85", "0.95")}
    told = {"n": 1, "level": 0.5, "percentiles": {"p50": 1}, "ranges": [], "intervals": intervals}
    return Forecast.objects.create(
        project=project,
        kind="count",
        issued_on=today,
        days=14,
        due_on=today + timedelta(days=14),
        inputs={
            "kind": "count",
            "issued_on": f"{today}",
            "sprint": None,
            "history": [1],
            "seed": 20,
        },
        inputs_sha256="0" * 64,
        recalibration={"misses": {}, "hits": {}, "resolved": 0},
        code_version="0",
        seed=20,
        summary=told,
        futures=[[1, 1]],
    )
