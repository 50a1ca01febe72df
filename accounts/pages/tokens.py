from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import TokenForm
from accounts.models import ApiToken
from web.confirmation import question
from web.forms import sent

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def tokens(request: MemberRequest) -> HttpResponse:
    """My keys for integrations; a new one is told once, on the page that answers its form."""
    form = TokenForm(sent(request), by=request.user)
    issued: list[tuple[ApiToken, str]] = []
    if request.method == "POST" and form.performs(
        lambda **fields: issued.append(ApiToken.issue(request.user, **fields))
    ):
        form = TokenForm(by=request.user)
    token, plain = issued[0] if issued else (None, None)
    words = {
        "form": form,
        "token": token,
        "plain": plain,
        "host": request.build_absolute_uri("/api/v1/"),
        "tokens": ApiToken.objects.of(request.user).select_related("team"),
    }
    return render(request, "accounts/tokens.html", words, status=201 if token else form.status)


@require_POST
@login_required
def revocations(request: MemberRequest, pk: int) -> HttpResponse:
    """End a key at once."""
    token = get_object_or_404(ApiToken.objects.of(request.user), pk=pk)
    asked = question(
        request, f"Whoever uses “{token.name}” is refused at once, and for good.", "Revoke"
    )
    if asked:
        return asked
    token.revoke()
    messages.success(request, f"“{token.name}” is revoked; whoever uses it is refused from now on.")
    return redirect("tokens")
