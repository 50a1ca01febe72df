from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from stories.models import Story


@require_GET
@login_required
def story(request, key):
    story = get_object_or_404(Story.objects.visible_to(request.user).with_people().by_key(key))
    return render(request, "stories/story.html", {"story": story, "project": story.project})
