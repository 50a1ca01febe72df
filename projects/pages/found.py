"""What a page is about: found among what the reader may see, else there is no such page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.models import Project
from projects.models.eventful import OfProject
from projects.models.project import OfProjectQuerySet
from teams.models.membership import Actor

if TYPE_CHECKING:
    from base.roles import Role
    from web.requests import MemberRequest

_Noun = TypeVar("_Noun", bound=OfProject)


def project_of(request: MemberRequest, key: str) -> Project:
    projects = Project.objects.visible_to(request.user).select_related("team")
    return get_object_or_404(projects, key=key)


def row_of(request: MemberRequest, model: type[_Noun], pk: int) -> _Noun:
    """A row of one of my projects."""
    # The plugin takes the manager of whatever noun for the abstract one's.
    rows: OfProjectQuerySet[_Noun] = model.objects.visible_to(request.user)  # type: ignore[assignment]
    return get_object_or_404(rows.select_related("project__team"), pk=pk)


def page_before(request: MemberRequest) -> int | None:
    """Before which event a page of history ends; None for the newest."""
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        return int(before)
    return None


def admit(request: MemberRequest, project: Project, role: Role) -> None:
    """Don't even show a form to whom its verb would refuse; a sent one is the verb's to refuse."""
    if request.method != "POST":
        Actor.admitted(project.team, request.user, role)


def at(project: Project, section: str) -> str:
    """Where a form of the project's page leads back to."""
    return f"{reverse('project', args=[project.key])}#{section}"
