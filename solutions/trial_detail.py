"""A trial with all that its page shows: what is locked, what was seen, how it ended."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from base.roles import Discipline, Role
from files.file_list import FileList, files_on
from history.activity import Names, sentences_of
from history.models import Event
from metrics.models.success_metric import Observation
from projects.models.sides import SIDES
from solutions.models import Solution, Trial, TrialAmendment, TrialConfirmation
from solutions.models.trial_amendment import PARTS
from solutions.models.trial_result import plain, spaced
from teams.models import Membership
from teams.models.membership import Actor

if TYPE_CHECKING:
    from history.activity.line import Line
    from solutions.models import TrialObservation
    from solutions.models.trial_result import Group, TrialResult
    from teams.models.user import User

HISTORY = 50  # lines on the page


class TrialDetail:
    """What its page shows: of an outcome guests see no observations, files or internal lines."""

    def __init__(self, trial: Trial, reader: User) -> None:
        self.trial, self.reader = trial, reader
        self.project = trial.project
        self.actor = Actor.of(trial.project.team, reader)

    @classmethod
    def found(cls, pk: int, reader: User) -> Self:
        seen = Solution.objects.visible_to(reader).filter(pk=OuterRef("solution"))
        rows = Trial.objects.visible_to(reader).select_related(
            "project__team", "solution", "stopped_by"
        )
        rows = rows.annotate(shows_solution=Exists(seen.order_by()), file_rows=files_on("trial"))
        rows = rows.prefetch_related("guardrails", "runners")
        trial = get_object_or_404(rows, pk=pk)
        trial.solution.project = trial.project
        return cls(trial, reader)

    @property
    def works(self) -> bool:
        return self.actor.works

    @property
    def sees_all(self) -> bool:
        """With observations and files; of an outcome guests see neither."""
        return self.works or self.trial.is_shared

    @property
    def shows_solution(self) -> bool:
        return bool(vars(self.trial)["shows_solution"])

    @property
    def may_change(self) -> bool:
        return self.works and self.project.is_open

    @property
    def may_design(self) -> bool:
        return self.may_change and self.trial.state == Trial.State.DRAFTED

    @property
    def may_run(self) -> bool:
        return self.may_change and not self.trial.is_over

    @property
    def may_amend(self) -> bool:
        return self.may_change and self.trial.state == Trial.State.RUNNING

    @property
    def may_decide(self) -> bool:
        return self.may_change and self.trial.state in (Trial.State.RUNNING, Trial.State.DECIDED)

    @property
    def may_observe(self) -> bool:
        """Also after the project is finished."""
        return self.works and self.trial.started_at is not None

    @property
    def leads(self) -> bool:
        """An admin isn't a lead."""
        return self.actor.role == Role.LEAD

    @property
    def asks_me(self) -> bool:
        """Whether the verdict waits for my discipline to stand for it."""
        is_writer = self.reader.pk == self.trial.decided_by_id
        return self.works and not is_writer and self.actor.discipline in self.trial.to_confirm

    @cached_property
    def amendments(self) -> list[TrialAmendment]:
        return list(self.trial.amendments.all())

    @property
    def design(self) -> list[tuple[str, str, list[TrialAmendment]]]:
        """Each part as it was locked, and what was amended of it since."""
        rows = []
        for name, words in self._locked():
            mine = [row for row in self.amendments if row.part == name]
            rows.append((PARTS.get(name, words[0]), words[1], mine))
        return rows

    def _locked(self) -> list[tuple[str, tuple[str, str]]]:
        trial, unit = self.trial, self.result.called
        tried = trial.rollback_tried_on
        share = trial.planned_share
        return [
            ("population", ("", trial.population)),
            ("planned_from", ("Planned from", _day(trial.planned_from))),
            ("planned_until", ("", _day(trial.planned_until))),
            ("planned_n", ("", str(trial.planned_n or ""))),
            ("metric", ("", f"{trial.metric}{f' ({trial.unit})' if trial.unit else ''}")),
            ("better", ("Better when", trial.get_better_display().lower())),
            ("threshold", ("", _amount(trial.threshold, unit))),
            ("smallest_effect", ("", _amount(trial.smallest_effect, unit))),
            ("comparison", ("Compared with", trial.get_comparison_display())),
            ("planned_share", ("Planned share of the new group", _amount(share, "%"))),
            ("compared", ("", trial.compared)),
            ("rollback_plan", ("", trial.rollback_plan)),
            ("rollback_tried_on", ("", _day(tried) or "not tried")),
        ]

    @property
    def guardrail_amendments(self) -> list[TrialAmendment]:
        return [row for row in self.amendments if row.part == "guardrails"]

    @cached_property
    def runners(self) -> list[tuple[User, str]]:
        """Who runs it, each with the discipline in which they work there now."""
        people = list(self.trial.runners.all())
        seats = Membership.objects.current().working().filter(team=self.project.team_id)
        found = dict(seats.filter(user__in=people).order_by().values_list("user", "discipline"))
        return [(one, found.get(one.pk, "")) for one in people]

    @property
    def sides_missing(self) -> list[str]:
        """The disciplines of which nobody is among who runs it, while that can be mended."""
        if self.trial.is_over:
            return []
        there = {discipline for _, discipline in self.runners}
        return [Discipline(side).label.lower() for side in SIDES if side not in there]

    @cached_property
    def observations(self) -> list[TrialObservation]:
        if not self.sees_all:
            return []
        return list(self.trial.observations.order_by("-seen_on", "-pk"))

    @cached_property
    def result(self) -> TrialResult:
        return self.trial.result

    @property
    def groups(self) -> list[tuple[str, Group]]:
        named = zip(self.result.names, (self.result.new, self.result.compared), strict=True)
        return [(name, group) for name, group in named if group]

    @property
    def grade(self) -> str:
        """The evidence's grade in words; nothing where the place says nothing of value."""
        if not self.trial.verdict or self.result.grade is None:
            return ""
        return str(Observation.Grade(self.result.grade).label)

    @property
    def is_of_earlier_words(self) -> bool:
        mine = self.trial.words_hash
        return bool(mine) and mine != self.trial.solution.words_hash

    @cached_property
    def confirmed(self) -> list[TrialConfirmation]:
        if not self.trial.verdict:
            return []
        mine = self.trial.confirmations.filter(verdict_hash=self.trial.verdict_hash)
        return list(mine.select_related("user"))

    @property
    def to_confirm(self) -> list[str]:
        return [Discipline(side).label.lower() for side in self.trial.to_confirm]

    @property
    def stories(self) -> list[Any]:
        if not self.sees_all:
            return []
        return list(self.trial.stories.select_related("project").order_by("rank", "pk"))

    @cached_property
    def files(self) -> FileList | None:
        if not self.sees_all:
            return None
        return FileList(self.trial, self.actor, vars(self.trial)["file_rows"])

    @cached_property
    def lines(self) -> list[Line]:
        """The newest of what was done with it; all of it stands in the project's activity."""
        events = Event.objects.of_row(self.project, "trial", self.trial.pk).for_timeline()
        if not self.works:
            events = events.for_guests()
        known = {self.trial.pk: self.trial.name}
        return sentences_of(events[:HISTORY], Names(trial=known))


def _day(value: Any) -> str:
    return value.isoformat() if value else ""


def _amount(value: float | None, unit: str) -> str:
    return "" if value is None else f"{plain(value)}{spaced(unit)}"
