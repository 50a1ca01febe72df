"""What the pages of solutions, trials, deployments and incidents do alike with one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from base.roles import Role
from projects.pages.found import admit, row_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from solutions.models import Deployment, Incident, Solution, Trial
    from web.forms import VerbForm
    from web.requests import MemberRequest

    Row = Solution | Trial | Deployment | Incident


class WithPage(Protocol):
    """A row that is read on a page of its own."""

    pk: int

    @property
    def address(self) -> str: ...


_Found = TypeVar("_Found", bound="Row")


def found_to_change(
    request: MemberRequest, model: type[_Found], pk: int, role: Role = Role.MEMBER
) -> _Found:
    """The row, for whoever may change it; others are refused before they fill in a form."""
    found = row_of(request, model, pk)
    admit(request, found.project, role)
    return found


def perform_on(
    request: MemberRequest,
    found: WithPage,
    form: VerbForm,
    verb: Callable[..., Any],
    told: str,
    show: Callable[..., HttpResponse],
    *,
    to: str = "",
) -> HttpResponse:
    """Do it and go back to the row, unless on to elsewhere; or say on its page why it wasn't."""
    if form.performs(verb, by=request.user):
        messages.success(request, told)
        return redirect(to or found.address)
    return show(request, found.pk, form, status=form.status)
