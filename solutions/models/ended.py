from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from base import clock
from base.roles import Role
from projects.reasons import IN_SO_MANY, MOST_REASON, reasoned
from solutions.events import SolutionDropped, SolutionRetired, SolutionTakenUp
from solutions.models.part import SolutionPart
from solutions.models.stage import Stage
from solutions.refusals import NothingLearned, SolutionEnded, SolutionOfLeads, SolutionStillLive

if TYPE_CHECKING:
    from teams.models.membership import Actor
    from teams.models.user import User

SAY_LEARNED = f"Say what was learned, {IN_SO_MANY}"
HOW = [(Stage.DROPPED.value, "Dropped"), (Stage.RETIRED.value, "Retired")]


class Ended(SolutionPart):
    """It is given up, or after its use retired: with what was learned, and not for ever."""

    ended_as = models.CharField(max_length=7, choices=HOW, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    learned = models.TextField(
        "what was learned", max_length=MOST_REASON, blank=True, editable=False
    )
    taken_up_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_ended(self) -> bool:
        return bool(self.ended_as)

    def must_stand(self) -> None:
        """Refuse a change of what was ended, as it was read under the lock."""
        if self.is_ended:
            raise SolutionEnded(f"“{self}” was {self.ended_as}; take it up again first.")

    def drop(self, learned: str, *, by: User) -> None:
        """Give it up."""
        learned = reasoned(learned, NothingLearned(SAY_LEARNED, "learned"))
        with self.project.changed_by(by, needs=Role.LEAD) as actor:
            self._must_not_be_live()
            self._end(Stage.DROPPED, learned, actor)

    def retire(self, learned: str, *, by: User) -> None:
        """Nobody uses it any more; this goes on when the project is finished."""
        learned = reasoned(learned, NothingLearned(SAY_LEARNED, "learned"))
        with self.project.changed_by(by, needs=Role.LEAD, even_closed=True) as actor:
            self._end(Stage.RETIRED, learned, actor)

    def take_up_again(self, *, by: User) -> None:
        """It wasn't the end after all; what was learned stays in the history."""
        with self.project.changed_by(by, needs=Role.LEAD, even_closed=True) as actor:
            _must_lead(actor, "takes a solution up again")
            self.reread("ended_as", "learned")
            if not self.is_ended:
                return
            if self.ended_as == Stage.DROPPED:
                self.project.must_be_open()
            was, said = self.ended_as, self.learned
            self.ended_as, self.ended_at, self.learned = "", None, ""
            self.taken_up_at = clock.now()
            self.save(update_fields=["ended_as", "ended_at", "learned", "taken_up_at"])
            details = SolutionTakenUp(solution=self.pk, was=was)
            self.record(details, by=actor, replaced=(self, {"learned": said}))

    def _must_not_be_live(self) -> None:
        """Who uses it would be told that it was given up before anybody did."""
        if self.deployments.in_production().live().exists():
            raise SolutionStillLive(f"“{self}” is live. Retire it, or take it back first.")

    def _end(self, how: Stage, learned: str, actor: Actor) -> None:
        _must_lead(actor, "drops or retires a solution")
        self.reread("ended_as", "learned")
        if (self.ended_as, self.learned) == (how, learned):
            return
        self.must_stand()
        self.ended_as, self.ended_at, self.learned = how.value, clock.now(), learned
        self.save(update_fields=["ended_as", "ended_at", "learned"])
        schema = SolutionDropped if how == Stage.DROPPED else SolutionRetired
        self.record(schema(solution=self.pk, learned=learned), by=actor)


def _must_lead(actor: Actor, does: str) -> None:
    if actor.role != Role.LEAD:
        raise SolutionOfLeads(f"Only a lead who is in the team {does}.")
