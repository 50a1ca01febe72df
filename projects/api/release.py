"""What goes to the users, and since when they use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from projects.api.base import OfProjectResource
from projects.models import Release
from web.api.ending import Ended
from web.api.inputs import Day, Input, Text
from web.api.patching import Patched
from web.api.resources import Created
from web.api.shape import Shape
from web.api.verbs import verb

if TYPE_CHECKING:
    from teams.models.user import User


class ReleaseShape(Shape):
    """A part of the solution that goes to its users."""

    model = Release
    id = serializers.IntegerField()
    title = serializers.CharField()
    announced_at = serializers.DateTimeField()
    first_used_on = serializers.DateField(allow_null=True, help_text="In production.")
    evidence = serializers.CharField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class UseInput(Input):
    first_used_on = Day()
    evidence = Text(max_length=240, allow_blank=True, default="")


class ReleaseInput(UseInput):
    title = Text(max_length=120)
    first_used_on = Day(allow_null=True, default=None)


class ReleaseResource(Created, Patched, Ended, OfProjectResource):
    """Releases of the project."""

    shape = ReleaseShape
    services_may = frozenset({"list", "retrieve"})
    takes = ReleaseInput
    stays = True

    def make(self, given: dict[str, Any], by: User) -> Release:
        """Say what is to go to the users, or what they use already."""
        return Release.announce(self.project, **given, by=by)

    @verb(
        takes=UseInput,
        edits={"first_used_on": "first_used_on", "evidence": "evidence"},
    )
    def uses(self, release: Release, given: dict[str, Any], by: User) -> None:
        """Say since when it is used in production."""
        release.put_to_use(given["first_used_on"], evidence=given["evidence"], by=by)

    def end(self, release: Release, by: User) -> None:
        """It won't go to the users after all."""
        release.withdraw(by=by)
