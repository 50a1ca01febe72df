"""Pages that belong to no noun."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe


@require_safe
def alive(request):
    """The web server answers; a database that is away is no reason to start us again."""
    return HttpResponse("alive\n", content_type="text/plain")


def admin_sign_in(request):
    """The admin panel has no door of its own: one sign-in, and its limits, for everybody."""
    if request.user.is_authenticated:
        raise Http404  # signed in, and no admin: for them there is no such page
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
