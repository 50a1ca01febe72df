"""The fit of solutions, read in the statement that reads them: whether one is signed, and since."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest, JSONObject

from projects.models.sides import SIDES
from solutions.models.fit_item import FitItem, state
from solutions.models.fit_review import FitReview
from solutions.models.fit_signed import FitSignature


def signatures_of(side: str) -> QuerySet[FitSignature, Any]:
    """Those of a side that stand over the round as it is today."""
    signed = FitSignature.objects.filter(review=OuterRef("pk"), side=side)
    return signed.filter(fit_hash=OuterRef("fit_hash")).order_by("signed_at")


def signed_at() -> Greatest:
    """When the second discipline signed the round as it is today."""
    first = [Subquery(signatures_of(side.value).values("signed_at")[:1]) for side in SIDES]
    return Greatest(*first)


def _current() -> QuerySet[FitReview, Any]:
    rows: QuerySet[FitReview, Any] = FitReview.objects.current().order_by()
    return rows.filter(solution=OuterRef("pk"))


def is_signed() -> Exists:
    """Whether one person of each discipline has signed the solution's fit as it is today.

    What is signed was settled, and nothing of it is changed without another hash.
    """
    return Exists(_current().filter(*[Exists(signatures_of(side.value)) for side in SIDES]))


def signed_since() -> Subquery:
    return Subquery(_current().annotate(moment=signed_at()).values("moment"))


def fit_now() -> Subquery:
    """What the newest round waits for, and who signed it, as JSON; null where none was begun."""
    items = FitItem.objects.filter(review=OuterRef("pk")).order_by("position")
    signed: dict[str, Any] = {side.value: Exists(signatures_of(side.value)) for side in SIDES}
    cells = JSONObject(
        round="number",
        shared_at="shared_at",
        states=ArraySubquery(items.values(told=state())),
        signed_at=signed_at(),
        **signed,
    )
    return Subquery(_current().annotate(told=cells).values("told"))
