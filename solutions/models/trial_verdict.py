from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from base import clock
from base.content_hash import content_hash
from base.roles import WORKING, Discipline
from projects.models.sides import SIDE_CHOICES, SIDES
from solutions.events import TrialConfirmed, TrialDecided, TrialVerdictChanged
from solutions.models.of_trial import OfTrialQuerySet
from solutions.models.trial_design import MOST
from solutions.models.trial_part import TrialPart
from solutions.models.trial_result import DESIGNED, GROUPS, NUMBERS, TrialResult
from solutions.refusals import (
    ConfirmedByOther,
    NoSuchGuardrail,
    NoTrialVerdict,
    TrialNotDecided,
    TrialNumbersUnfit,
    TrialVerdictChangedSince,
    VerdictWithoutWords,
)

if TYPE_CHECKING:
    from teams.models.membership import Actor
    from teams.models.user import User

LONGEST_LEARNED = 2000
LARGEST_N = 2**31 - 1
DECIDED = (
    "state",
    "verdict",
    "learned",
    "decided_at",
    "decided_by",
    "decided_for",
    "read_early",
    "stopping_guardrail",
    "verdict_hash",
    *NUMBERS,
)


class Verdict(models.TextChoices):
    PASSED = "passed", "Passed"
    FAILED = "failed", "Failed"
    INCONCLUSIVE = "inconclusive", "Inconclusive"


class TrialConfirmationQuerySet(OfTrialQuerySet["TrialConfirmation"]):
    def of_outer(self) -> Self:
        """Those of the trial that an outer query is at, as its verdict is worded now."""
        return super().of_outer().filter(verdict_hash=models.OuterRef("verdict_hash"))


class TrialConfirmation(models.Model):
    """Somebody of a discipline stands for a verdict, as it was worded then."""

    trial = models.ForeignKey("solutions.Trial", models.PROTECT, related_name="confirmations")
    side = models.CharField(max_length=11, choices=SIDE_CHOICES)
    user = models.ForeignKey("teams.User", models.PROTECT, related_name="+")
    verdict_hash = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = TrialConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=SIDES), name="trial_confirmed_by_a_side"),
            models.UniqueConstraint(
                fields=["trial", "verdict_hash", "side"], name="one_confirmation_a_side_and_verdict"
            ),
            models.UniqueConstraint(
                fields=["trial", "verdict_hash", "user"], name="trial_confirmed_by_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.side})"


def _mean() -> Any:
    bounds = [MinValueValidator(-MOST), MaxValueValidator(MOST)]
    return models.FloatField(null=True, editable=False, validators=bounds)


def _spread() -> Any:
    bounds = [MinValueValidator(0), MaxValueValidator(MOST)]
    return models.FloatField(null=True, editable=False, validators=bounds)


def _count() -> Any:
    bounds = [MaxValueValidator(LARGEST_N)]
    return models.PositiveIntegerField(null=True, editable=False, validators=bounds)


def _counts_fit() -> list[Any]:
    """Promised by the database: there are no more hits than all, and no spread below nothing."""
    promises = []
    for group in GROUPS:
        hits, n, se, sd = (f"{group}_{measure}" for measure in ("hits", "n", "se", "sd"))
        shares = Q(**{hits: None}) | Q(**{f"{n}__isnull": False, f"{hits}__lte": F(n)})
        spreads = (Q(**{se: None}) | Q(**{f"{se}__gte": 0})) & (
            Q(**{sd: None}) | Q(**{f"{sd}__gte": 0})
        )
        name = f"trial_counts_of_{group}_group_fit"
        promises.append(models.CheckConstraint(condition=shares & spreads, name=name))
    return promises


class Judged(TrialPart):
    """Its verdict, what was learned, and who of the other discipline stands for it too."""

    verdict = models.CharField(max_length=12, choices=Verdict, blank=True, editable=False)
    learned = models.TextField(
        "what was learned",
        max_length=LONGEST_LEARNED,
        blank=True,
        editable=False,
        validators=[MaxLengthValidator(LONGEST_LEARNED)],
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        "teams.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    decided_for = models.CharField(
        max_length=12,
        choices=Discipline,
        blank=True,
        editable=False,
        help_text="The discipline of who wrote the verdict, at that time.",
    )
    read_early = models.BooleanField(
        default=False, editable=False, help_text="Whether it was read before its planned end."
    )
    stopping_guardrail = models.ForeignKey(
        "solutions.TrialGuardrail", models.PROTECT, null=True, editable=False, related_name="+"
    )
    verdict_hash = models.CharField(max_length=64, blank=True, editable=False)
    new_mean, new_se, new_sd = _mean(), _spread(), _spread()
    new_hits, new_n = _count(), _count()
    compared_mean, compared_se, compared_sd = _mean(), _spread(), _spread()
    compared_hits, compared_n = _count(), _count()

    if TYPE_CHECKING:
        decided_by_id: int | None
        stopping_guardrail_id: int | None

    class Meta:
        abstract = True
        constraints = _counts_fit()

    @property
    def numbers(self) -> dict[str, Any]:
        """Those of the verdict."""
        return {name: getattr(self, name) for name in NUMBERS}

    def result_of(self, numbers: dict[str, Any], amendments: Iterable[Any]) -> TrialResult:
        """What numbers say by the design with its amendments, whether they are saved or not."""
        return TrialResult.of(self.planned(DESIGNED, amendments), numbers)

    @property
    def to_confirm(self) -> list[str]:
        """The disciplines that have to stand for the verdict still, as it is worded now."""
        here = self.confirmations.filter(verdict_hash=self.verdict_hash)
        return waiting_for(self.verdict, self.decided_for, here.values_list("side", flat=True))

    def decide(
        self,
        verdict: str,
        *,
        learned: str,
        by: User,
        stopping_guardrail: int | None = None,
        **numbers: float | None,
    ) -> None:
        """Say how it ended and what was learned; another verdict later is told as a change."""
        learned = learned.strip()
        if verdict not in Verdict.values:
            raise NoTrialVerdict(f"“{verdict}” isn't a verdict.", "verdict")
        if not 0 < len(learned) <= LONGEST_LEARNED:
            raise VerdictWithoutWords(
                f"Say what was learned, in {LONGEST_LEARNED} characters at most.", "learned"
            )
        with self.project.changed_by(by) as actor:
            self.reread(*DESIGNED, "planned_until", "planned_n", "words_hash", *DECIDED)
            if self.state != "decided":
                self.must_run()
            was = {name: getattr(self, name) for name in ("verdict", "learned", "verdict_hash")}
            amendments = list(self.amendments.all())
            self.result_of(numbers, amendments)  # refuses what doesn't fit
            self._take_numbers(numbers)
            self.stopping_guardrail_id = self._guardrail(stopping_guardrail)
            self.verdict, self.learned = verdict, learned
            self.verdict_hash = self._hash_verdict()
            if self.verdict_hash == was["verdict_hash"]:
                return
            self._settle(actor, amendments)
            self._tell(was, actor)

    def confirm(self, *, by: User, verdict_hash: str | None = None) -> None:
        """Stand for the verdict, for the discipline that didn't write it."""
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread("state", "verdict_hash", "decided_for", "decided_by")
            if self.state != "decided":
                raise TrialNotDecided("It has no verdict yet.")
            self._must_be_other(actor)
            if verdict_hash not in (None, self.verdict_hash):
                raise TrialVerdictChangedSince("The verdict was changed since; read it as it is.")
            mine = self.confirmations.filter(verdict_hash=self.verdict_hash)
            if mine.filter(Q(side=actor.discipline) | Q(user=actor.user)).exists():
                return
            TrialConfirmation(
                trial_id=self.pk,
                side=actor.discipline,
                user=actor.user,
                verdict_hash=self.verdict_hash,
                confirmed_at=clock.now(),
            ).save(force_insert=True)
            details = self.details_of(
                TrialConfirmed, side=actor.discipline, verdict_hash=self.verdict_hash
            )
            self.record(details, by=actor)

    def _must_be_other(self, actor: Actor) -> None:
        needed = confirming(self.decided_for)
        if actor.role not in WORKING or actor.discipline not in needed:
            asked = " and ".join(needed)
            raise ConfirmedByOther(f"Somebody who works there in {asked} confirms it.")
        if actor.user.pk == self.decided_by_id:  # type: ignore[union-attr]  # who works is somebody
            raise ConfirmedByOther("Somebody else than who wrote the verdict confirms it.")

    def _take_numbers(self, numbers: dict[str, Any]) -> None:
        unknown = set(numbers) - set(NUMBERS)
        if unknown:
            raise TrialNumbersUnfit(f"There is no number {', '.join(sorted(unknown))}.")
        for name in NUMBERS:
            setattr(self, name, numbers.get(name))

    def _guardrail(self, pk: int | None) -> int | None:
        if pk is None:
            return None
        if not self.guardrails.filter(pk=pk).exists():
            raise NoSuchGuardrail("There is no such guardrail here.", "stopping_guardrail")
        return pk

    def _settle(self, actor: Actor, amendments: list[Any]) -> None:
        self.state = "decided"
        self.decided_at = self.decided_at or clock.now()
        self.decided_by, self.decided_for = actor.user, actor.discipline
        self.read_early = not self.stopping_guardrail_id and self._is_before_end(amendments)
        self.check_own_fields()
        self.save(update_fields=DECIDED)

    def _is_before_end(self, amendments: list[Any]) -> bool:
        """Whether it was neither long enough nor of enough, as far as either was planned."""
        until, n = self.planned(("planned_until", "planned_n"), amendments).values()
        assert self.decided_at is not None
        if until and self.project.team.day_of(self.decided_at) >= until:
            return False
        seen = (self.new_n or 0) + (self.compared_n or 0)
        return not (n and seen >= n)

    def _hash_verdict(self) -> str:
        words = self.numbers | {"verdict": self.verdict, "learned": self.learned, "trial": self.pk}
        words |= {"stopping_guardrail": self.stopping_guardrail_id, "words_hash": self.words_hash}
        return content_hash(words)

    def _tell(self, was: dict[str, Any], actor: Actor) -> None:
        given = {name: value for name, value in self.numbers.items() if value is not None}
        told: dict[str, Any] = {
            "verdict": self.verdict,
            "learned": self.learned,
            "read_early": self.read_early,
            "stopping_guardrail": self.stopping_guardrail_id,
            "numbers": given,
            "verdict_hash": self.verdict_hash,
        }
        if was["verdict"]:
            details = self.details_of(TrialVerdictChanged, was=was["verdict"], **told)
            self.record(details, by=actor, replaced=(self, {"learned": was["learned"]}))
        else:
            self.record(self.details_of(TrialDecided, **told), by=actor)


def confirming(written_for: str) -> list[str]:
    """The disciplines that confirm: the other one, or both of what neither has written."""
    if written_for in SIDES:
        return [side.value for side in SIDES if side != written_for]
    return [side.value for side in SIDES]


def waiting_for(verdict: str, written_for: str, confirmed: Iterable[str]) -> list[str]:
    """Of these the ones that haven't confirmed it yet; nobody, as long as there is no verdict."""
    if not verdict:
        return []
    done = set(confirmed)
    return [side for side in confirming(written_for) if side not in done]
