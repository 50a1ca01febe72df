"""Pages that belong to no noun."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def alive(request):
    """The web server answers; a database that is away is no reason to start us again."""
    return HttpResponse("alive\n", content_type="text/plain")
