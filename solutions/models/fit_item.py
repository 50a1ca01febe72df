from __future__ import annotations

from typing import Any, ClassVar, NamedTuple, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import JSONObject

from base import clock
from projects.models.sides import SIDES
from solutions.models.fit_checklist import LONGEST_ITEM, Asks
from stories.models import Story

LONGEST_NOTE = 1000


class Verdict(models.TextChoices):
    """What a discipline says of an item."""

    FITS = "fits", "Fits"
    NEEDS_CHANGE = "needs_change", "Needs change"
    DONT_KNOW = "dont_know", "Don’t know"
    DOESNT_APPLY = "doesnt_apply", "Doesn’t apply"


GOOD = (Verdict.FITS, Verdict.DOESNT_APPLY)  # of which a signature may say: it fits


STATES = ("both", "science", "engineering", "differs", "change", "good")  # see `state`


class Judgement(NamedTuple):
    """What a discipline gives an item; what is None stays."""

    verdict: str | None = None
    note: str | None = None


def _asks_again(side: str) -> Q:
    """Whether what the side wanted changed was done since: the item looks, nobody tells it."""
    done = FitStory.objects.order_by().filter(
        item=OuterRef("pk"),
        story__category="done",
        story__done_at__gte=OuterRef(f"{side}_judged_at"),
    )
    return Q(**{f"{side}_verdict": Verdict.NEEDS_CHANGE.value}) & Q(Exists(done))


def needs(side: str) -> Q:
    """Whether an item waits for a discipline's verdict."""
    unsaid = Q(**{f"{side}_verdict__in": ("", Verdict.DONT_KNOW.value)})
    return unsaid | _asks_again(side)


def state() -> Case:
    """What an item waits for: a side, both, one view of two that differ, a change, or nothing."""
    science, engineering = (needs(side.value) for side in SIDES)
    return Case(
        When(science & engineering, then=Value("both")),
        When(science, then=Value("science")),
        When(engineering, then=Value("engineering")),
        When(~Q(science_verdict=F("engineering_verdict")), then=Value("differs")),
        When(science_verdict=Verdict.NEEDS_CHANGE.value, then=Value("change")),
        default=Value("good"),
        output_field=models.CharField(),
    )


class FitItemQuerySet(models.QuerySet["FitItem"]):
    def of_round(self, review: Any) -> Self:
        """Those of a round, as it asks them."""
        return self.filter(review=review).order_by("position")

    def with_state(self) -> Self:
        """Note what each waits for, which side is asked again, and what hangs on it."""
        picked = FitItem.shelf.through.objects.filter(fititem=OuterRef("pk"))
        stories = FitStory.objects.filter(item=OuterRef("pk")).order_by("pk")
        cells = JSONObject(
            pk="story",
            number="story__number",
            title="story__title",
            category="story__category",
        )
        again = {}
        for side in SIDES:
            holds = When(_asks_again(side.value), then=Value(True))
            again[f"{side}_asked_again"] = Case(holds, default=Value(False))
        return self.annotate(
            state=state(),
            shelf_ids=ArraySubquery(picked.order_by("shelfitem_id").values("shelfitem_id")),
            story_rows=ArraySubquery(stories.values(told=cells)),
            **again,
        )


def _verdict(side: str) -> Any:
    return models.CharField(f"{side}’s verdict", max_length=12, choices=Verdict, blank=True)


def _note(side: str) -> Any:
    holds = [MaxLengthValidator(LONGEST_NOTE)]
    return models.TextField(f"{side}’s note", max_length=LONGEST_NOTE, blank=True, validators=holds)


class FitItem(models.Model):
    """Something that both disciplines say of: it fits, it needs change, or it doesn't apply."""

    review = models.ForeignKey("solutions.FitReview", models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=LONGEST_ITEM)
    asks = models.CharField(max_length=8, choices=Asks, blank=True)
    is_extra = models.BooleanField(default=False, help_text="Asked beside the checklist.")
    science_verdict = _verdict("science")
    science_note = _note("science")
    science_judged_at = models.DateTimeField(null=True, blank=True)
    engineering_verdict = _verdict("engineering")
    engineering_note = _note("engineering")
    engineering_judged_at = models.DateTimeField(null=True, blank=True)
    shelf = models.ManyToManyField("projects.ShelfItem", blank=True, related_name="fit_items")
    stories = models.ManyToManyField(
        "stories.Story", through="solutions.FitStory", related_name="fit_items", blank=True
    )

    objects: ClassVar = FitItemQuerySet.as_manager()

    class Meta:
        ordering = ["review", "position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="one_fit_item_a_place"),
            models.UniqueConstraint(fields=["review", "text"], name="fit_asks_an_item_once"),
            models.CheckConstraint(condition=~Q(text=""), name="fit_item_has_words"),
            models.CheckConstraint(
                condition=Q(science_verdict="") | Q(science_judged_at__isnull=False),
                name="fit_judged_by_science_then",
            ),
            models.CheckConstraint(
                condition=Q(engineering_verdict="") | Q(engineering_judged_at__isnull=False),
                name="fit_judged_by_engineering_then",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Whether it isn't settled: read with its state."""
        return vars(self)["state"] not in ("good", "change")

    @property
    def wants_change(self) -> bool:
        """Whether a side says that it needs change, and hasn't got it yet."""
        for side in SIDES:
            asked_again = vars(self)[f"{side}_asked_again"]
            if getattr(self, f"{side}_verdict") == Verdict.NEEDS_CHANGE and not asked_again:
                return True
        return False

    def take(self, side: str, given: Judgement) -> dict[str, Any]:
        """Take a side's verdict and note; return what they replace, or nothing."""
        names = {"verdict": f"{side}_verdict", "note": f"{side}_note"}
        now: dict[str, str] = {}
        for word, value in given._asdict().items():
            if value is not None:
                now[names[word]] = value.strip()
        was = {name: getattr(self, name) for name in now}
        is_again = vars(self)[f"{side}_asked_again"] and given.verdict is not None
        if was == now and not is_again:
            return {}
        for name, value in now.items():
            setattr(self, name, value)
        if names["verdict"] in now and (is_again or was[names["verdict"]] != given.verdict):
            setattr(self, f"{side}_judged_at", clock.now())
        self.clean_fields(exclude=["review"])
        return was


class FitStory(models.Model):
    """A story came of an item that needs change; held here, as stories know nothing of fits."""

    item = models.ForeignKey(FitItem, models.PROTECT, related_name="story_links")
    story = models.ForeignKey(Story, models.PROTECT, related_name="fit_links")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "story"], name="story_of_a_fit_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.story} ← {self.item}"
