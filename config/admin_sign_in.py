"""Pages that belong to no noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.urls import reverse

if TYPE_CHECKING:
    from web.requests import MemberRequest


def admin_sign_in(request: MemberRequest) -> HttpResponse:
    """The admin panel has no door of its own: one sign-in, and its limits, for everybody."""
    if request.user.is_authenticated:
        raise Http404  # signed in, and no admin: for them there is no such page
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
