"""A trial with all that its page shows: what is locked, what was seen, how it ended."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Subquery
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_date, parse_datetime

from base.roles import Discipline, Role
from files.file_list import FileList, files_on
from history.activity import Names, sentences_of
from history.models import Event
from metrics.models.success_metric import Observation
from projects.models.read_along import rows_of
from projects.models.sides import SIDES
from solutions.models import (
    Solution,
    Trial,
    TrialAmendment,
    TrialConfirmation,
    TrialGuardrail,
    TrialObservation,
)
from solutions.models.trial_amendment import PARTS
from solutions.models.trial_result import plain, spaced
from solutions.models.trial_verdict import waiting_for
from solutions.solution_detail import keyed
from stories.models import Story
from teams.models import Membership
from teams.models.membership import Actor

if TYPE_CHECKING:
    from django.contrib.postgres.expressions import ArraySubquery

    from history.activity.line import Line
    from solutions.models.trial_result import Group, TrialResult
    from teams.models.user import User

HISTORY = 50  # lines on the page


def on_trial(reader: User) -> dict[str, ArraySubquery]:
    """What hangs on each trial and its reader may see, in the statement that reads it."""
    seats = Membership.objects.current().working()
    seat = seats.filter(team=OuterRef("trial__project__team"), user=OuterRef("user"))
    return {
        "rail_rows": rows_of(
            TrialGuardrail.objects.order_by("pk"), "trial", pk="pk", what="what", limit="limit"
        ),
        "amendment_rows": rows_of(
            TrialAmendment.objects.order_by("pk"),
            "trial",
            pk="pk",
            part="part",
            now="now",
            reason="reason",
            after_results="after_results",
            amended_at="amended_at",
        ),
        "runner_rows": rows_of(
            Trial.runners.through.objects.order_by("user__name", "user"),
            "trial",
            name="user__name",
            discipline=Subquery(seat.values("discipline")[:1]),
        ),
        "observation_rows": rows_of(
            TrialObservation.objects.visible_to(reader).order_by("-seen_on", "-pk"),
            "trial",
            pk="pk",
            seen_on="seen_on",
            words="words",
            value="value",
        ),
        "confirmed_rows": rows_of(
            TrialConfirmation.objects.of_outer().order_by("pk"),
            "trial",
            side="side",
            name="user__name",
        ),
        "story_rows": rows_of(
            Story.objects.by_rank(), "trials", number="number", title="title", category="category"
        ),
    }


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
            "project__team", "solution", "stopping_guardrail"
        )
        rows = rows.annotate(
            shows_solution=Exists(seen.order_by()), file_rows=files_on("trial"), **on_trial(reader)
        )
        trial = get_object_or_404(rows, pk=pk)
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
        return self.works and not is_writer and self.actor.discipline in self.sides_to_confirm

    @cached_property
    def amendments(self) -> list[TrialAmendment]:
        rows = []
        for row in vars(self.trial)["amendment_rows"]:
            rows.append(TrialAmendment(**row | {"amended_at": parse_datetime(row["amended_at"])}))
        return rows

    @property
    def guardrails(self) -> list[dict[str, Any]]:
        return list(vars(self.trial)["rail_rows"])

    @property
    def gaps(self) -> list[str]:
        """What the design leaves open, as long as it can be said."""
        return self.trial.gaps(is_guarded=bool(self.guardrails)) if self.may_design else []

    @property
    def was_moved(self) -> bool:
        """Whether what passes, or how long, was amended with results on the table."""
        return any(one.changes_outcome for one in self.amendments)

    @property
    def design(self) -> list[tuple[str, str, list[TrialAmendment]]]:
        """Each part as it was locked, and what was amended of it since; a draft shows its gaps."""
        rows = []
        for name, words in self._locked():
            mine = [row for row in self.amendments if row.part == name]
            if words[1] or mine or self.may_design:
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

    @property
    def runners(self) -> list[dict[str, str]]:
        """Who runs it, each with the discipline in which they work there now, if they do."""
        return list(vars(self.trial)["runner_rows"])

    @property
    def sides_missing(self) -> list[str]:
        """The disciplines of which nobody is among who runs it, before it starts."""
        if not self.may_design:
            return []
        there = {row["discipline"] for row in self.runners}
        return [Discipline(side).label.lower() for side in SIDES if side not in there]

    @property
    def observations(self) -> list[dict[str, Any]]:
        """The newest first; none for guests of an outcome that wasn't shown whole."""
        rows = []
        for row in vars(self.trial)["observation_rows"]:
            rows.append(row | {"seen_on": parse_date(row["seen_on"])})
        return rows

    @cached_property
    def result(self) -> TrialResult:
        return self.trial.result_of(self.trial.numbers, self.amendments)

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

    @property
    def confirmed(self) -> list[tuple[str, str]]:
        """Who stands for the verdict as it is worded now, and for which discipline."""
        rows = vars(self.trial)["confirmed_rows"]
        return [(row["name"], Discipline(row["side"]).label.lower()) for row in rows]

    @property
    def sides_to_confirm(self) -> list[str]:
        done = [row["side"] for row in vars(self.trial)["confirmed_rows"]]
        return waiting_for(self.trial.verdict, self.trial.decided_for, done)

    @property
    def to_confirm(self) -> list[str]:
        return [Discipline(side).label.lower() for side in self.sides_to_confirm]

    @property
    def stories(self) -> list[dict[str, Any]]:
        return keyed(self.project.key, vars(self.trial)["story_rows"])

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
