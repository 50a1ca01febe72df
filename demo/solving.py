"""How a case makes solutions: sketched, asked whether they fit, tried in the wild by both."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from base.roles import Discipline
from demo import hours
from demo.case import Draft
from demo.cases.solutions import SOLUTIONS, Deployed, Fitted, Judged, Solved, Tried, WentWrong
from projects.models import Release
from projects.models.sides import SIDES
from solutions.models import Deployment, FitReview, Incident, Judgement, Solution, Trial

if TYPE_CHECKING:
    from projects.models import UseCase
    from teams.models import User

A_DAY = 8  # working hours
EVENING = 19
LOOKED_BACK = timedelta(days=31)  # when those who look after it answer: day 30, at work


class Solving:
    """Plays the solutions of a case, one trial after the other."""

    def __init__(self, play: Any) -> None:
        self.play, self.agenda = play, play.agenda
        self.to_deploy: dict[int, tuple[Deployed, ...]] = {}  # by the solution, until one passed
        self.of: dict[str, User] = {side: self._member(side) for side in SIDES}

    def _member(self, side: str) -> User:
        member: User = self.play.floor.of(side)[0].user
        return member

    def schedule(self, use_cases: list[UseCase]) -> None:
        for told in SOLUTIONS.get(self.play.case.key, ()):
            served = [one for one in use_cases if one.title in told.use_cases]
            day = self.play.start_of(self.play.case.sprints + 1 - told.sprints_ago)
            day = hours.workday_from(day + timedelta(days=1))
            self.agenda.put(hours.on(day, 10), self._sketch, told, served)

    def _sketch(self, told: Solved, served: list[UseCase]) -> None:
        solution = Solution.sketch(
            self.play.project,
            name=told.name,
            kind=told.kind,
            does=told.does,
            meant_for=told.meant_for,
            not_for=told.not_for,
            use_cases=served,
            science_keeper=self.of[Discipline.SCIENCE],
            engineering_keeper=self.of[Discipline.ENGINEERING],
            by=self.of[Discipline.SCIENCE],
        )
        for label, address in told.links:
            solution.link(label, address, by=self.of[Discipline.ENGINEERING])
        self.to_deploy[solution.pk] = told.deployments
        self._after(1, self._see, solution, told)

    def _after(self, days: float, deed: Any, *args: Any) -> None:
        self.agenda.put(hours.after(self.agenda.now, A_DAY * days), deed, *args)

    def _see(self, solution: Solution, told: Solved) -> None:
        """Engineering looks at it while it is being designed."""
        solution.see(by=self.of[Discipline.ENGINEERING])
        if told.is_shown:
            solution.show(by=self.play.lead)
        if told.fit:
            self._after(1, self._fit, solution, told.fit)
        if told.trials:
            self._after(4, self._try, solution, told.trials)

    # --- does it fit ---

    def _fit(self, solution: Solution, told: Fitted) -> None:
        fit = FitReview.begin(solution, by=self.play.lead)
        if told.run_cost:
            low, high = (Decimal(amount) for amount in told.run_cost)
            fit.estimate_run_cost(
                run_cost_low=low, run_cost_high=high, by=self.of[Discipline.ENGINEERING]
            )
        items = list(fit.items.order_by("position"))
        for side in SIDES:
            if side == Discipline.SCIENCE or told.by_both:
                judged = {item.pk: Judgement("fits") for item in items}
                judged |= {items[one.place].pk: _judgement(one, side) for one in told.judged}
                fit.judge(judged, by=self.of[side])
        if told.is_signed:
            self._after(0.5, self._sign, fit)
        for one in told.judged:
            if one.story:
                self._write_story(fit, items[one.place].pk, one.story)

    def _write_story(self, fit: FitReview, item: int, line: str) -> None:
        """What has to change becomes a story, which the team works on like any other."""
        draft = Draft.parse(line, 0)
        story = fit.write_story(item, title=draft.title, by=self.play.lead)
        story.estimate(by=self.play.lead, **draft.estimate)
        self.play.drafts[story.number] = draft

    def _sign(self, fit: FitReview) -> None:
        for side in SIDES:
            fit.sign(by=self.of[side])

    # --- does it hold in the wild ---

    def _try(self, solution: Solution, trials: tuple[Tried, ...]) -> None:
        told, *later = trials
        design = dict(told.design)
        if design.pop("rollback_tried", False):
            design["rollback_tried_on"] = self.agenda.now.date()
        trial = Trial.draft(
            solution,
            runners=self.of.values(),
            environment=told.environment,
            name=told.name,
            population=told.population,
            metric=told.metric,
            unit=told.unit,
            threshold=told.threshold,
            rollback_plan=told.rollback,
            planned_until=hours.workday_from(self.agenda.now.date() + timedelta(days=told.days)),
            by=self.of[Discipline.SCIENCE],
            **design,
        )
        trial.guard(*told.guardrail, by=self.of[Discipline.ENGINEERING])
        self._after(0.25, self._start, trial, told)
        if later:
            self._after(told.days + 3, self._try, solution, tuple(later))

    def _start(self, trial: Trial, told: Tried) -> None:
        trial.start(by=self.of[Discipline.ENGINEERING])
        for number, (words, value) in enumerate(told.seen):
            self._after(2 + 2 * number, self._observe, trial, words, value)
        if told.verdict:
            self._after(told.days + 0.5, self._decide, trial, told)

    def _observe(self, trial: Trial, words: str, value: float | None) -> None:
        day = self.agenda.now.date()
        trial.observe(seen_on=day, words=words, value=value, by=self.of[Discipline.ENGINEERING])

    def _decide(self, trial: Trial, told: Tried) -> None:
        trial.decide(
            told.verdict, learned=told.learned, by=self.of[Discipline.SCIENCE], **told.numbers
        )
        self._after(0.25, self._confirm, trial)

    def _confirm(self, trial: Trial) -> None:
        trial.confirm(by=self.of[Discipline.ENGINEERING])
        if trial.verdict == "passed":
            self._plan(trial.solution, self.to_deploy.pop(trial.solution_id, ()))

    # --- live ---

    def _plan(self, solution: Solution, deployments: tuple[Deployed, ...]) -> None:
        if not deployments:
            return
        told, *later = deployments
        deployment = Deployment.plan(
            solution,
            version=told.version,
            planned_for=hours.after(self.agenda.now, A_DAY * told.days).date(),
            rollout=told.rollout,
            reference=f"run-{told.version}",
            customer=told.customer,
            different=told.different,
            release=self._release(told),
            is_planned=not told.is_hurried,
            by=self.of[Discipline.ENGINEERING],
        )
        begins = hours.after(self.agenda.now, A_DAY * told.days)
        if told.is_hurried:
            begins = hours.on(begins.date(), EVENING)
        self.agenda.put(begins, self._deploy, deployment, told, tuple(later))

    def _release(self, told: Deployed) -> Release | None:
        if not told.release:
            return None
        return Release.announce(self.play.project, title=told.release, by=self.play.lead)

    def _deploy(self, deployment: Deployment, told: Deployed, later: tuple[Deployed, ...]) -> None:
        """Started and live within the hour; what is taken back is followed by the next."""
        deployment.start(by=self.of[Discipline.ENGINEERING])
        if told.customer == "present":
            deployment.note_customer("present", self.play.floor.guests, by=self.play.lead)
        soon = self.agenda.now + timedelta(minutes=40)
        self.agenda.put(soon, self._go_live, deployment, told, later)

    def _go_live(self, deployment: Deployment, told: Deployed, later: tuple[Deployed, ...]) -> None:
        deployment.go_live(by=self.of[Discipline.ENGINEERING])
        day = hours.workday_from((self.agenda.now + LOOKED_BACK).date())
        self.agenda.put(hours.on(day, 9), self._look_back, deployment)
        if told.taken_back:
            days, _ = told.taken_back
            self._after(days, self._take_back, deployment, told, later)
            return
        if deployment.release:
            day = self.agenda.now.date()
            deployment.release.put_to_use(day, evidence="Access log", by=self.play.lead)
        self._plan(deployment.solution, later)

    def _take_back(
        self, deployment: Deployment, told: Deployed, later: tuple[Deployed, ...]
    ) -> None:
        assert told.taken_back
        incident = self._tell(deployment, told.incident) if told.incident else None
        deployment.roll_back(told.taken_back[1], by=self.of[Discipline.SCIENCE])
        if incident:
            incident.restore(by=self.of[Discipline.SCIENCE])
            incident.show(by=self.play.lead)
        self._plan(deployment.solution, later)

    def _look_back(self, deployment: Deployment) -> None:
        """On day 30 neither has more to tell."""
        for side in SIDES:
            deployment.nothing_to_tell(by=self.of[side])

    def _tell(self, deployment: Deployment, told: WentWrong) -> Incident:
        """It began as soon as the version was live, and the customer saw it the next day."""
        return Incident.report(
            deployment.solution,
            kind=told.kind,
            severity=told.severity,
            noticed_by=told.noticed_by,
            happened=told.happened,
            changed=told.changed,
            began_at=deployment.live_at,
            by=self.of[Discipline.SCIENCE],
        )


def _judgement(told: Judged, side: str) -> Judgement:
    verdict = told.science if side == Discipline.SCIENCE else told.engineering
    return Judgement(verdict, told.note if verdict != "fits" else "")
