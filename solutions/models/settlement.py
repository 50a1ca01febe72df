from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from base import clock
from projects.models.sides import SIDE_CHOICES, SIDES
from teams.models import Membership

if TYPE_CHECKING:
    from teams.models.user import User


class SettlementQuerySet(models.QuerySet["Settlement"]):
    def visible_to(self, user: User) -> Self:
        """Those of deployments that they see; which of the deductions, the page decides."""
        deployments: Any = apps.get_model("solutions.Deployment")._default_manager
        seen = deployments.visible_to(user).order_by().values("pk")
        return self.filter(deployment__in=seen)

    def of_outer(self) -> Self:
        """Those of the deployment that an outer query is at."""
        return self.filter(deployment=models.OuterRef("pk"))


class Settlement(models.Model):
    """What a deployment came to by day 30, as it was; what is found later settles it anew."""

    class How(models.TextChoices):
        NOTHING_TO_TELL = "nothing_to_tell", "Both who look after it had nothing more to tell"
        TOLD = "told", "Who looks after it told what wasn’t here"
        NOTHING_REPORTED = "nothing_reported", "Nothing reported: it wasn’t answered in a week"
        FOUND_LATER = "found_later", "Something was found later"

    deployment = models.ForeignKey(
        "solutions.Deployment", models.PROTECT, related_name="settlements"
    )
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(help_text="What is left of 100.")
    version = models.PositiveSmallIntegerField(help_text="Of the formula.")
    deductions = models.JSONField(default=list)
    how = models.CharField(max_length=16, choices=How)
    settled_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = SettlementQuerySet.as_manager()

    class Meta:
        ordering = ["deployment", "round"]
        constraints = [
            models.UniqueConstraint(
                fields=["deployment", "round"], name="deployment_settled_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=0, number__lte=100), name="settled_at_0_to_100"
            ),
            models.CheckConstraint(
                condition=Q(round=1) & ~Q(how="found_later") | Q(round__gt=1, how="found_later"),
                name="settled_anew_by_what_was_found",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deployment}, settled {self.settled_at:%Y-%m-%d}"


class KeeperAnswerQuerySet(models.QuerySet["KeeperAnswer"]):
    def visible_to(self, user: User) -> Self:
        """The team's own."""
        seats = Membership.objects.current().working().filter(user=user.pk)
        return self.filter(deployment__project__team__in=seats.values("team"))

    def of_outer(self) -> Self:
        """Those of the deployment that an outer query is at."""
        return self.filter(deployment=models.OuterRef("pk"))


class KeeperAnswer(models.Model):
    """What a keeper said on day 30: that there is nothing more to tell, or what there was."""

    deployment = models.ForeignKey("solutions.Deployment", models.PROTECT, related_name="answers")
    side = models.CharField(max_length=12, choices=SIDE_CHOICES)
    user = models.ForeignKey("teams.User", models.PROTECT, related_name="+")
    has_told = models.BooleanField("told of something", default=False)
    said_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = KeeperAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["deployment", "said_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["deployment", "side"], name="a_keeper_answers_day_30_once"
            ),
            models.CheckConstraint(
                condition=Q(side__in=[side.value for side in SIDES]),
                name="day_30_is_answered_by_a_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deployment}: {self.side}"
