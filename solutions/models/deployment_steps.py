"""How a deployment goes: started, live, then replaced or taken back; or failed, or cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from base import clock
from projects.reasons import MOST_REASON
from solutions.events import (
    DeploymentCancelled,
    DeploymentFailed,
    DeploymentReplaced,
    DeploymentRolledBack,
    DeploymentStarted,
    DeploymentWentLive,
)
from solutions.models.deployment_gate import GATE
from solutions.models.deployment_part import DeploymentPart
from solutions.refusals import (
    DeploymentBegun,
    DeploymentOutOfStep,
    DeploymentTimesReversed,
    DeploymentUnfit,
)

if TYPE_CHECKING:
    from datetime import datetime

    from teams.models.membership import Actor
    from teams.models.user import User


class State(models.TextChoices):
    """In the order in which a report that comes late takes nothing back: the last is furthest."""

    PLANNED = "planned", "Planned"
    CANCELLED = "cancelled", "Cancelled"
    STARTED = "started", "Started"
    FAILED = "failed", "Failed"
    LIVE = "live", "Live"
    REPLACED = "replaced", "Replaced"
    ROLLED_BACK = "rolled_back", "Rolled back"


FURTHER = {state: place for place, state in enumerate(State.values)}
OUTCOMES = (State.LIVE, State.REPLACED, State.ROLLED_BACK, State.FAILED)  # open to guests
TIMES = ("started_at", "live_at", "ended_at")
STEP = ("state", "reason", *TIMES)
DECIDES = ("environment", "fixes")  # what may have been planned otherwise since it was read
SAID: dict[str, Any] = {
    State.STARTED: DeploymentStarted,
    State.LIVE: DeploymentWentLive,
    State.REPLACED: DeploymentReplaced,
    State.ROLLED_BACK: DeploymentRolledBack,
    State.FAILED: DeploymentFailed,
    State.CANCELLED: DeploymentCancelled,
}


def time_of(state: str) -> str:
    """The column that holds when it came to a state."""
    return {State.STARTED: "started_at", State.LIVE: "live_at"}.get(State(state), "ended_at")


class Stepwise(DeploymentPart):
    """Where it stands, and since when; of one environment one version is live."""

    state = models.CharField(max_length=11, choices=State, default=State.PLANNED, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    live_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(
        max_length=MOST_REASON,
        blank=True,
        editable=False,
        help_text="Why it was taken back, failed or was cancelled.",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned", started_at=None, live_at=None, ended_at=None)
                | Q(state="started", started_at__isnull=False, live_at=None, ended_at=None)
                | Q(state="live", live_at__isnull=False, ended_at=None)
                | Q(state__in=("failed", "cancelled"), live_at=None, ended_at__isnull=False)
                | Q(state__in=("replaced", "rolled_back"), ended_at__isnull=False),
                name="deployment_times_fit_its_state",
            ),
            models.CheckConstraint(
                condition=(Q(started_at=None) | Q(live_at=None) | Q(started_at__lte=F("live_at")))
                & (Q(started_at=None) | Q(ended_at=None) | Q(started_at__lte=F("ended_at")))
                & (Q(live_at=None) | Q(ended_at=None) | Q(live_at__lte=F("ended_at"))),
                name="deployment_times_in_their_order",
            ),
            models.UniqueConstraint(
                fields=["solution", "environment"],
                condition=Q(state="live"),
                name="one_live_deployment_an_environment",
            ),
        ]

    @property
    def is_live(self) -> bool:
        return self.state == State.LIVE

    def start(self, *, by: User, waiver: str = "") -> None:
        """Begin; in production past the gate, or with a `waiver` of a lead who is in the team."""
        waiver = waiver.strip()
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread(*STEP, *GATE, *DECIDES)
            if self.state == State.STARTED:
                return
            self._must_be(State.PLANNED, "It has been started before; plan another one.")
            self.solution.reread("ended_as")
            self.solution.must_stand()
            self.pass_gate(waiver, actor)
            if self.gate:
                self.save(update_fields=GATE)
            self.reach(State.STARTED, clock.now(), actor)

    def go_live(self, *, by: User) -> None:
        """It is in use; what stood in that environment is replaced."""
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread(*STEP, *DECIDES)
            if self.state == State.LIVE:
                return
            self._must_be(State.STARTED, "It goes live once it has started.")
            self.reach(State.LIVE, clock.now(), actor)

    def roll_back(self, reason: str, *, by: User) -> None:
        """Take it back, and say why; the solution is proven again."""
        self._end(State.ROLLED_BACK, State.LIVE, reason, "Only what is live is taken back.", by)

    def fail(self, reason: str, *, by: User) -> None:
        """It didn't come about: nothing of it is live."""
        self._end(State.FAILED, State.STARTED, reason, "Only what has started fails.", by)

    def cancel(self, reason: str, *, by: User) -> None:
        """It won't be; what has started fails, or is taken back."""
        told = "It has started: it fails, or it is taken back."
        self._end(State.CANCELLED, State.PLANNED, reason, told, by)

    def must_be_planned(self) -> None:
        """Refuse to plan otherwise what has begun, as it was read under the lock."""
        if self.state != State.PLANNED:
            raise DeploymentBegun("It has begun; what was planned stays.")

    def reach(self, state: str, moment: datetime, actor: Actor, *, reason: str = "") -> None:
        """Come to a state at that moment, read under the lock; one that stood there is replaced."""
        later = self._standing() if state == State.LIVE else None
        if later and later.live_at <= moment:
            later.solution, later.project = self.solution, self.project
            later.reach(State.REPLACED, moment, actor)
            later = None
        if state in (State.STARTED, State.LIVE):
            self.ended_at = None
        was, self.reason = self.reason, reason
        setattr(self, time_of(state), moment)
        self._must_be_in_order()
        self.state = State.REPLACED if later else state
        if later:  # it was heard of after the one that took its place
            self.ended_at = later.live_at
        self.save(update_fields=STEP)
        self.tell(state, moment, actor, replaced=(self, {"reason": was}) if was else None)
        if later:
            self.tell(State.REPLACED, later.live_at, actor)
        self._settle_late(state, actor)

    def tell(
        self,
        state: str,
        moment: datetime,
        actor: Actor,
        *,
        replaced: tuple[models.Model, dict[str, Any]] | None = None,
    ) -> None:
        """Record that it came to a state."""
        values: dict[str, Any] = {"environment": self.environment, "reason": self.reason}
        fields = SAID[state].__struct_fields__
        values = {name: value for name, value in values.items() if name in fields}
        details = self.details_of(SAID[state], happened_at=moment, **values)
        self.record(details, by=actor, replaced=replaced)

    def _settle_late(self, state: str, actor: Actor) -> None:
        """A rollback or a fix that is heard of late may be of what was settled before."""
        if state == State.ROLLED_BACK:
            self.settle_anew(actor)
        if self.fixes_id and state == State.LIVE:
            fixed: Any = type(self).objects.get(incidents=self.fixes_id)
            fixed.project = self.project
            fixed.settle_anew(actor)

    def _end(self, state: State, after: State, reason: str, told: str, by: User) -> None:
        reason = short(reason)
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread(*STEP, *DECIDES)
            if self.state == state:
                return
            self._must_be(after, told)
            self.reach(state, clock.now(), actor, reason=reason)

    def _must_be(self, state: State, told: str) -> None:
        if self.state != state:
            raise DeploymentOutOfStep(f"It is {State(self.state).label.lower()}. {told}")

    def _must_be_in_order(self) -> None:
        moments = [getattr(self, name) for name in TIMES]
        known = [moment for moment in moments if moment]
        if known != sorted(known):
            raise DeploymentTimesReversed("That was before it started, or went live.", "at")

    def _standing(self) -> Any:
        """Another one that is live where this one goes."""
        rows = type(self).objects.filter(solution=self.solution_id, environment=self.environment)
        return rows.filter(state=State.LIVE).exclude(pk=self.pk).first()


def short(reason: str) -> str:
    """Return why in few words, or in none: pipelines have no words."""
    reason = reason.strip()
    if len(reason) > MOST_REASON:
        raise DeploymentUnfit(f"Say why in {MOST_REASON} characters at most.", "reason")
    return reason
