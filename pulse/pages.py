"""The pulse: a few statements, answered once, by nobody in particular."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from base import clock
from pulse.models import Wave
from pulse.models.wave import HIGHEST, LOWEST
from teams.models import Team
from web.forms import VerbForm

if TYPE_CHECKING:
    from web.requests import MemberRequest

SCORES = [("", "skip"), *((score, str(score)) for score in range(LOWEST, HIGHEST + 1))]


class SheetForm(VerbForm):
    """One question for each statement of the wave; each may be skipped."""

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in wave.items:
            self.fields[item.key] = forms.TypedChoiceField(
                choices=SCORES,
                coerce=int,
                empty_value=None,
                required=False,
                label=item.text,
                widget=forms.RadioSelect,
            )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pulse(request: MemberRequest, slug: str) -> HttpResponse:
    """Answer the open wave; what the team said stands in its health report."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    waves = Wave.objects.visible_to(request.user).filter(team=team)
    wave = waves.open_at(clock.now()).first()
    form = SheetForm(request.POST or None, wave=wave) if wave else None
    if (
        request.method == "POST"
        and wave
        and form
        and form.performs(answering(wave), by=request.user)
    ):
        messages.success(request, "Thank you. Your sheet lies among the others.")
        return redirect("pulse", slug)
    words: dict[str, Any] = {"team": team, "wave": wave, "form": form, "last": waves.first()}
    if wave:
        words["answered"] = wave.is_answered_by(request.user)
    return render(request, "pulse/pulse.html", words, status=form.status if form else 200)


def answering(wave: Wave) -> Callable[..., Any]:
    return lambda by, **scores: wave.answer(scores, by=by)
