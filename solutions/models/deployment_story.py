from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from teams.models import Membership

if TYPE_CHECKING:
    from teams.models.user import User


class DeploymentStoryQuerySet(models.QuerySet["DeploymentStory"]):
    def visible_to(self, user: User) -> Self:
        """What came of a deployment is the team's own."""
        seats = Membership.objects.current().working().filter(user=user.pk)
        return self.filter(deployment__project__team__in=seats.values("team"))


class DeploymentStory(models.Model):
    """A story came of a deployment; held here, as stories know nothing of deployments."""

    deployment = models.ForeignKey(
        "solutions.Deployment", models.PROTECT, related_name="story_links"
    )
    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="deployment_links")

    objects: ClassVar = DeploymentStoryQuerySet.as_manager()

    class Meta:
        ordering = ["story__rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deployment", "story"], name="story_came_of_a_deployment_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.story} → {self.deployment}"
