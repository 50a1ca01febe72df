"""The columns of a board: what they are called, in which order they stand, how much they hold."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from base.roles import Role
from projects.forms import PlaceForm
from projects.pages.found import admit, project_of, row_of
from stories.models import Category, Column
from teams.models.membership import Actor
from web.forms import VerbForm, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from projects.models.project import Project
    from web.requests import MemberRequest


class SettingsForm(VerbForm):
    """What a column is called and how many stories may stand in it."""

    name = forms.CharField(max_length=40)
    wip_limit = forms.IntegerField(label="Limit", required=False, min_value=1, max_value=1000)

    side_by_side: tuple[tuple[str, ...], ...] = (("name", "wip_limit"),)


class ColumnForm(SettingsForm):
    """A new column; what standing in it means never changes."""

    overwrites_nothing = "adds a column"

    category = forms.ChoiceField(label="Means", choices=Category)
    field_order = ["name", "category", "wip_limit"]

    side_by_side = (("name", "category", "wip_limit"),)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def columns(request: MemberRequest, key: str) -> HttpResponse:
    """All columns; a sent form adds one at the end."""
    project = project_of(request, key)
    admit(request, project, Role.LEAD)
    form = ColumnForm(sent(request))
    if request.method == "POST" and form.performs(partial(Column.add, project), by=request.user):
        messages.success(request, f"“{form.cleaned_data['name']}” stands at the end of the board.")
        return redirect("columns", key)
    return show(request, project, new=form)


@require_POST
@login_required
def column_settings(request: MemberRequest, pk: int) -> HttpResponse:
    """Rename a column or change its limit; a refusal is told beside it."""
    column = row_of(request, Column, pk)
    form = settings_of(column, request.POST)
    if form.performs(column.set_up, by=request.user):
        messages.success(request, f"“{column}” is set up.")
        return redirect("columns", column.project.key)
    return show(request, column.project, changed=(column.pk, form))


@require_POST
@login_required
def column_places(request: MemberRequest, pk: int) -> HttpResponse:
    """Move a column to the left or to the right."""
    column = row_of(request, Column, pk)
    form = PlaceForm(request.POST)
    if form.performs(column.place_at, by=request.user):
        return redirect("columns", column.project.key)
    return show(request, column.project, refused=form)


@require_POST
@login_required
def column_removals(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an empty column off the board."""
    column = row_of(request, Column, pk)
    form = VerbForm({})
    if form.performs(column.remove, by=request.user):
        messages.success(request, f"“{column}” is off the board.")
        return redirect("columns", column.project.key)
    return show(request, column.project, refused=form)


def show(
    request: MemberRequest,
    project: Project,
    new: ColumnForm | None = None,
    changed: tuple[int | None, SettingsForm | None] = (None, None),
    refused: VerbForm | None = None,
) -> HttpResponse:
    """The page of the columns, with the form that was refused among the others."""
    Actor.admitted(project.team, request.user, Role.LEAD)
    rows = list(project.columns.annotate(filled=Count("stories")))
    for row in rows:
        vars(row)["form"] = changed[1] if row.pk == changed[0] else settings_of(row)
    sent_form = new or changed[1] or refused
    words = {"project": project, "rows": rows, "new": new or ColumnForm(), "refused": refused}
    status = sent_form.status if sent_form else 200
    return render(request, "stories/columns.html", words, status=status)


def settings_of(column: Column, data: QueryDict | None = None) -> SettingsForm:
    now = {"name": column.name, "wip_limit": column.wip_limit}
    original = Original.row(column, column.project, now)
    return SettingsForm(data, initial=now, original=original, auto_id=f"id_{column.pk}_%s")
