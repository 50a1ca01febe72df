from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.forms import ProfileForm
from web.forms import sent
from web.text_versions import Original

if TYPE_CHECKING:
    from django.contrib.auth.forms import PasswordChangeForm

    from web.requests import MemberRequest


class ChangePassword(auth.PasswordChangeView):
    template_name = "accounts/change_password.html"
    success_url = "/me/"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"label_suffix": ""}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        messages.success(self.request, "Your password is changed.")
        return super().form_valid(form)


@login_required
def me(request: MemberRequest) -> HttpResponse:
    """My name, the zone in which times are told to me, and what is mailed."""
    now = {}
    for name in ProfileForm.base_fields:
        now[name] = getattr(request.user, name)
    original = Original.row(request.user, request.user, now)
    form = ProfileForm(sent(request), initial=now, original=original)
    if request.method == "POST" and form.performs(request.user.introduce):
        messages.success(request, "Saved.")
        return redirect("me")
    return render(request, "accounts/me.html", {"form": form}, status=form.status)
