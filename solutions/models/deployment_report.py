"""A deployment as a pipeline tells it: it has happened, so no gate refuses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from solutions.events import DeploymentReported
from solutions.models.deployment_part import DeploymentPart
from solutions.models.deployment_steps import FURTHER, STEP, State, short, time_of
from solutions.models.past_moment import past_moment
from solutions.refusals import (
    DeployedInTheFuture,
    DeploymentReportedOtherwise,
    DeploymentUnfit,
)

if TYPE_CHECKING:
    from datetime import datetime

    from projects.models import Release
    from teams.models.membership import Actor
    from teams.models.user import User

REPORTED = [(state.value, state.label) for state in State if state != State.PLANNED]
FIXED = ("version", "rollout", "is_planned", "link", "fixes", "is_imported")


class Reported(DeploymentPart):
    """One for each solution, environment and reference; a late state takes nothing back."""

    is_reported = models.BooleanField(
        default=False, editable=False, help_text="Whether it was first heard of by a report."
    )
    is_imported = models.BooleanField(
        default=False,
        editable=False,
        help_text="Of another tool's past: it meets no gate and counts for no figure.",
    )

    class Meta:
        abstract = True

    @classmethod
    def report(
        cls,
        solution: Any,
        *,
        environment: str,
        reference: str,
        state: str,
        by: User,
        at: datetime | None = None,
        reason: str = "",
        customer: str | None = None,
        release: Release | None = None,
        **fixed: Any,
    ) -> Self:
        """Say that it has come to a state; what isn't given stays, or is as by default."""
        said = {name: value for name, value in fixed.items() if value is not None}
        reference, reason = _named(reference), short(reason)
        if state not in dict(REPORTED):
            raise DeploymentUnfit(f"“{state}” is no state that is reported.", "state")
        with solution.project.changed_by(by, even_closed=True) as actor:
            row = cls._known(solution, environment, reference)
            if row is None:
                row = cls._first_heard_of(solution, environment, reference, said, actor)
            else:
                row._must_say_the_same(said)
            row._hear(state, _happened(at), reason, actor)
            if customer is not None:
                row.note_customer(customer, by=actor)
            if release is not None:
                row.carry(release, by=actor)
            return row

    if TYPE_CHECKING:

        @classmethod
        def new(cls, solution: Any, **plan: Any) -> Self: ...
        def plan_told(self) -> dict[str, Any]: ...
        def carry(self, release: Release | None, *, by: User | Actor) -> None: ...

    @classmethod
    def _known(cls, solution: Any, environment: str, reference: str) -> Self | None:
        rows: Any = cls.objects.filter(solution=solution.pk, environment=environment)
        row: Self | None = rows.filter(reference=reference).first()
        if row is not None:
            row.solution, row.project = solution, solution.project
        return row

    @classmethod
    def _first_heard_of(
        cls, solution: Any, environment: str, reference: str, said: dict[str, Any], actor: Actor
    ) -> Self:
        plan = {"version": reference[:80], **said}
        row = cls.new(solution, environment=environment, reference=reference, **plan)
        row.is_reported = True
        row.save(force_insert=True)
        details = row.details_of(
            DeploymentReported,
            plan=row.plan_told(),
            customer=row.customer,
            is_imported=row.is_imported,
        )
        row.record(details, by=actor)
        return row

    def _must_say_the_same(self, said: dict[str, Any]) -> None:
        for name, value in said.items():
            value = value.strip() if isinstance(value, str) else value
            if getattr(self, name) != value:
                raise DeploymentReportedOtherwise(
                    f"Of “{self.reference}” something else was reported before.", name
                )

    def _hear(self, state: str, moment: datetime, reason: str, actor: Actor) -> None:
        """Keep the furthest state; of one that comes late only when it was, if nobody knew."""
        if FURTHER[state] > FURTHER[self.state]:
            self.reach(state, moment, actor, reason=reason)
        elif getattr(self, time_of(state)) is None and self.state != State.PLANNED:
            self._remember(state, moment, actor)
        if self.state != State.CANCELLED:
            self.note_gate(actor, moment)

    def _remember(self, state: str, moment: datetime, actor: Actor) -> None:
        if state not in (State.STARTED, State.LIVE):
            return
        if state == State.LIVE and self.state == State.FAILED:
            return
        setattr(self, time_of(state), moment)
        self._must_be_in_order()
        self.save(update_fields=STEP)
        self.tell(state, moment, actor)

    if TYPE_CHECKING:

        def _must_be_in_order(self) -> None: ...
        def tell(self, state: str, moment: datetime, actor: Actor) -> None: ...


def _named(reference: str) -> str:
    reference = reference.strip()
    if not reference:
        raise DeploymentUnfit("Name it, such as by the tag or the run's number.", "reference")
    return reference


def _happened(at: datetime | None) -> datetime:
    return past_moment(
        at,
        later=DeployedInTheFuture("It hasn't happened yet.", "at"),
        long_ago=DeploymentUnfit("Nothing was deployed that long ago.", "at"),
    )
