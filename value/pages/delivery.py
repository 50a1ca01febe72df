"""How versions reach production, of one project and of one team: the team's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from base.roles import Role
from projects.models import Project
from projects.pages.found import admit, project_of
from teams.pages import team_of
from value.delivery.reading import Delivery

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def project_delivery(request: MemberRequest, key: str) -> HttpResponse:
    project = project_of(request, key)
    admit(request, project, Role.MEMBER)
    words = {"project": project, "of": project.name, "figures": Delivery([project.pk]).figures}
    return render(request, "value/delivery.html", words)


@require_safe
@login_required
def team_delivery(request: MemberRequest, slug: str) -> HttpResponse:
    team = team_of(request, slug, Role.MEMBER)
    projects = Project.objects.of_team(team).values_list("pk", flat=True)
    words = {"team": team, "of": team.name, "figures": Delivery(projects).figures}
    return render(request, "value/delivery.html", words)
