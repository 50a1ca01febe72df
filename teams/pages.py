"""Who is in a team as what, and who is away when."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base import clock
from base.roles import Role
from teams.forms import AbsenceForm, DayRateForm, InvitationForm, MemberForm, RhythmForm
from teams.models import Team, User
from teams.models.membership import Actor
from web.confirmation import question
from web.forms import answer, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])
TWO_WEEKS = timedelta(days=13)


def team_of(request: MemberRequest, slug: str, needs: Role = Role.GUEST) -> Team:
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    if request.method != "POST":
        Actor.admitted(team, request.user, needs)
    return team


@require_safe
@login_required
def people(request: MemberRequest, slug: str) -> HttpResponse:
    """The team: its blend, its people, who is away, what it can do in the next two weeks."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    members = list(
        team.memberships.current().select_related("user").order_by("role", "joined_at", "pk")
    )
    mine = next(member for member in members if member.user_id == request.user.pk)
    today = clock.today()
    return render(
        request,
        "teams/people.html",
        {
            "team": team,
            "members": members,
            "leads": mine.is_lead,
            "works": mine.role != Role.GUEST,
            "absences": team.absences.visible_to(request.user)
            .ending_from(today)
            .select_related("user"),
            "person_days": team.capacity(today, today + TWO_WEEKS),
        },
    )


@form_page
@login_required
def memberships(request: MemberRequest, slug: str) -> HttpResponse:
    """Let somebody in who has an account."""
    team = team_of(request, slug, Role.LEAD)
    return answer(
        request,
        InvitationForm(request.POST or None),
        team.take_in,
        to=at(team),
        told="They are in.",
        team=team,
        within=team.name,
        heading="Add somebody",
        word="Add",
    )


@form_page
@login_required
def membership(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change what somebody is from now on; what they were stays told."""
    team = team_of(request, slug, Role.LEAD)
    then = get_object_or_404(team.memberships, pk=pk)  # another since, if somebody changed it
    current = team.memberships.current().filter(user=then.user_id).select_related("user")
    member = get_object_or_404(current)
    seen = then if request.method == "POST" else member
    was = {name: getattr(seen, name) for name in MemberForm.base_fields}
    original = Original(team, lambda: current.values(*was).first() or was, was)
    form = MemberForm(request.POST or None, initial=was, original=original)
    return answer(
        request,
        form,
        partial(team.take_in, member.user),
        to=at(team),
        told="Saved.",
        team=team,
        within=team.name,
        heading=str(member.user),
    )


@form_page
@login_required
def rhythms(request: MemberRequest, slug: str) -> HttpResponse:
    """Set working days, length of a sprint and size of the team."""
    team = team_of(request, slug, Role.LEAD)
    now = {name: getattr(team, name) for name in RhythmForm.base_fields}
    form = RhythmForm(sent(request), initial=now, original=Original.row(team, team, now))
    return answer(
        request,
        form,
        team.set_rhythm,
        to=at(team),
        told="Saved.",
        team=team,
        within=team.name,
        heading="Working days and sprints",
    )


@form_page
@login_required
def day_rates(request: MemberRequest, slug: str) -> HttpResponse:
    """Say what a person-day of the team costs; leads alone see the form."""
    team = team_of(request, slug, Role.LEAD)
    now = {"rate": team.day_rate, "currency": team.day_rate_currency}

    def held() -> dict[str, Any]:
        row = Team.objects.get(pk=team.pk)
        return {"rate": row.day_rate, "currency": row.day_rate_currency}

    form = DayRateForm(sent(request), initial=now, original=Original(team, held, now))
    return answer(
        request,
        form,
        team.cost_a_day,
        to=at(team),
        told="Saved.",
        team=team,
        within=team.name,
        heading="Cost of a day",
        lede="From it follows what building a solution costs. Guests don’t see it.",
    )


@require_POST
@login_required
def departures(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    team = team_of(request, slug)
    member = get_object_or_404(team.memberships.current().select_related("user"), pk=pk)
    asked = question(
        request,
        f"{member.user} leaves {team.name} and sees none of its work any more. "
        "What they did stays told.",
        "Let go",
    )
    if asked:
        return asked
    team.let_go(member.user, by=request.user)
    messages.success(request, f"{member.user} left the team. What they did stays told.")
    return redirect(at(team))


@form_page
@login_required
def absences(request: MemberRequest, slug: str) -> HttpResponse:
    """Note days away: one's own, or anybody's as a lead."""
    team = team_of(request, slug, Role.MEMBER)
    form = AbsenceForm(
        request.POST or None, people=User.objects.in_team(team), initial={"user": request.user}
    )
    return answer(
        request,
        form,
        team.note_absence,
        to=at(team),
        told="Noted.",
        team=team,
        within=team.name,
        heading="Days away",
        word="Note",
        lede="No reason is asked or kept.",
    )


@require_POST
@login_required
def removals(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    team = team_of(request, slug)
    absence = get_object_or_404(team.absences.select_related("user"), pk=pk)
    team.forget_absence(absence, by=request.user)
    return redirect(at(team))


@require_POST
@login_required
def digests(request: MemberRequest, slug: str) -> HttpResponse:
    """Switch the digest by mail on or off."""
    team = team_of(request, slug)
    team.switch_digest("on" in request.POST, by=request.user)
    if team.has_digest:
        word = "A digest is mailed after each sprint."
    else:
        word = "No digests are mailed."
    messages.success(request, word)
    return redirect(at(team))


def at(team: Team) -> str:
    return reverse("people", args=[team.slug])
