"""Day 30 of a deployment: both who look after it are asked, and then it is settled."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from base import clock
from solutions.drama import VERSION, Deduction
from solutions.events import DramaAnswered, DramaSettled
from solutions.models.deployment_part import DeploymentPart
from solutions.models.drama_reading import DramaReading, moment_of
from solutions.models.settlement import KeeperAnswer, Settlement
from solutions.refusals import DayThirtyAhead, DramaSettledAlready, NoDrama, NotItsKeeper

if TYPE_CHECKING:
    from teams.models.membership import Actor
    from teams.models.user import User

How = Settlement.How


class Settled(DeploymentPart):
    """What it lost is told while it runs, and kept as it was once it is settled."""

    class Meta:
        abstract = True

    def nothing_to_tell(self, *, by: User) -> None:
        """A keeper's answer on day 30; when both have given one, it is settled."""
        with self.project.changed_by(by, even_closed=True) as actor:
            reading = self.read_drama()
            side = reading.side_of(actor.user.pk if actor.user else None)
            _must_be_answered(reading, side)
            if side not in reading.answered:
                self._answer(reading, side, actor, has_told=False)

    def settle_unanswered(self) -> None:
        """Settle it as nothing reported, once the week of the answers is over; safe to repeat."""
        with self.project.changed_by(None, even_closed=True) as actor:
            reading = self.read_drama()
            if reading.is_overdue(clock.now()):
                told = any(reading.answered.values())
                self._settle(reading, How.TOLD if told else How.NOTHING_REPORTED, actor)

    def settle_anew(self, actor: Actor, *, tells: bool = False) -> None:
        """See under the lock whether what was just noted changes what was settled before.

        Where it isn't settled yet and a keeper who is asked `tells` of something, that is their
        answer.
        """
        reading = self.read_drama()
        if reading.is_settled:
            if _differs(reading):
                self._settle(reading, How.FOUND_LATER, actor)
            return
        side = reading.side_of(actor.user.pk if actor.user else None)
        if tells and reading.is_asked(clock.now()) and side in reading.unanswered:
            self._answer(reading, side, actor, has_told=True)

    def read_drama(self) -> DramaReading:
        """Read it anew with all that its number depends on."""
        rows: Any = type(self).objects
        return DramaReading(rows.with_drama().get(pk=self.pk))

    def _answer(self, reading: DramaReading, side: str, actor: Actor, *, has_told: bool) -> None:
        answer = KeeperAnswer(
            deployment_id=self.pk,
            side=side,
            user=actor.user,
            has_told=has_told,
            said_at=clock.now(),
        )
        answer.save(force_insert=True)
        details = self.details_of(DramaAnswered, side=side, has_told=has_told)
        self.record(details, by=actor)
        if reading.unanswered == [side]:
            told = has_told or any(reading.answered.values())
            self._settle(reading, How.TOLD if told else How.NOTHING_TO_TELL, actor)

    def _settle(self, reading: DramaReading, how: str, actor: Actor) -> None:
        drama = reading.drama
        row = Settlement(
            deployment_id=self.pk,
            round=len(reading.read["drama_settlements"]) + 1,
            number=drama.number,
            version=VERSION,
            deductions=[told(one) for one in drama.deductions],
            how=how,
            settled_at=clock.now(),
        )
        row.save(force_insert=True)
        details = self.details_of(
            DramaSettled, round=row.round, number=row.number, version=row.version, how=how
        )
        self.record(details, by=actor)


def told(deduction: Deduction) -> dict[str, Any]:
    """As a settlement keeps it."""
    return asdict(deduction) | {"at": deduction.at.isoformat()}


def kept(row: dict[str, Any]) -> Deduction:
    """As it was settled."""
    at: datetime = moment_of(row["at"])
    lists = {"incidents": tuple(row["incidents"]), "along": tuple(row["along"])}
    return Deduction(**{**row, "at": at, **lists})


def _differs(reading: DramaReading) -> bool:
    last = reading.read["drama_settlements"][-1]["deductions"]
    was = {(one["row"], one["pk"], one["points"]) for one in last}
    return was != {(one.row, one.pk, one.points) for one in reading.drama.deductions}


def _must_be_answered(reading: DramaReading, side: str) -> None:
    """Refuse an answer that nobody asks for."""
    if not reading.has_number:
        raise NoDrama("Only what went live in production is asked about on day 30.")
    if not side:
        raise NotItsKeeper("Who looks after the solution answers on day 30.")
    if side in reading.answered:
        return
    if reading.is_settled:
        raise DramaSettledAlready("It is settled. What is found later, report as an incident.")
    if not reading.is_asked(clock.now()):
        raise DayThirtyAhead("It is asked 30 days after it went live.")
