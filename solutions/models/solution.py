from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, Q
from django.db.models.functions import JSONObject
from django.urls import reverse

from base import clock
from base.roles import WORKING
from projects.models.eventful import OfProject
from projects.models.links import relink
from projects.models.shared import Shared, SharedQuerySet
from projects.models.sides import SIDES
from solutions.events import (
    SolutionMadeInternal,
    SolutionRenamed,
    SolutionShown,
    SolutionSketched,
)
from solutions.models.ended import Ended
from solutions.models.kept import KEEPERS, Kept
from solutions.models.linked import Linked
from solutions.models.live import is_live
from solutions.models.stage import keeping, marks, since, stage
from solutions.models.worded import WORDS, Worded, hash_of, served_by, tidied
from solutions.refusals import SolutionWithoutName

if TYPE_CHECKING:
    from projects.models import Hypothesis, Project, UseCase
    from teams.models.user import User


class SolutionQuerySet(SharedQuerySet["Solution"]):
    def with_stage(self) -> Self:
        """Note the stage, since when, and what the marks ask of: see models/stage.py."""
        return self.annotate(stage_now=stage(), stage_since=since(), **marks())

    def longest_first(self) -> Self:
        """By how long they stand at their stage."""
        return self.order_by(since(), "pk")

    def rows_of(self, **of: Any) -> ArraySubquery:
        """The solutions of each row of another query, the latest first, as JSON for its page."""
        cells = JSONObject(
            pk="pk", name="name", stage=stage(), since=since(), shared_at="shared_at"
        )
        rows = self.filter(**of).order_by(since().desc(), "-pk")
        return ArraySubquery(rows.values(json=cells))

    def in_stage(self, name: str) -> Self:
        return self.alias(stage_here=stage()).filter(stage_here=name)

    def of_project(self, project: Project) -> Self:
        return self.filter(project=project)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def serving(self, use_case: UseCase | int) -> Self:
        return self.filter(use_cases=use_case)

    def left_by_keeper(self, side: str) -> Self:
        """Standing ones whose keeper of this side doesn't work there in it any more."""
        named = self.standing().filter(**{f"{side}_keeper__isnull": False})
        return named.filter(~Exists(keeping(side)))

    def seen_with_outcomes(self, user: User) -> Self:
        """Those that they see, and those of which they see something that is open."""
        seen = Q(pk__in=self.model._default_manager.visible_to(user).order_by().values("pk"))
        for name in ("Trial", "Deployment", "Incident"):
            rows: Any = apps.get_model("solutions", name)._default_manager
            seen |= Q(pk__in=rows.visible_to(user).order_by().values("solution"))
        return self.filter(seen)

    def standing(self) -> Self:
        """Neither dropped nor retired."""
        return self.filter(ended_as="")

    def in_use(self) -> Self:
        """Live ones: they stand in production."""
        return self.standing().filter(is_live())

    def mentioning(self, text: str) -> Self:
        """Those whose words hold the text."""
        words = Q()
        for name in ("name", "does", "meant_for", "not_for", "learned"):
            words |= Q(**{f"{name}__icontains": text})
        return self.filter(words)


class Solution(Worded, Kept, Linked, Ended, Shared, OfProject):
    """What a team makes of a question: sketched, seen to fit, tried in the wild, live, retired."""

    shown, hidden = SolutionShown, SolutionMadeInternal
    shown_by = ()

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="solutions")
    name = models.CharField(max_length=120)
    sketched_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar = SolutionQuerySet.as_manager()

    class Meta:
        ordering = ["project", "-sketched_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="solution_has_a_name"),
            models.CheckConstraint(
                condition=Q(ended_as="", ended_at=None, learned="")
                | (Q(ended_as__in=("dropped", "retired"), ended_at__isnull=False) & ~Q(learned="")),
                name="solution_ends_with_what_was_learned",
            ),
            models.CheckConstraint(
                condition=Q(science_keeper=None)
                | Q(engineering_keeper=None)
                | ~Q(science_keeper=F("engineering_keeper")),
                name="solution_kept_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where it is read."""
        return reverse("solution", args=[self.pk])

    @classmethod
    def sketch(
        cls,
        project: Project,
        *,
        name: str,
        kind: str,
        by: User,
        does: str = "",
        meant_for: str = "",
        not_for: str = "",
        use_cases: Iterable[UseCase] = (),
        hypotheses: Iterable[Hypothesis] = (),
        science_keeper: User | None = None,
        engineering_keeper: User | None = None,
    ) -> Self:
        """Draw up what may answer a question; it may be described and kept by and by."""
        words = tidied({"kind": kind, "does": does, "meant_for": meant_for, "not_for": not_for})
        keepers = dict(zip(KEEPERS, (science_keeper, engineering_keeper), strict=True))
        with project.changed_by(by) as actor:
            row = cls(project=project, name=_named(name), sketched_at=clock.now(), **words)
            for field, user in keepers.items():
                setattr(row, field, user)
            row.must_be_kept_by_sides(keepers)
            served = served_by(row, use_cases, hypotheses)
            row.words_hash = hash_of(row, served)
            row.check_own_fields()
            row.save(force_insert=True)
            relink(row.use_cases, (), served["use_cases"])
            relink(row.hypotheses, (), served["hypotheses"])
            if actor.discipline in SIDES and actor.role in WORKING:
                row._look(actor)
            row.record(row._as_sketched(served), by=actor)
            return row

    def rename(self, name: str, *, by: User) -> None:
        """Call it something else; its words stay what they are."""
        name = _named(name)
        with self.project.changed_by(by) as actor:
            self.reread("ended_as")
            self.must_stand()
            self.change(actor, SolutionRenamed, name=name)

    def _as_sketched(self, served: dict[str, list[int]]) -> SolutionSketched:
        told: dict[str, Any] = {name: getattr(self, name) for name in WORDS}
        told |= {name: getattr(self, f"{name}_id") for name in KEEPERS}
        told |= {"solution": self.pk, "name": self.name, "serves": served}
        return SolutionSketched.of(told)


def _named(name: str) -> str:
    name = name.strip()
    if not name:
        raise SolutionWithoutName("Say what it is called.", "name")
    return name
