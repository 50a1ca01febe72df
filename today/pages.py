from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from health.models import HealthReport
from today.needs import needs_of
from today.today import Today

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_safe
@login_required
def dashboard(request: MemberRequest) -> HttpResponse:
    """Every project of mine, and what needs me today.

    It shows readings of reports, which is a view; opened many times a day, it is noted once.
    """
    today = Today(request.user)
    HealthReport.seen_together(*today.unseen, by=request.user)
    return render(
        request,
        "today/today.html",
        {"today": today, "needs": needs_of(today), "rail": today.teams, "greeting": greeting()},
    )


def greeting() -> str:
    hour = timezone.localtime().hour
    if 5 <= hour < 12:
        return "Good morning"
    if 12 <= hour < 18:
        return "Good afternoon"
    return "Good evening"
