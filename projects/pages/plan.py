from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from base.roles import Role
from projects.forms import (
    PlaceForm,
    RevisionForm,
    ThemeForm,
    ThemeStateForm,
    UseCaseForm,
    WindowForm,
)
from projects.models import Theme, UseCase
from projects.pages.found import admit, at, project_of, row_of
from web.confirmation import question
from web.forms import answer, sent
from web.text_versions import Original

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teams.models.user import User
    from web.requests import MemberRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def themes(request: MemberRequest, key: str) -> HttpResponse:
    """Put a theme on the plan."""
    project = project_of(request, key)
    admit(request, project, Role.MEMBER)
    return answer(
        request,
        ThemeForm(sent(request), project=project),
        partial(Theme.chart, project),
        to=at(project, "plan"),
        told="The theme is on the plan.",
        project=project,
        heading="New theme",
        word="Add theme",
        lede="One line of investigation, charted over the project's timeline.",
    )


@form_page
@login_required
def theme(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a theme: its words are the team's, its window and state the lead's."""
    theme = row_of(request, Theme, pk)
    admit(request, theme.project, Role.MEMBER)
    names = [name for name in RevisionForm.base_fields if name not in ("use_cases", "follows")]
    links = {"use_cases": theme.use_cases.all(), "follows": theme.follows.all()}
    now = {name: getattr(theme, name) for name in names}
    form = RevisionForm(
        sent(request),
        project=theme.project,
        theme=theme,
        initial=now | links,
        original=Original.row(theme, theme.project, now),
    )
    return answer(
        request,
        form,
        partial(revise, theme),
        to=at(theme.project, "plan"),
        told="Saved.",
        project=theme.project,
        heading="Edit theme",
        theme=theme,
        page_slot="theme.page",
    )


@form_page
@login_required
def theme_windows(request: MemberRequest, pk: int) -> HttpResponse:
    """Move a theme's window on the timeline."""
    theme = row_of(request, Theme, pk)
    admit(request, theme.project, Role.LEAD)
    now = {"starts_on": theme.starts_on, "ends_on": theme.ends_on}
    form = WindowForm(sent(request), initial=now, original=Original.row(theme, theme.project, now))
    return answer(
        request,
        form,
        theme.plan,
        to=at(theme.project, "plan"),
        told=f"“{theme}” is planned otherwise.",
        project=theme.project,
        heading=f"Dates of “{theme}”",
        lede="When it is to begin and to end.",
    )


@require_POST
@login_required
def theme_states(request: MemberRequest, pk: int) -> HttpResponse:
    theme = row_of(request, Theme, pk)
    form = ThemeStateForm(request.POST)
    return answer(
        request,
        form,
        theme.enter,
        to=at(theme.project, "plan"),
        told=f"“{theme}” is {form.data.get('state', '')} now.",
        project=theme.project,
        heading="State of the theme",
    )


@require_POST
@login_required
def theme_places(request: MemberRequest, pk: int) -> HttpResponse:
    """Move a theme up or down in the plan."""
    theme = row_of(request, Theme, pk)
    return answer(
        request,
        PlaceForm(request.POST),
        theme.place_at,
        to=at(theme.project, "plan"),
        told="The order of the plan is changed.",
        project=theme.project,
        heading="Place of the theme",
    )


@form_page
@login_required
def use_cases(request: MemberRequest, key: str) -> HttpResponse:
    """Distil a use case from the business goal."""
    project = project_of(request, key)
    admit(request, project, Role.MEMBER)
    return answer(
        request,
        UseCaseForm(sent(request)),
        partial(UseCase.distil, project),
        to=at(project, "use-cases"),
        told="The use case is on the list.",
        project=project,
        heading="New use case",
        word="Add use case",
        lede="A concrete use, distilled from the business goal. The team iterates over these.",
    )


@form_page
@login_required
def use_case(request: MemberRequest, pk: int) -> HttpResponse:
    use_case = row_of(request, UseCase, pk)
    admit(request, use_case.project, Role.MEMBER)
    now = {"title": use_case.title, "description": use_case.description}
    original = Original.row(use_case, use_case.project, now)
    return answer(
        request,
        UseCaseForm(sent(request), initial=now, original=original),
        use_case.reword,
        to=at(use_case.project, "use-cases"),
        told="Saved.",
        project=use_case.project,
        heading="Edit use case",
    )


@require_POST
@login_required
def use_case_drops(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a use case off the list; it stays in the history."""
    use_case = row_of(request, UseCase, pk)
    asked = question(request, f"“{use_case}” leaves the list and can't be put back.", "Drop")
    if asked:
        return asked
    use_case.drop(by=request.user)
    return redirect(at(use_case.project, "use-cases"))


def revise(
    theme: Theme,
    *,
    title: str,
    description: str,
    starts_on: date | None,
    ends_on: date | None,
    state: str,
    by: User,
    use_cases: Iterable[UseCase] = (),
    follows: Iterable[Theme] = (),
) -> None:
    """What one form changes at once; each verb leaves alone what is so already."""
    theme.reword(title=title, description=description, by=by)
    if (theme.starts_on, theme.ends_on) != (starts_on, ends_on):
        theme.plan(starts_on=starts_on, ends_on=ends_on, by=by)
    if set(theme.use_cases.all()) != set(use_cases):
        theme.serve(use_cases, by=by)
    if set(theme.follows.all()) != set(follows):
        theme.follow(follows, by=by)
    if theme.state != state:
        theme.enter(state, by=by)
