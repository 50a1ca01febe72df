"""The shelf: what is there already, over all teams that somebody works in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.models import ShelfItem
from projects.on_shelf import found_by, kinds
from projects.refusals import WorksInNoTeam
from projects.shelf_forms import NewShelfForm, ShelfForm, ShelfQuery
from teams.models import Team
from web.confirmation import question
from web.forms import answer, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def shelf(request: MemberRequest) -> HttpResponse:
    """What was noted and what is live, whom to ask for it and how one gets access."""
    teams = list(Team.objects.worked_in_by(request.user).order_by("name"))
    query = ShelfQuery(request.GET, teams)
    seen = ShelfItem.objects.visible_to(request.user).standing()
    sifted = seen.mentioning(query.text) if query.text else seen
    if query.kind:
        sifted = sifted.of_kind(query.kind)
    if query.team:
        sifted = sifted.of_team(query.team)
    found = list(sifted.select_related("team"))
    team = query.team.pk if query.team else None
    standing = found_by(request.user, text=query.text, team=team, kind=query.kind)
    words = {
        "teams": teams,
        "query": query,
        "items": found,
        "standing": standing,
        "kinds": [*ShelfItem.Kind.choices, *kinds()],
        "has_any": bool(found or standing) or seen.exists() or (query.is_narrow and bool(teams)),
    }
    return render(request, "projects/shelf.html", words)


@form_page
@login_required
def new_item(request: MemberRequest) -> HttpResponse:
    """Note what is there."""
    teams = Team.objects.worked_in_by(request.user)
    asked = request.GET.get("team", "").replace("\0", "")
    first = teams.filter(slug=asked).first() or teams.first()
    if first is None:
        raise WorksInNoTeam("Who works in a team notes what is there; you work in none.")
    return answer(
        request,
        NewShelfForm(sent(request), by=request.user, initial={"team": first.pk}),
        put,
        to=reverse("shelf"),
        told="It stands on the shelf.",
        within="Shelf",
        heading="What is there",
        word="Put it on the shelf",
        lede="Whoever asks “What is there already?” finds it here.",
    )


def put(team: Team, **fields: Any) -> ShelfItem:
    return ShelfItem.put(team, **fields)


@form_page
@login_required
def item(request: MemberRequest, pk: int) -> HttpResponse:
    """Say anew what it is and how one gets access."""
    found = item_of(request, pk)
    now = {name: getattr(found, name) for name in ShelfForm.base_fields}
    return answer(
        request,
        ShelfForm(sent(request), initial=now, original=Original.row(found, found.team, now)),
        found.edit,
        to=reverse("shelf"),
        told="Saved.",
        within="Shelf",
        heading=found.name,
        lede=f"On the shelf of {found.team}.",
    )


@require_POST
@login_required
def removals(request: MemberRequest, pk: int) -> HttpResponse:
    """It isn't there any more."""
    found = item_of(request, pk)
    asked = question(
        request, f"“{found}” leaves the shelf of {found.team} and can't be put back.", "Take off"
    )
    if asked:
        return asked
    found.remove(by=request.user)
    messages.success(request, f"“{found}” is off the shelf.")
    return redirect("shelf")


def item_of(request: MemberRequest, pk: int) -> ShelfItem:
    rows = ShelfItem.objects.visible_to(request.user).standing().select_related("team")
    return get_object_or_404(rows, pk=pk)
