"""All rows that a report is told from, read along with their project's in one statement.

What isn't shared with the customer isn't read, so it can't be told by mistake.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from briefs.brief import MOST
from forecasts.models import Forecast
from history.models import Event
from metrics.models import Observation, SuccessMetric
from projects.models import (
    Charter,
    Decision,
    Hypothesis,
    HypothesisAmendment,
    Project,
    Question,
    Release,
    Signature,
    Theme,
    UseCase,
)
from projects.models.answer import Answer
from projects.models.charter import signed_for
from projects.models.question_round import QuestionRound
from solutions.models import Deployment, Trial
from value.scoreboard import newest_of

if TYPE_CHECKING:
    from django.db.models.query import QuerySet as Rows


def with_brief(projects: QuerySet[Project]) -> QuerySet[Any]:
    """The projects, each with what its report is told from; their teams come with them."""
    here = {"project": OuterRef("pk")}
    told = Event.objects.filter(**here).for_guests().order_by("-pk")
    return projects.select_related("team").annotate(
        brief_as_of=Subquery(told.values("at")[:1]),
        brief_use_cases=_rows(UseCase.objects.filter(**here).standing(), "title", "description"),
        brief_charter=_charter(Charter.objects.filter(**here)),
        brief_questions=_questions(Question.objects.filter(**here)),
        brief_decisions=_decisions(Decision.objects.filter(**here)),
        brief_hypotheses=_hypotheses(Hypothesis.objects.filter(**here)),
        brief_testing=_testing(Hypothesis.objects.filter(**here)),
        brief_trials=_trials(Trial.objects.filter(**here)),
        brief_live=_live(Deployment.objects.filter(**here)),
        brief_releases=_rows(
            Release.objects.filter(**here).in_use(), "title", "first_used_on", "evidence"
        ),
        brief_metrics=_metrics(SuccessMetric.objects.filter(**here)),
        brief_themes=_rows(
            Theme.objects.filter(**here).open(), "title", "state", "starts_on", "ends_on"
        ),
        brief_forecast=_forecast(Forecast.objects.filter(**here)),
    )


def _rows(rows: Rows[Any], *names: str, **cells: Any) -> ArraySubquery:
    """As many as are told and one more, by which is seen that some are left out."""
    cells |= {name: name for name in names}
    return ArraySubquery(rows[: MOST + 1].values(json=JSONObject(**cells)))


def _charter(rows: Any) -> ArraySubquery:
    signed = Signature.objects.filter(charter=OuterRef("pk")).order_by("signed_at", "pk")
    cells = JSONObject(side=signed_for(), name="user__name", signed_at="signed_at")
    return _rows(
        rows.newest(),
        "version",
        "end_point",
        "success",
        "starts_on",
        "ends_on",
        signatures=ArraySubquery(signed.values(json=cells)),
    )


def _questions(rows: Any) -> ArraySubquery:
    """With what stands open of the last round of each."""
    later = QuestionRound.objects.filter(
        question=OuterRef("round__question"), number__gt=OuterRef("round__number")
    )
    answers = Answer.objects.opened().filter(~Exists(later), round__question=OuterRef("pk"))
    cells = JSONObject(side="side", belief="belief", sure="sure", change_mind="change_mind")
    return _rows(
        rows.shared().revealed(),
        "text",
        "state",
        question="pk",
        use_case="use_case__title",
        answers=ArraySubquery(answers.order_by("-side").values(json=cells)),
    )


def _decisions(rows: Any) -> ArraySubquery:
    names = ("title", "state", "decided_at", "chosen", "considered", "why", "still_held", "outcome")
    return _rows(rows.shared().open_first(), *names, decision="pk")


def _in_force(name: str) -> Coalesce:
    """A hypothesis's words as they were amended last."""
    amended = HypothesisAmendment.objects.filter(hypothesis=OuterRef("pk"), part=name)
    last = Subquery(amended.order_by("-pk").values("now")[:1], output_field=CharField())
    return Coalesce(last, F(name), output_field=CharField())


def _hypotheses(rows: Any) -> ArraySubquery:
    return _rows(
        rows.over().with_marks().most_urgent_first(),
        "state",
        "verdict",
        "decision",
        "evidence",
        "decided_at",
        "withdrawn_at",
        "withdrawn_because",
        "was_moved",
        prediction=_in_force("prediction"),
        threshold=_in_force("threshold"),
    )


def _testing(rows: Any) -> ArraySubquery:
    return _rows(rows.running().most_urgent_first(), prediction=_in_force("prediction"))


def _trials(rows: Any) -> ArraySubquery:
    names = ("name", "environment", "verdict", "learned", "decided_at", "read_early")
    return _rows(rows.decided().running_first(), *names, solution="solution__name")


def _live(rows: Any) -> ArraySubquery:
    return _rows(
        rows.in_production().live().of_standing_solutions().newest_first(),
        "version",
        "live_at",
        solution="solution__name",
        solution_kind="solution__kind",
        solution_id="solution",
        solution_shared_at="solution__shared_at",
        solution_does="solution__does",
    )


def _metrics(rows: Any) -> ArraySubquery:
    names = ("kind", "name", "unit", "direction", "baseline", "target", "due")
    return _rows(rows, *names, seen=newest_of(Observation.objects.all()))


def _forecast(rows: Any) -> ArraySubquery:
    names = ("kind", "issued_on", "due_on")
    return _rows(
        rows.last_issued(),
        *names,
        title="theme__title",
        theme_ends_on="theme__ends_on",
        ranges="summary__ranges",
        chance="summary__chance",
    )
