from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from projects.models import Project


@require_GET
@login_required
def board(request, key):
    project = get_object_or_404(Project.objects.visible_to(request.user), key=key)
    return render(request, "stories/board.html", {"project": project})
