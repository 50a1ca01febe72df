from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.db import models

from base.content_hash import content_hash
from projects.events import HypothesisAmended
from projects.models.amendable import HAS_A_REASON, Amendable, Amendment
from projects.models.results import has_results

if TYPE_CHECKING:
    from datetime import date, datetime

    from teams.models.membership import Actor
    from teams.models.user import User

LONGEST_AMENDED = 2000
OVERDUE_AFTER = timedelta(days=3)  # past the end of its box, on which it asks for its verdict
WORDS = ("prediction", "threshold", "kill_rule", "time_box_days")
PARTS = {
    "prediction": "Prediction",
    "threshold": "Holds from",
    "kill_rule": "Ends early if",
    "time_box_days": "Time box in days",
}
METRIC = "metric"  # measured by another one: its own door amends it, in the room of metrics
OF_OUTCOME = ("prediction", "threshold", METRIC)


class OfHypothesisQuerySet(models.QuerySet["HypothesisAmendment"]):
    def visible_to(self, user: User) -> OfHypothesisQuerySet:
        hypotheses: Any = apps.get_model("projects.Hypothesis")._default_manager
        seen = hypotheses.visible_to(user).order_by().values("pk")
        return self.filter(hypothesis__in=seen)

    def of_outer(self) -> OfHypothesisQuerySet:
        """Those of the hypothesis that an outer query is at."""
        return self.filter(hypothesis=models.OuterRef("pk"))

    def of_outcome(self) -> OfHypothesisQuerySet:
        """Those that moved what counts as a result, when results had been noted."""
        return self.filter(after_results=True, part__in=OF_OUTCOME)


class HypothesisAmendment(Amendment):
    """What is different in a hypothesis since its test began."""

    of_outcome = OF_OUTCOME

    hypothesis = models.ForeignKey("projects.Hypothesis", models.PROTECT, related_name="amendments")
    part = models.CharField(max_length=13, choices=[*PARTS.items(), (METRIC, "Success metric")])
    now = models.TextField("now", max_length=LONGEST_AMENDED)

    objects: ClassVar = OfHypothesisQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=HAS_A_REASON, name="hypothesis_amendment_has_a_reason"
            ),
        ]


class Amended(Amendable):
    """A hypothesis' changes after its start; a longer time box is one."""

    amended = HypothesisAmended
    amendable = PARTS
    free_parts = (METRIC,)
    locked = ("stated_at", "due_on", *WORDS)
    else_another = "Another hypothesis is another test; draft that one."

    if TYPE_CHECKING:
        words_hash: models.CharField[str, str]

        def seen_by_writer(self, actor: Actor) -> None: ...

        stated_at: models.DateTimeField[datetime | None, datetime | None]
        due_on: models.DateField[date | None, date | None]

    class Meta:
        abstract = True

    def has_results(self) -> bool:
        return type(self).objects.filter(has_results(), pk=self.pk).exists()

    def hash_words(self, amendments: Iterable[Any], actor: Actor) -> None:
        """Save the hash over the words in force; who writes them has seen them."""
        self.words_hash = hash_of({name: getattr(self, name) for name in WORDS}, amendments)
        self.save(update_fields=["words_hash"])  # type: ignore[misc]  # as below
        self.seen_by_writer(actor)

    def note_amendment(self, row: Any, amendments: list[Any], actor: Actor) -> None:
        """Record it, with the day on which it is to be decided now."""
        self.hash_words(amendments, actor)
        if row.part == "time_box_days":
            days = self.planned(["time_box_days"], amendments)["time_box_days"]
            assert self.stated_at is not None  # it runs
            self.due_on = (self.stated_at + timedelta(days=days)).date()
            self.save(update_fields=["due_on"])  # type: ignore[misc]  # a part has no columns
        details = self.details_of(
            self.amended,
            amendment=row.pk,
            part=row.part,
            now=row.now,
            reason=row.reason,
            after_results=row.after_results,
            due_on=self.due_on,
        )
        self.record(details, by=actor)


def hash_of(words: Mapping[str, Any], amendments: Iterable[Any]) -> str:
    """Return the hash over a hypothesis' words, as they were locked and as they were amended."""
    now = {name: str(words[name]) for name in WORDS}
    for one in amendments:
        now[one.part] = one.now
    return content_hash(now)
