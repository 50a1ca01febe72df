"""The project report, read off the rows that the customer may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Prefetch

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
from history.models import Event
from metrics.models import SuccessMetric
from projects.models import Charter, Decision, Hypothesis, Question, Release, Theme, UseCase
from projects.models.charter import SIGNERS
from projects.models.hypothesis_amendment import WORDS
from projects.models.question_round import QuestionRound
from solutions.models import Deployment, Trial
from value.scoreboard import scoreboard

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from projects.models import Project
    from teams.models import Team
    from value.scoreboard import Score

_Row = TypeVar("_Row")


class BriefReading:
    """Reads the report of one project; its team comes with it."""

    def __init__(self, project: Project) -> None:
        self.project, self.team = project, project.team
        self.left_out: dict[str, int] = {}

    def read(self) -> Brief:
        project = self.project
        return Brief(
            key=project.key,
            name=project.name,
            customer=project.customer,
            team=self.team.name,
            state=project.get_state_display(),
            as_of=self._last_moment(),
            goal=project.business_goal.strip(),
            use_cases=self._use_cases(),
            charter=self._charter(),
            questions=self._questions(),
            decisions=self._decisions(),
            hypotheses=self._hypotheses(),
            trials=self._trials(),
            live=self._live(),
            releases=self._releases(),
            metrics=self._metrics(),
            themes=self._themes(),
            testing=self._testing(),
            forecast=forecast_of(project),
            left_out=self.left_out,
        )

    def _last_moment(self) -> datetime:
        lines = Event.objects.filter(project=self.project).for_guests()
        last = lines.order_by("-pk").values_list("at", flat=True).first()
        return self.team.local(last or self.project.created_at)

    def _some(self, name: str, rows: QuerySet[Any, _Row]) -> list[_Row]:
        """As many as are told; how many are left out is noted."""
        found = list(rows[: MOST + 1])
        if len(found) > MOST:
            self.left_out[name] = rows.count() - MOST
        return found[:MOST]

    def _use_cases(self) -> list[UseCaseLine]:
        rows = self._some("use_cases", UseCase.objects.in_projects([self.project.pk]).standing())
        return [UseCaseLine(title=one.title, description=one.description) for one in rows]

    def _charter(self) -> CharterPart | None:
        newest = Charter.objects.in_projects([self.project.pk]).newest()
        charter = newest.prefetch_related("signatures__user").first()
        if charter is None:
            return None
        signatures = [_signature(one, self.team) for one in charter.signatures.all()]
        signed = {one.side for one in signatures}
        sides = [Discipline(side).label for side in SIGNERS]
        return CharterPart(
            version=charter.version,
            end_point=charter.end_point,
            success=charter.success,
            starts_on=charter.starts_on,
            ends_on=charter.ends_on,
            signatures=signatures,
            missing=[side for side in sides if side not in signed],
        )

    def _questions(self) -> list[QuestionLine]:
        rounds = Prefetch("rounds", QuestionRound.objects.prefetch_related("answers"))
        rows = Question.objects.in_projects([self.project.pk]).shared().revealed()
        rows = rows.select_related("use_case").prefetch_related(rounds)
        return [_question(one) for one in self._some("questions", rows)]

    def _decisions(self) -> list[DecisionLine]:
        rows = Decision.objects.in_projects([self.project.pk]).shared().open_first()
        return [_decision(one, self.team) for one in self._some("decisions", rows)]

    def _hypotheses(self) -> list[HypothesisLine]:
        rows = Hypothesis.objects.in_projects([self.project.pk]).over().with_marks()
        rows = rows.prefetch_related("amendments").most_urgent_first()
        return [_hypothesis(one, self.team) for one in self._some("hypotheses", rows)]

    def _testing(self) -> list[str]:
        rows = Hypothesis.objects.in_projects([self.project.pk]).running().most_urgent_first()
        rows = rows.prefetch_related("amendments")
        found = self._some("testing", rows)
        return [_words_of(one)["prediction"] for one in found]

    def _trials(self) -> list[TrialLine]:
        rows = Trial.objects.in_projects([self.project.pk]).decided().running_first()
        found = self._some("trials", rows.select_related("solution"))
        return [_trial(one, self.team) for one in found]

    def _live(self) -> list[LiveLine]:
        rows = Deployment.objects.in_projects([self.project.pk]).in_production().live()
        rows = rows.of_standing_solutions().select_related("solution").newest_first()
        return [_live(one, self.team) for one in self._some("live", rows)]

    def _releases(self) -> list[ReleaseLine]:
        found = self._some("releases", Release.objects.in_projects([self.project.pk]).in_use())
        lines = []
        for one in found:
            assert one.first_used_on is not None
            lines.append(
                ReleaseLine(
                    title=one.title, first_used_on=one.first_used_on, evidence=one.evidence
                )
            )
        return lines

    def _metrics(self) -> list[MetricLine]:
        lines = []
        for _, label, scores in scoreboard(self.project):
            lines += [_metric(label, score) for score in scores]
        if len(lines) > MOST:
            self.left_out["metrics"] = len(lines) - MOST
        return lines[:MOST]

    def _themes(self) -> list[ThemeLine]:
        rows = Theme.objects.in_projects([self.project.pk]).open()
        lines = []
        for one in self._some("themes", rows):
            lines.append(
                ThemeLine(
                    title=one.title,
                    state=one.get_state_display(),
                    starts_on=one.starts_on,
                    ends_on=one.ends_on,
                )
            )
        return lines


def _signature(one: Any, team: Team) -> SignatureLine:
    side = Discipline(one.signed_for).label
    return SignatureLine(side=side, name=one.user.name, signed_on=team.day_of(one.signed_at))


def _question(one: Question) -> QuestionLine:
    """With what stands open of its last round."""
    answers = []
    for answer in one.round.answers.all():
        if answer.is_open:
            answers.append(
                AnswerLine(
                    side=answer.get_side_display(),
                    belief=answer.belief,
                    sure=answer.get_sure_display(),
                    change_mind=answer.change_mind,
                )
            )
    return QuestionLine(
        pk=one.pk,
        use_case=one.use_case.title,
        text=one.text,
        state=one.get_state_display(),
        answers=answers,
    )


def _decision(one: Decision, team: Team) -> DecisionLine:
    assert one.decided_at is not None
    return DecisionLine(
        pk=one.pk,
        title=one.title,
        state=one.get_state_display(),
        decided_on=team.day_of(one.decided_at),
        chosen=one.chosen,
        considered=one.considered,
        why=one.why,
        still_held=one.still_held,
        outcome=one.outcome,
    )


def _words_of(one: Hypothesis) -> dict[str, Any]:
    """What it says, as it was amended last."""
    return one.planned(WORDS, one.amendments.all())


def _hypothesis(one: Hypothesis, team: Team) -> HypothesisLine:
    ended = one.decided_at or one.withdrawn_at
    assert ended is not None
    words = _words_of(one)
    return HypothesisLine(
        prediction=words["prediction"],
        threshold=words["threshold"],
        verdict=one.get_verdict_display() or one.get_state_display(),
        learned=one.decision or one.withdrawn_because,
        evidence=one.evidence,
        ended_on=team.day_of(ended),
        was_moved=vars(one)["was_moved"],
    )


def _trial(one: Trial, team: Team) -> TrialLine:
    assert one.decided_at is not None
    return TrialLine(
        solution=one.solution.name,
        name=one.name,
        environment=one.get_environment_display(),
        verdict=one.get_verdict_display(),
        learned=one.learned,
        decided_on=team.day_of(one.decided_at),
        read_early=one.read_early,
    )


def _live(one: Deployment, team: Team) -> LiveLine:
    """What a solution does is the team's own until it is shown; that it is live is not."""
    solution = one.solution
    return LiveLine(
        solution=solution.name,
        kind=solution.get_kind_display(),
        version=one.version,
        since=team.day_of(one.live_at),
        shown=solution.pk if solution.is_shared else None,
        does=solution.does if solution.is_shared else "",
    )


def _metric(label: str, score: Score) -> MetricLine:
    metric: SuccessMetric = score.metric
    seen = None
    if score.seen:
        seen = SeenPart(
            value=score.seen.value,
            spread=score.seen.spread,
            low=score.seen.low,
            high=score.seen.high,
            observed_on=score.seen.observed_on,
            grade=score.seen.grade,
            grade_words=score.grade,
            method=score.seen.method,
            source=score.seen.source,
        )
    return MetricLine(
        kind=label,
        name=metric.name,
        unit=metric.unit,
        direction=metric.direction,
        baseline=metric.baseline,
        target=metric.target,
        due=metric.due,
        seen=seen,
    )
