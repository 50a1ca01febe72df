from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from solutions.events import TrialDesigned
from solutions.models.trial_part import TrialPart
from solutions.refusals import TrialDesignUnfit, TrialNotDesigned

if TYPE_CHECKING:
    from teams.models.user import User

MOST = 1e15  # of a measured number
BOUNDS = [MinValueValidator(-MOST), MaxValueValidator(MOST)]
DESIGN = (
    "environment",
    "name",
    "population",
    "planned_from",
    "planned_until",
    "planned_n",
    "metric",
    "unit",
    "measured_as",
    "better",
    "threshold",
    "smallest_effect",
    "comparison",
    "compared",
    "planned_share",
    "rollback_plan",
    "rollback_tried_on",
)


class Environment(models.TextChoices):
    """Where it is tried; the first three say nothing of its value."""

    INTEGRATION = "integration", "Integration"
    STAGING = "staging", "Staging"
    SHADOW = "shadow", "Shadow"
    CANARY = "canary", "Canary"
    PILOT = "pilot", "Pilot"
    AB = "ab", "A/B"


OF_VALUE = (Environment.CANARY, Environment.PILOT, Environment.AB)


class Comparison(models.TextChoices):
    """What it is compared with, from which the grade of its evidence follows."""

    NOTHING = "nothing", "Nothing"
    BEFORE_AFTER = "before_after", "Before and after"
    CONTROL_PERIOD = "control_period", "A control period"
    COMPARISON_GROUP = "comparison_group", "A comparison group"
    RANDOM_GROUPS = "random_groups", "Groups drawn at random"


class MeasuredAs(models.TextChoices):
    MEAN = "mean", "A mean"
    SHARE = "share", "A share"


class Better(models.TextChoices):
    HIGHER = "higher", "Higher"
    LOWER = "lower", "Lower"


def text(label: str, longest: int) -> Any:
    """A text whose length the verbs hold to as well: Django leaves that to forms."""
    holds = [MaxLengthValidator(longest)]
    return models.TextField(label, max_length=longest, blank=True, validators=holds)


def number(label: str, **options: Any) -> Any:
    return models.FloatField(label, null=True, blank=True, validators=BOUNDS, **options)


class Designed(TrialPart):
    """What is said before it starts, and locked then."""

    environment = models.CharField(max_length=11, choices=Environment)
    name = models.CharField(
        "what the environment is called", max_length=120, help_text="Such as “Vienna, 40 boxes”."
    )
    population = text("who or what is in it", 1000)
    planned_from = models.DateField("planned from", null=True, blank=True)
    planned_until = models.DateField("planned until", null=True, blank=True)
    planned_n = models.PositiveIntegerField(
        "planned n", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    metric = models.CharField("primary metric", max_length=240, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    measured_as = models.CharField(max_length=5, choices=MeasuredAs, default=MeasuredAs.MEAN)
    better = models.CharField("better when", max_length=6, choices=Better, default=Better.HIGHER)
    threshold = number("passes from")
    smallest_effect = number("smallest effect that matters")
    comparison = models.CharField(
        "compared with", max_length=16, choices=Comparison, default=Comparison.NOTHING
    )
    compared = text("who is compared with whom", 500)
    planned_share = models.FloatField(
        "planned share of the new group",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text="In percent of both groups.",
    )
    rollback_plan = text("how it is taken back", 1000)
    rollback_tried_on = models.DateField("rollback tried on", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="trial_has_a_name"),
            models.CheckConstraint(
                condition=Q(environment="ab", comparison="random_groups")
                | (~Q(environment="ab") & ~Q(comparison="random_groups")),
                name="ab_trial_is_random",
            ),
            models.CheckConstraint(
                condition=Q(comparison="random_groups", planned_share__gte=1, planned_share__lte=99)
                | (~Q(comparison="random_groups") & Q(planned_share=None)),
                name="random_groups_have_a_planned_share",
            ),
            models.CheckConstraint(
                condition=Q(smallest_effect=None) | Q(smallest_effect__gte=0),
                name="smallest_effect_is_a_size",
            ),
        ]

    @property
    def says_value(self) -> bool:
        """Whether its environment can say anything of what it is worth."""
        return self.environment in OF_VALUE

    def redesign(self, *, by: User, **design: Any) -> None:
        """Change a draft; what runs is locked."""
        now = tidied({name: design[name] for name in DESIGN if name in design})
        with self.project.changed_by(by) as actor:
            self.reread("state", *DESIGN)
            self.must_be_drafted()
            self.change(actor, TrialDesigned, **now)

    def check_own_fields(self) -> None:
        self._refuse_unfit()
        super().check_own_fields()

    def _refuse_unfit(self) -> None:
        """Refuse values of the design that don't go together."""
        is_random = self.comparison == Comparison.RANDOM_GROUPS
        if not self.name:
            raise TrialDesignUnfit("Say what the environment is called.", "name")
        if is_random != (self.environment == Environment.AB):
            raise TrialDesignUnfit(
                "An A/B trial compares groups drawn at random, and no other does.", "comparison"
            )
        if is_random != (self.planned_share is not None):
            raise TrialDesignUnfit(
                "Groups drawn at random have a planned share, and no others do.", "planned_share"
            )
        if self.smallest_effect is not None and self.smallest_effect < 0:
            raise TrialDesignUnfit("Give it as a size, without a sign.", "smallest_effect")
        if self.planned_from and self.planned_until and self.planned_until < self.planned_from:
            raise TrialDesignUnfit("It can't end before it begins.", "planned_until")

    def must_be_designed(self) -> None:
        """Refuse to lock a design that leaves something open."""
        missing = self.gaps(is_guarded=self.guardrails.exists())
        if missing:
            *first, last = missing
            listed = f"{', '.join(first)} and {last}" if first else last
            raise TrialNotDesigned(f"Before it starts, say {listed}.")

    def gaps(self, *, is_guarded: bool) -> list[str]:
        """What the design leaves open, in words."""
        words = []
        for is_there, word in (
            (self.population, "who or what is in it"),
            (self.planned_until or self.planned_n, "until when or with how many it is planned"),
            (self.metric, "what is measured"),
            (self.threshold is not None, "from where on it passes"),
            (self.rollback_plan, "how it is taken back"),
            (is_guarded, "what stops it early, a guardrail with its limit"),
        ):
            if not is_there:
                words.append(word)
        return words + self._comparison_missing

    @property
    def _comparison_missing(self) -> list[str]:
        if not self.says_value:
            return []
        words = []
        if self.comparison == Comparison.NOTHING or not self.compared:
            words.append("who is compared with whom")
        if self.smallest_effect is None:
            words.append("which effect is the smallest that matters")
        return words


def tidied(design: dict[str, Any]) -> dict[str, Any]:
    tidy = {}
    for name, value in design.items():
        tidy[name] = value.strip() if isinstance(value, str) else value
    return tidy


def completed(design: dict[str, Any]) -> dict[str, Any]:
    """What a new A/B trial needn't say: that its groups are drawn at random, half and half."""
    if design.get("environment") != Environment.AB:
        return design
    if design.get("comparison") in (None, Comparison.NOTHING):
        design = {**design, "comparison": Comparison.RANDOM_GROUPS.value}
    if design.get("planned_share") is None:
        design = {**design, "planned_share": 50.0}
    return design
