"""What a page is about: found among what the reader may see, else there is no such page."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.models import Project


def project_of(request, key):
    projects = Project.objects.visible_to(request.user).select_related("team")
    return get_object_or_404(projects, key=key)


def row_of(request, model, pk):
    """A row of one of my projects."""
    rows = model.objects.visible_to(request.user).select_related("project__team")
    return get_object_or_404(rows, pk=pk)


def page_before(request):
    """Before which event a page of history ends; None for the newest."""
    before = request.GET.get("before", "")
    return int(before) if before.isdecimal() and len(before) < 19 else None


def admit(request, project, role):
    """Don't even show a form to whom its verb would refuse; a sent one is the verb's to refuse."""
    if request.method != "POST":
        project.team.admit(project.team.actor(request.user), role)


def at(project, section):
    """Where a form of the project's page leads back to."""
    return f"{reverse('project', args=[project.key])}#{section}"
