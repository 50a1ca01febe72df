from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from base.roles import WORKING
from projects.models.sides import SIDES
from solutions.events import FitGoneThrough, FitJudged
from solutions.models.fit_item import FitItem, Judgement, Verdict
from solutions.models.fit_part import FitPart
from solutions.refusals import FitEditedSince, FitOfSides, NoSuchFitItem

if TYPE_CHECKING:
    from teams.models.membership import Actor
    from teams.models.user import User


class Judged(FitPart):
    """Each discipline says of each item whether it fits; neither says it for the other."""

    class Meta:
        abstract = True

    def judge(self, judgements: Mapping[int, Judgement], *, by: User) -> None:
        """Give one's own discipline's verdicts and notes, by the ids of the items."""
        with self.project.changed_by(by) as actor:
            side = side_of(actor)
            items = {item.pk: item for item in self.read()}
            changed = []
            for pk, given in judgements.items():
                if pk not in items:
                    raise NoSuchFitItem("There is no such item in this round.", "item")
                if was := items[pk].take(side, given):
                    changed.append((items[pk], was))
            if not changed:
                return
            voided = self.standing_signatures()
            names = [f"{side}_{word}" for word in ("verdict", "note", "judged_at")]
            FitItem.objects.bulk_update([item for item, _ in changed], names)
            self.hash_anew(list(items.values()))
            for item, was in changed:
                details = FitJudged.of(
                    {
                        "solution": self.solution_id,
                        "fit": self.pk,
                        "item": item.pk,
                        "side": side,
                        "was": was,
                        "now": {name: getattr(item, name) for name in was},
                        "voided_signatures": voided,
                    }
                )
                self.record(details, by=actor, replaced=(item, was))

    def go_through(self, *, by: User, fit_hash: str | None = None) -> bool:
        """Say for one's discipline that all open items fit; return whether that signed it.

        Once every item is settled as fits or doesn't apply this is the signature as well.
        """
        with self.project.changed_by(by) as actor:
            side = side_of(actor)
            items = self.read()
            self.must_be_as_read(fit_hash)
            self._set_open(items, side, actor)
            items = self.read()
            if any(vars(item)["state"] != "good" for item in items):
                return False
            self.sign_for(side, items, actor)
            return True

    def must_be_as_read(self, fit_hash: str | None) -> None:
        """Refuse to say something of another fit than the one that was read."""
        if fit_hash not in (None, self.fit_hash):
            raise FitEditedSince("The fit has been edited since; read it as it is now.")

    def _set_open(self, items: list[FitItem], side: str, actor: Actor) -> None:
        open_ones = []
        for item in items:
            if item.is_open and item.take(side, Judgement(Verdict.FITS.value)):
                open_ones.append(item)
        if not open_ones:
            return
        voided = self.standing_signatures()
        FitItem.objects.bulk_update(open_ones, [f"{side}_verdict", f"{side}_judged_at"])
        self.hash_anew(items)
        told: dict[str, Any] = {"solution": self.solution_id, "fit": self.pk, "side": side}
        told |= {"items": [item.pk for item in open_ones], "voided_signatures": voided}
        self.record(FitGoneThrough.of(told), by=actor)


def side_of(actor: Actor) -> str:
    """The discipline that the actor speaks for here and now; an admin has none."""
    if actor.discipline not in SIDES or actor.role not in WORKING:
        raise FitOfSides("Whoever works there in science or engineering says whether it fits.")
    return actor.discipline
