from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from base import clock
from projects.models import ShelfItem
from projects.models.eventful import OfProject
from projects.models.links import relink
from projects.models.shared import Shared, SharedQuerySet
from solutions.events import (
    FitBegun,
    FitItemAsked,
    FitMadeInternal,
    FitRunCostEstimated,
    FitShelfPicked,
    FitShown,
    FitStoryWritten,
)
from solutions.models.fit_checklist import (
    MOST_ITEMS,
    Asks,
    checklist_of,
    entries_for,
    item_words,
)
from solutions.models.fit_content import fit_hash_of
from solutions.models.fit_item import FitItem, FitStory
from solutions.models.fit_judged import Judged
from solutions.models.fit_round import items_of_round
from solutions.models.fit_signed import Signed
from solutions.models.linked import SolutionStory
from solutions.refusals import (
    FitBegunMeanwhile,
    FitItemAskedTwice,
    FitNeedsNoChange,
    FitOfInternalSolution,
    FitRoundOver,
    NoSuchFitItem,
    NotAskedForShelf,
    NotOnOurShelf,
    RunCostOutOfRange,
    TooManyFitItems,
)
from stories.models import Story

if TYPE_CHECKING:
    from solutions.models.part import SolutionPart
    from teams.models.user import User

MOST_MONEY = Decimal("9999999999.99")
LONGEST_TITLE = 240  # of a story


class FitReviewQuerySet(SharedQuerySet["FitReview"]):
    def visible_to(self, user: User) -> Self:
        """The team sees all; guests what was shown, of solutions that are shown as well."""
        solutions: Any = apps.get_model("solutions.Solution")._default_manager
        seen = solutions.visible_to(user).order_by().values("pk")
        return super().visible_to(user).filter(solution__in=seen)

    def current(self) -> Self:
        """The newest round of each solution."""
        return self.filter(is_current=True)


def _money(label: str) -> Any:
    return models.DecimalField(
        label,
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_MONEY)],
    )


class FitReview(Judged, Signed, Shared, OfProject):
    """Whether a solution fits, asked item by item of both disciplines before it is built on."""

    shown, hidden = FitShown, FitMadeInternal
    shown_by = ()

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="fits")
    solution = models.ForeignKey("solutions.Solution", models.PROTECT, related_name="fits")
    number = models.PositiveIntegerField("round", editable=False)
    is_current = models.BooleanField(default=True, editable=False)
    begun_at = models.DateTimeField(default=clock.now, editable=False)
    run_cost_low = _money("run cost a month, from")
    run_cost_high = _money("run cost a month, to")
    fit_hash = models.CharField(max_length=64, editable=False)

    objects: ClassVar = FitReviewQuerySet.as_manager()

    class Meta:
        ordering = ["solution", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["solution", "number"], name="fit_round_unique"),
            models.UniqueConstraint(
                fields=["solution"], condition=Q(is_current=True), name="one_current_fit"
            ),
            models.CheckConstraint(
                condition=Q(run_cost_low=None, run_cost_high=None)
                | Q(run_cost_low__gte=0, run_cost_high__gte=F("run_cost_low")),
                name="fit_run_cost_is_a_range",
            ),
        ]

    def __str__(self) -> str:
        return f"Fit of {self.solution}, round {self.number}"

    @property
    def address(self) -> str:
        """Where it is read and signed."""
        return f"{reverse('solution_fit', args=[self.solution_id])}?round={self.number}"

    @classmethod
    def begin(
        cls,
        solution: SolutionPart,
        *,
        by: User,
        again: Collection[int] = (),
        after: int | None = None,
    ) -> Self:
        """Begin the next round: what changed since, and the items named, are asked again.

        `after` is the number of the round that was looked at, 0 for none.
        """
        with solution.project.changed_by(by) as actor:
            solution.reread("words_hash", "ended_as", "kind")
            solution.must_stand()
            last = cls.objects.filter(solution=solution.pk, is_current=True).first()
            number = last.number if last else 0
            if after not in (None, number):
                raise FitBegunMeanwhile("Somebody has begun the next round meanwhile.")
            words = entries_for(solution.kind, checklist_of(solution.project.team))
            before = list(last.items.with_state().order_by("position")) if last else []
            if set(again) - {item.pk for item in before}:
                raise NoSuchFitItem("There is no such item in this round.", "again")
            row = cls(project=solution.project, number=number + 1, begun_at=clock.now())
            row.solution_id = solution.pk
            if last:
                cls.objects.filter(pk=last.pk).update(is_current=False)
                row.run_cost_low, row.run_cost_high = last.run_cost_low, last.run_cost_high
            row.save(force_insert=True)
            kept = items_of_round(row, words, before, again)
            row.fit_hash = fit_hash_of(solution.words_hash, row, row._read_items())
            row.save(update_fields=["fit_hash"])
            told: dict[str, Any] = {"solution": solution.pk, "fit": row.pk, "round": row.number}
            told |= {"items": row.items.count(), "asked_again": len(before) - kept}
            row.record(FitBegun.of(told), by=actor)
            return row

    def ask(self, text: str, *, by: User) -> FitItem:
        """Ask one more item, beside those of the checklist."""
        text = item_words(text, "text")
        with self.project.changed_by(by) as actor:
            items = self.read()
            if any(item.text == text for item in items):
                raise FitItemAskedTwice("This is asked already.", "text")
            if len(items) >= MOST_ITEMS:
                raise TooManyFitItems(f"A fit has {MOST_ITEMS} items at most.")
            voided = self.standing_signatures()
            place = items[-1].position + 1
            row = FitItem(review_id=self.pk, position=place, text=text, is_extra=True)
            row.save(force_insert=True)
            self.hash_anew(self._read_items())
            told: dict[str, Any] = {"solution": self.solution_id, "fit": self.pk, "item": row.pk}
            told |= {"words": text, "voided_signatures": voided}
            self.record(FitItemAsked.of(told), by=actor)
            return row

    def estimate_run_cost(
        self, *, run_cost_low: Decimal | None, run_cost_high: Decimal | None, by: User
    ) -> None:
        """Say what it costs to run a month, from and to; or that it isn't known yet."""
        now = {"run_cost_low": run_cost_low, "run_cost_high": run_cost_high}
        _must_be_range(run_cost_low, run_cost_high)
        with self.project.changed_by(by) as actor:
            items = self.read()
            was = {name: getattr(self, name) for name in now}
            if was == now:
                return
            voided = self.standing_signatures()
            self.run_cost_low, self.run_cost_high = run_cost_low, run_cost_high
            self.save(update_fields=list(now))
            self.hash_anew(items)
            told: dict[str, Any] = {
                "solution": self.solution_id,
                "fit": self.pk,
                "voided_signatures": voided,
            }
            told |= {"was": _numbers(was), "now": _numbers(now)}
            self.record(FitRunCostEstimated.of(told), by=actor)

    def pick(self, item: int, shelf: Iterable[ShelfItem], *, by: User) -> None:
        """Say what of the team's shelf it uses, instead of what was picked so far."""
        with self.project.changed_by(by) as actor:
            items = self.read()
            row = _named(items, item)
            if row.asks != Asks.SHELF:
                raise NotAskedForShelf("This item doesn't ask what exists already.", "item")
            was = list(vars(row)["shelf_ids"])
            now = self._picked(shelf, was)
            if was == now:
                return
            voided = self.standing_signatures()
            relink(row.shelf, was, now)
            vars(row)["shelf_ids"] = now
            self.hash_anew(items)
            told: dict[str, Any] = {"solution": self.solution_id, "fit": self.pk, "item": row.pk}
            told |= {"was": was, "now": now, "voided_signatures": voided}
            self.record(FitShelfPicked.of(told), by=actor)

    def write_story(self, item: int, *, by: User, title: str = "") -> Story:
        """Make a story of an item that needs change; the one that is open already, else."""
        with self.project.changed_by(by) as actor:
            row = _named(self.read(), item)
            open_one = Story.objects.open().filter(fit_links__item=row).order_by("pk").first()
            if open_one:
                return open_one
            if not row.wants_change:
                raise FitNeedsNoChange("Nobody says that this needs change.", "item")
            words = title.strip() or row.text[:LONGEST_TITLE]
            story = Story.write(self.project, title=words, by=by)
            FitStory.objects.create(item=row, story=story)
            SolutionStory.objects.create(solution_id=self.solution_id, story=story)
            told: dict[str, Any] = {"solution": self.solution_id, "fit": self.pk, "item": row.pk}
            told |= {"story": story.pk, "story_key": story.key}
            self.record(FitStoryWritten.of(told), by=actor)
            return story

    def must_be_showable(self) -> None:
        self.solution.reread("shared_at")
        if not self.solution.is_shared:
            raise FitOfInternalSolution("Show the solution to the customer first.")

    def details_of(self, schema: Any, **values: Any) -> Any:
        """What is said when it is shown or made internal names the solution, too."""
        return schema.of({"solution": self.solution_id, "fit": self.pk, **values})

    def read(self) -> list[FitItem]:
        """Read it again under the project's lock, and refuse a change of what is over."""
        self.reread("is_current", "fit_hash", "run_cost_low", "run_cost_high")
        self.solution.reread("words_hash", "ended_as", "kind", "does", "meant_for", "not_for")
        self.solution.must_stand()
        if not self.is_current:
            raise FitRoundOver(f"Round {self.number} is over; the newest one goes on.")
        return self._read_items()

    def hash_anew(self, items: list[FitItem]) -> None:
        """Save the hash of what it says now."""
        self.fit_hash = fit_hash_of(self.solution.words_hash, self, items)
        self.save(update_fields=["fit_hash"])

    def _read_items(self) -> list[FitItem]:
        return list(self.items.with_state().order_by("position"))

    def _picked(self, shelf: Iterable[ShelfItem], was: list[int]) -> list[int]:
        picked = {one.pk for one in shelf}
        ours = ShelfItem.objects.filter(team=self.project.team_id)
        known = ours.filter(Q(removed_at=None) | Q(pk__in=was)).filter(pk__in=picked)
        if known.count() < len(picked):
            raise NotOnOurShelf("Pick what stands on the team's shelf.", "shelf")
        return sorted(picked)


def _named(items: list[FitItem], pk: int) -> FitItem:
    for item in items:
        if item.pk == pk:
            return item
    raise NoSuchFitItem("There is no such item in this round.", "item")


def _must_be_range(low: Decimal | None, high: Decimal | None) -> None:
    if low is None and high is None:
        return
    if low is None or high is None:
        field = "run_cost_low" if low is None else "run_cost_high"
        raise RunCostOutOfRange("Say both, from and to, or neither.", field)
    if not 0 <= low <= MOST_MONEY or not low <= high <= MOST_MONEY:
        told = f"From 0 to {MOST_MONEY:,} a month, and from no more than to."
        raise RunCostOutOfRange(told, "run_cost_high")


def _numbers(cost: dict[str, Decimal | None]) -> dict[str, float | None]:
    return {name: None if value is None else float(value) for name, value in cost.items()}
