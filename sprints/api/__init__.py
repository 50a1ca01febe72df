"""Sprints, their commitment and their ceremonies over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.api.base import NUMBER, PROJECT
from sprints.api.ceremonies import ActionResource, RetrospectiveResource, StandupResource
from sprints.api.sprint import CommitmentResource, SprintResource

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

__all__ = ["register"]


def register(router: SimpleRouter) -> None:
    project = f"projects/(?P<project>{PROJECT})"
    sprints = f"{project}/sprints"
    router.register(f"{project}/standups", StandupResource, "standup")
    router.register(f"{project}/retrospectives", RetrospectiveResource, "retrospective")
    router.register(f"{project}/actions", ActionResource, "action")
    router.register(sprints, SprintResource, "sprint")
    router.register(f"{sprints}/(?P<sprint>{NUMBER})/commitment", CommitmentResource, "commitment")
