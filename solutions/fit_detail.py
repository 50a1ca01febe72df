"""A fit with all that its page shows: what each discipline says of each item, and who signed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404

from base.roles import WORKING, Discipline, Role
from projects.models import ShelfItem
from projects.models.sides import SIDES
from projects.on_shelf import OnShelf, read_along, told_along
from solutions.fit_forms import JudgeForm
from solutions.models import FitItem, FitReview, FitSignature, Solution, Verdict
from solutions.models.fit_checklist import Asks
from solutions.models.fit_state import FitCounts, is_old
from solutions.solution_detail import keyed
from teams.models import Membership
from teams.models.membership import Actor

if TYPE_CHECKING:
    from django.forms import BoundField

    from teams.models.user import User

STATES = {
    "good": ("settled", "circle-check", "Settled"),
    "change": ("change", "wrench", "Needs change"),
    "differs": ("differs", "split", "Seen differently"),
}
WAITS = ("waits", "circle-dashed", "Open")


@dataclass(frozen=True, slots=True)
class FitCell:
    """What one discipline says of one item; its own members find the fields of a form there."""

    side: str
    verdict: str
    note: str
    is_asked_again: bool
    is_missing: bool
    verdict_field: BoundField | None = None
    note_field: BoundField | None = None

    @property
    def label(self) -> str:
        return Verdict(self.verdict).label if self.verdict else ""


@dataclass(frozen=True, slots=True)
class FitRow:
    item: FitItem
    cells: list[FitCell]
    shelf: list[str]
    stories: list[dict[str, Any]]
    may_become_story: bool

    @property
    def state(self) -> tuple[str, str, str]:
        """Its style, icon and word."""
        return STATES.get(vars(self.item)["state"], WAITS)

    @property
    def asks_shelf(self) -> bool:
        return self.item.asks == Asks.SHELF

    @property
    def note_id(self) -> str:
        """The id of the field for my side's note; "" where I write none."""
        fields = [cell.note_field for cell in self.cells if cell.note_field]
        return fields[0].id_for_label if fields else ""

    @property
    def asks_run_cost(self) -> bool:
        return self.item.asks == Asks.RUN_COST


class FitDetail:
    """One round, for one reader; guests see those that were shown to them."""

    refused: Any = None  # a form of the page that was refused

    def __init__(self, solution: Solution, reader: User, number: int | None = None) -> None:
        self.solution, self.reader = solution, reader
        self.project = solution.project
        self.actor = Actor.of(solution.project.team, reader)
        seen = FitReview.objects.visible_to(reader).filter(solution=solution)
        self.rounds = list(seen.order_by("-number"))
        self.review = self._chosen(number)

    @classmethod
    def found(cls, pk: int, reader: User, number: int | None = None) -> Self:
        here = Membership.objects.current().working().filter(team=OuterRef("project__team"))
        seen = Solution.objects.visible_to(reader).select_related("project__team")
        at_work = ArraySubquery(here.order_by().values("discipline"))
        rows = seen.annotate(at_work=at_work, **read_along(reader))
        return cls(get_object_or_404(rows, pk=pk), reader, number)

    @property
    def works(self) -> bool:
        return self.actor.works

    @property
    def leads(self) -> bool:
        return self.actor.role == Role.LEAD

    @property
    def may_change(self) -> bool:
        """Whether the reader may change what is shown: the newest round of what stands."""
        goes_on = self.project.is_open and not self.solution.is_ended
        return self.works and goes_on and (self.review is None or self.review.is_current)

    @property
    def side(self) -> str:
        """The discipline that the reader speaks for here; "" for none."""
        is_side = self.actor.discipline in SIDES and self.actor.role in WORKING
        return self.actor.discipline if is_side else ""

    @property
    def may_judge(self) -> bool:
        return bool(self.review and self.side and self.may_change)

    @cached_property
    def items(self) -> list[FitItem]:
        if self.review is None:
            return []
        picked = ShelfItem.objects.filter(fit_items=OuterRef("pk")).order_by("name", "pk")
        rows = self.review.items.with_state().annotate(
            shelf_names=ArraySubquery(picked.values("name"))
        )
        return list(rows.order_by("position"))

    @cached_property
    def live(self) -> list[OnShelf]:
        """What is live, to be picked into one's own side's note; it isn't used by itself."""
        if not self.may_judge:
            return []
        return [one for one in told_along(self.solution) if one.address != self.solution.address]

    @cached_property
    def counts(self) -> FitCounts:
        return FitCounts.of([vars(item)["state"] for item in self.items])

    @cached_property
    def form(self) -> JudgeForm | None:
        if self.review is None or not self.may_judge:
            return None
        return JudgeForm(self.review, self.side, self.items)

    @property
    def other_errors(self) -> list[str]:
        """What was wrong with a form that the page doesn't show again."""
        if self.refused is None or isinstance(self.refused, JudgeForm):
            return []
        named = [errors for name, errors in self.refused.errors.items() if name != "__all__"]
        return [str(error) for errors in named for error in errors]

    @property
    def made_from(self) -> str:
        if isinstance(self.refused, JudgeForm):
            return self.refused.made_from
        return self.form.made_from if self.form else ""

    @property
    def open_of_mine(self) -> int:
        """How many items going through it together would set."""
        number = 0
        for item in self.items:
            is_said = getattr(item, f"{self.side}_verdict", "") == Verdict.FITS
            number += item.is_open and not is_said
        return number

    @property
    def may_go_through(self) -> bool:
        return self.may_judge and self.open_of_mine > 0

    @property
    def signs_by_that(self) -> bool:
        """Whether going through it together is the signature as well."""
        other = [side.value for side in SIDES if side != self.side]
        for item in self.items:
            theirs = getattr(item, f"{other[0]}_verdict")
            is_fine = vars(item)["state"] == "good"
            if not is_fine and not (item.is_open and theirs == Verdict.FITS):
                return False
        return self.may_judge

    @property
    def may_sign(self) -> bool:
        return self.may_judge and not self.counts.words and not self.is_mine_signed

    @property
    def is_mine_signed(self) -> bool:
        return any(one.user_id == self.reader.pk for one in self.standing)

    @cached_property
    def signatures(self) -> list[FitSignature]:
        if self.review is None:
            return []
        rows = self.review.signatures.select_related("user").defer("content")
        return list(rows.order_by("signed_at", "pk"))

    @property
    def standing(self) -> list[FitSignature]:
        assert self.review is not None
        now = self.review.fit_hash
        return [one for one in self.signatures if one.fit_hash == now]

    @property
    def voided(self) -> list[FitSignature]:
        """Those whose signer hasn't signed it as it is today."""
        again = {one.user_id for one in self.standing}
        found = {}
        for one in self.signatures:
            if one.user_id not in again:
                found[one.user_id] = one
        return list(found.values())

    @property
    def unsigned(self) -> list[str]:
        """The disciplines of which nobody has signed it as it is."""
        signed = {one.side for one in self.standing}
        return [side.value for side in SIDES if side.value not in signed]

    @property
    def signed_at(self) -> datetime | None:
        """When the second discipline signed; None as long as it isn't signed."""
        first: dict[str, datetime] = {}
        for one in self.standing:
            first.setdefault(one.side, one.signed_at)
        return max(first.values()) if len(first) == len(SIDES) else None

    @property
    def is_old(self) -> bool:
        return self.signed_at is not None and is_old(self.signed_at)

    @property
    def absent(self) -> list[str]:
        """The disciplines of which nobody works in the team."""
        there = vars(self.solution)["at_work"]
        return [Discipline(side).label.lower() for side in SIDES if side not in there]

    @cached_property
    def rows(self) -> list[FitRow]:
        return [self._row(item) for item in self.items]

    def _row(self, item: FitItem) -> FitRow:
        stories = keyed(self.project.key, vars(item)["story_rows"])
        has_open = any(row["category"] not in ("done", "dropped") for row in stories)
        return FitRow(
            item=item,
            cells=[self._cell(item, side.value) for side in SIDES],
            shelf=vars(item)["shelf_names"],
            stories=stories,
            may_become_story=self.may_change and item.wants_change and not has_open,
        )

    def _cell(self, item: FitItem, side: str) -> FitCell:
        verdict_field = note_field = None
        if self.form and side == self.side:
            verdict_field = self._field(f"verdict_{item.pk}")
            note_field = self._field(f"note_{item.pk}")
        return FitCell(
            side=side,
            verdict=getattr(item, f"{side}_verdict"),
            note=getattr(item, f"{side}_note"),
            is_asked_again=vars(item)[f"{side}_asked_again"],
            is_missing=vars(item)["state"] in (side, "both"),
            verdict_field=verdict_field,
            note_field=note_field,
        )

    def _field(self, name: str) -> BoundField | None:
        """As it was sent, where the form was refused; else as it stands."""
        sent = self.refused
        if isinstance(sent, JudgeForm) and name in sent.fields:
            return sent[name]
        return self.form[name] if self.form else None

    def _chosen(self, number: int | None) -> FitReview | None:
        if number is None:
            chosen = self.rounds[0] if self.rounds else None
        else:
            named = [one for one in self.rounds if one.number == number]
            if not named:
                raise Http404
            chosen = named[0]
        if chosen:
            chosen.project, chosen.solution = self.project, self.solution
        return chosen
