from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import OuterRef, Q

from base.content_hash import content_hash
from projects.models import Hypothesis, UseCase
from projects.models.links import relink
from projects.models.looked_at import LookedAt
from solutions.events import SolutionDescribed, SolutionSeen, SolutionServed
from solutions.models.fit_content import refit
from solutions.models.part import SolutionPart
from solutions.refusals import ServesDropped, ServesElsewhere, SolutionEditedSince

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from teams.models.membership import Actor
    from teams.models.user import User

WORDS = ("kind", "does", "meant_for", "not_for")
SERVED = ("use_cases", "hypotheses")


def _text(label: str, longest: int) -> Any:
    """A text whose length the verbs hold to as well: Django leaves that to forms."""
    holds = [MaxLengthValidator(longest)]
    return models.TextField(label, max_length=longest, blank=True, validators=holds)


class Worded(LookedAt, SolutionPart):
    """What a solution is: `words_hash` covers all of it, and a word over it holds until an edit."""

    seen, edited_since = SolutionSeen, SolutionEditedSince
    looked_by = ("ended_as",)

    class Kind(models.TextChoices):
        MODEL = "model", "Model"
        PLATFORM = "platform", "Platform"
        PIPELINE = "pipeline", "Pipeline"
        DATA_SET = "data_set", "Data set"
        SERVICE = "service", "Service"
        REPORT = "report", "Report"

    kind = models.CharField(max_length=8, choices=Kind)
    does = _text("what it does", 2000)
    meant_for = _text("what it is for", 1000)
    not_for = _text("what it is not for", 1000)
    use_cases = models.ManyToManyField(
        "projects.UseCase",
        blank=True,
        related_name="solutions",
        verbose_name="use cases that it serves",
    )
    hypotheses = models.ManyToManyField(
        "projects.Hypothesis",
        blank=True,
        related_name="solutions",
        verbose_name="hypotheses that it serves",
    )
    words_hash = models.CharField(max_length=64, editable=False)

    class Meta:
        abstract = True

    def use_cases_to_serve(self) -> QuerySet[UseCase]:
        """Those of its project that stand, and those that it serves already."""
        here = UseCase.objects.filter(project=self.project_id)
        mine = type(self).objects.filter(pk=self.pk).order_by().values("use_cases")
        return here.filter(Q(dropped_at=None) | Q(pk__in=mine))

    def describe(self, *, by: User, **words: Any) -> None:
        """Say anew of which kind it is, what it does, what it is for and what not."""
        with self.project.changed_by(by) as actor:
            served = self._read_words()
            self.must_stand()
            now = tidied({name: words[name] for name in WORDS if name in words})
            was = {name: getattr(self, name) for name in now}
            if was == now:
                return
            for name, value in now.items():
                setattr(self, name, value)
            self.check_own_fields()
            self._hash_words(served, actor, *now)
            details = self.details_of(
                SolutionDescribed, was=was, now=now, words_hash=self.words_hash
            )
            self.record(details, by=actor, replaced=(self, was))

    def serve(
        self,
        *,
        by: User,
        use_cases: Iterable[UseCase] | None = None,
        hypotheses: Iterable[Hypothesis] | None = None,
    ) -> None:
        """Say which use cases and hypotheses it serves; what isn't given stays."""
        with self.project.changed_by(by) as actor:
            was = self._read_words()
            self.must_stand()
            now = dict(was)
            if use_cases is not None:
                now["use_cases"] = _of_project(self, use_cases)
                must_stand_still(now["use_cases"], was["use_cases"])
            if hypotheses is not None:
                now["hypotheses"] = _of_project(self, hypotheses)
            if was == now:
                return
            for name in SERVED:
                if was[name] != now[name]:
                    relink(getattr(self, name), was[name], now[name])
            self._hash_words(now, actor)
            changed = [name for name in SERVED if was[name] != now[name]]
            details = self.details_of(
                SolutionServed,
                was={name: was[name] for name in changed},
                now={name: now[name] for name in changed},
                words_hash=self.words_hash,
            )
            self.record(details, by=actor)

    def must_be_looked_at(self) -> None:
        self.must_stand()

    def _read_words(self) -> dict[str, list[int]]:
        """Read all words again under the project's lock; return what it serves."""
        row = (
            type(self)
            .objects.order_by()
            .values(
                *WORDS,
                "ended_as",
                "words_hash",
                use_case_ids=_ids(self, "use_cases"),
                hypothesis_ids=_ids(self, "hypotheses"),
            )
        )
        now = row.get(pk=self.pk)
        served = {"use_cases": now.pop("use_case_ids"), "hypotheses": now.pop("hypothesis_ids")}
        for name, value in now.items():
            setattr(self, name, value)
        return served

    def _hash_words(self, served: dict[str, list[int]], actor: Actor, *fields: str) -> None:
        """Save them with their hash; who writes them has seen them."""
        self.words_hash = hash_of(self, served)
        self.save(update_fields=[*fields, "words_hash"])
        refit(self.pk, self.words_hash)
        self.seen_by_writer(actor)


def tidied(words: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() for name, value in words.items()}


def hash_of(solution: Worded, served: dict[str, list[int]]) -> str:
    """Return the hash over its words, and over which rows it serves, not over theirs."""
    words = {name: str(getattr(solution, name)) for name in WORDS}
    return content_hash(words | {name: sorted(served[name]) for name in SERVED})


def served_by(
    solution: Worded, use_cases: Iterable[UseCase], hypotheses: Iterable[Hypothesis]
) -> dict[str, list[int]]:
    """Return the ids of what a new solution serves; refuse what doesn't fit it."""
    served = {
        "use_cases": _of_project(solution, use_cases),
        "hypotheses": _of_project(solution, hypotheses),
    }
    must_stand_still(served["use_cases"], ())
    return served


def must_stand_still(use_cases: Iterable[int], so_far: Iterable[int]) -> None:
    """Refuse use cases that were dropped meanwhile, except for those that it served before."""
    added = set(use_cases) - set(so_far)
    dropped = UseCase.objects.filter(pk__in=added).exclude(dropped_at=None)
    if added and (first := dropped.first()):
        raise ServesDropped(f"“{first}” was dropped.", "use_cases")


def _of_project(solution: Worded, rows: Iterable[UseCase] | Iterable[Hypothesis]) -> list[int]:
    chosen = set()
    for row in rows:
        if row.project_id != solution.project_id:
            field = "use_cases" if isinstance(row, UseCase) else "hypotheses"
            raise ServesElsewhere("A solution serves what is of its own project.", field)
        chosen.add(row.pk)
    return sorted(chosen)


def _ids(solution: Worded, name: str) -> ArraySubquery:
    links = getattr(solution, name)
    rows = links.through.objects.filter(**{links.source_field_name: OuterRef("pk")})
    other = f"{links.target_field_name}_id"
    return ArraySubquery(rows.order_by(other).values(other))
