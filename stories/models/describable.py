from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from history.schema import EventDetails
from stories.events import (
    StoryClassified,
    StoryDescribed,
    StoryEstimated,
    StoryLabelled,
    StoryRenamed,
)
from stories.models.part import StoryPart
from stories.refusals import PointsAndTimeBox, TooManyLabels

if TYPE_CHECKING:
    from teams.models.user import User


class Describable(StoryPart):
    """What a story is about and how big it is."""

    class Kind(models.TextChoices):
        STORY = "story", "Story"
        EXPERIMENT = "experiment", "Experiment"
        BUG = "bug", "Bug"
        CHORE = "chore", "Chore"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.STORY)
    title = models.CharField(max_length=240)
    body = models.TextField("description", blank=True, help_text="Markdown.", max_length=100_000)
    labels = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    points = models.DecimalField(
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(Decimal(1000))],
    )
    time_box_days = models.DecimalField(
        "time box",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(Decimal(60))],
        help_text="Working days after which an experiment ends, whatever came out.",
    )

    class Meta:
        abstract = True

    def rename(self, title: str, *, by: User) -> None:
        self._redescribe(StoryRenamed, by, title=title.strip())

    def describe(self, body: str, *, by: User) -> None:
        """Write the description anew; the line of history counts, the old words lie beside it."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["body"])
            if self.body == body:
                return
            was, self.body = self.body, body
            self.check_own_fields()
            self.store("body")
            details = StoryDescribed(was=len(was), now=len(body))
            self.record(details, by=actor, replaced=(self, {"body": was}))

    def classify(self, kind: str, *, by: User) -> None:
        self._redescribe(StoryClassified, by, kind=kind)

    def label(self, labels: list[str], *, by: User) -> None:
        """Set all labels of the story."""
        self._redescribe(StoryLabelled, by, labels=tidy(labels))

    def estimate(
        self,
        *,
        by: User,
        points: Decimal | int | None = None,
        time_box_days: Decimal | int | None = None,
    ) -> None:
        """Give the story points, or a time box, or neither."""
        if points is not None and time_box_days is not None:
            raise PointsAndTimeBox("A story has points or a time box, not both.", "time_box_days")
        self._redescribe(StoryEstimated, by, points=points, time_box_days=time_box_days)

    def _redescribe(self, schema: type[EventDetails], by: User, **fields: Any) -> None:
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=list(fields))
            was = {name: getattr(self, name) for name in fields}
            if was == fields:
                return
            for name, value in fields.items():
                setattr(self, name, value)
            self.check_own_fields()
            self.store(*fields)
            details = schema.of({"was": was, "now": fields})
            self.record(details, by=actor, replaced=(self, was))


def tidy(labels: list[str]) -> list[str]:
    """Labels without surrounding space, each once, in the order given."""
    tidy = list(dict.fromkeys(label.strip() for label in labels if label.strip()))
    if len(tidy) > 20 or any(len(label) > 40 for label in tidy):
        raise TooManyLabels("A story has at most 20 labels of 40 characters.", "labels")
    return tidy
