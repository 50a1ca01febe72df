from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from projects.models import Project


@require_safe
@login_required
def project(request, key):
    project = get_object_or_404(Project.objects.visible_to(request.user), key=key)
    return render(request, "projects/project.html", {"project": project})
