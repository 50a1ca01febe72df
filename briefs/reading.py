"""The project report, made of the rows that were read along with its project."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from base.roles import Discipline
from briefs.brief import (
    MOST,
    AnswerLine,
    Brief,
    CharterPart,
    DecisionLine,
    HypothesisLine,
    LiveLine,
    MetricLine,
    QuestionLine,
    ReleaseLine,
    SeenPart,
    SignatureLine,
    ThemeLine,
    TrialLine,
    UseCaseLine,
)
from briefs.foreseen import forecast_of
from metrics.models import Observation, SuccessMetric
from projects.models import Decision, Hypothesis, Question, Theme
from projects.models.answer import Answer
from projects.models.charter import SIGNERS
from solutions.models import Solution
from solutions.models.trial_design import Environment
from solutions.models.trial_verdict import Verdict
from value.scoreboard import seen_in

if TYPE_CHECKING:
    from datetime import date

    from projects.models import Project
    from teams.models import Team

    Row = dict[str, Any]


class BriefReading:
    """Makes the report of one project that was read by `with_brief`."""

    def __init__(self, project: Project) -> None:
        self.project, self.team = project, project.team
        self.left_out: list[str] = []

    @property
    def brief(self) -> Brief:
        project, team = self.project, self.team
        as_of: datetime = vars(project)["brief_as_of"] or project.created_at
        charter = self._rows("charter")
        return Brief(
            key=project.key,
            name=project.name,
            customer=project.customer,
            team=team.name,
            state=project.get_state_display(),
            as_of=as_of,
            as_of_day=team.day_of(as_of),
            goal=project.business_goal.strip(),
            use_cases=[UseCaseLine(**row) for row in self._rows("use_cases")],
            charter=_charter(charter[0], team) if charter else None,
            questions=[_question(row) for row in self._rows("questions")],
            decisions=[_decision(row, team) for row in self._rows("decisions")],
            hypotheses=[_hypothesis(row, team) for row in self._rows("hypotheses")],
            trials=[_trial(row, team) for row in self._rows("trials")],
            live=[_live(row, team) for row in self._rows("live")],
            releases=[msgspec.convert(row, ReleaseLine) for row in self._rows("releases")],
            metrics=[_metric(row) for row in self._rows("metrics")],
            themes=[_theme(row) for row in self._rows("themes")],
            testing=[row["prediction"] for row in self._rows("testing")],
            forecast=forecast_of(self._rows("forecast")),
            left_out=self.left_out,
        )

    def _rows(self, name: str) -> list[Row]:
        """As many as are told; that some are left out is noted."""
        rows: list[Row] = vars(self.project)[f"brief_{name}"]
        if len(rows) > MOST:
            self.left_out.append(name)
        return rows[:MOST]


def _day(moment: str, team: Team) -> date:
    return team.day_of(datetime.fromisoformat(moment))


def _charter(row: Row, team: Team) -> CharterPart:
    signatures = []
    for one in row.pop("signatures"):
        side = Discipline(one["side"]).label
        day = _day(one["signed_at"], team)
        signatures.append(SignatureLine(side=side, name=one["name"], signed_on=day))
    signed = {one.side for one in signatures}
    sides = [str(Discipline(side).label) for side in SIGNERS]
    missing = [side for side in sides if side not in signed]
    return msgspec.convert(row | {"signatures": signatures, "missing": missing}, CharterPart)


def _question(row: Row) -> QuestionLine:
    answers = []
    for one in row.pop("answers"):
        sure = Answer.Sure(one["sure"]).label if one["sure"] else ""
        words = one | {"side": Discipline(one["side"]).label, "sure": sure}
        answers.append(AnswerLine(**words))
    return QuestionLine(**row | {"state": Question.State(row["state"]).label, "answers": answers})


def _decision(row: Row, team: Team) -> DecisionLine:
    day = _day(row.pop("decided_at"), team)
    return DecisionLine(**row | {"state": Decision.State(row["state"]).label, "decided_on": day})


def _hypothesis(row: Row, team: Team) -> HypothesisLine:
    word = Hypothesis.Verdict(row["verdict"]) if row["verdict"] else Hypothesis.State(row["state"])
    return HypothesisLine(
        prediction=row["prediction"],
        threshold=row["threshold"],
        verdict=str(word.label),
        learned=row["decision"] or row["withdrawn_because"],
        evidence=row["evidence"],
        ended_on=_day(row["decided_at"] or row["withdrawn_at"], team),
        was_moved=row["was_moved"],
    )


def _trial(row: Row, team: Team) -> TrialLine:
    day = _day(row.pop("decided_at"), team)
    words = {
        "environment": Environment(row["environment"]).label,
        "verdict": Verdict(row["verdict"]).label,
    }
    return TrialLine(**row | words, decided_on=day)


def _live(row: Row, team: Team) -> LiveLine:
    """What a solution does is the team's own until it is shown; that it is live is not."""
    is_shown = row["solution_shared_at"] is not None
    return LiveLine(
        solution=row["solution"],
        kind=Solution.Kind(row["solution_kind"]).label,
        version=row["version"],
        since=_day(row["live_at"], team),
        solution_shown=row["solution_id"] if is_shown else None,
        does=row["solution_does"] if is_shown else "",
    )


def _metric(row: Row) -> MetricLine:
    seen = seen_in(row.pop("seen"))
    part = None
    if seen:
        part = SeenPart(
            value=seen.value,
            spread=seen.spread,
            low=seen.low,
            high=seen.high,
            observed_on=seen.observed_on,
            grade=seen.grade,
            grade_words=Observation.Grade(seen.grade).label,
            method=seen.method,
            source=seen.source,
        )
    kind = SuccessMetric.Kind(row["kind"]).label
    return msgspec.convert(row | {"kind": kind, "seen": part}, MetricLine)


def _theme(row: Row) -> ThemeLine:
    return msgspec.convert(row | {"state": Theme.State(row["state"]).label}, ThemeLine)
