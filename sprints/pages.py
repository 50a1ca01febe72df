from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from projects.models import Project
from sprints.models import Sprint


@require_safe
@login_required
def sprints(request, key):
    project = get_object_or_404(Project.objects.visible_to(request.user), key=key)
    return render(
        request, "sprints/sprints.html", {"project": project, "sprints": project.sprints.all()}
    )


@require_safe
@login_required
def sprint(request, key, number):
    sprint = get_object_or_404(
        Sprint.objects.visible_to(request.user).select_related("project__team"),
        project__key=key,
        number=number,
    )
    return render(request, "sprints/sprint.html", {"sprint": sprint, "project": sprint.project})
