"""Authorization: Bearer tp_…, the way integrations come in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import Http404
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import ApiToken
from web.api.scopes import REPORT, scopes_enough

if TYPE_CHECKING:
    from rest_framework.views import APIView

    from teams.models.user import User

# Whether what an address names so is of that team: rooms above say it of what they have.
OF_TEAM: dict[str, Callable[[str, int], bool]] = {}


class TokenAuthentication(BaseAuthentication):
    """Finds the token by its digest, with its person, in one query."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, plain = get_authorization_header(request).partition(b" ")
        if not scheme:
            return None
        if scheme.lower() != b"bearer":
            raise AuthenticationFailed("Say: Authorization: Bearer tp_…")
        token = ApiToken.presented(plain.strip().decode("latin-1"))
        if token is None:
            raise AuthenticationFailed("This token isn't valid: unknown, expired or revoked.")
        token.note_use()
        if token.is_of_a_service:
            token.user.service = token.name
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Twopizza"'


class ScopeAllows(BasePermission):
    """A token that may read doesn't write."""

    message = "This token may read, not write."
    code = "token-reads-only"

    def has_permission(self, request: Request, view: APIView) -> bool:
        token: Any = request.auth  # an ApiToken; DRF's stubs know its own only
        if token is None or token.is_of_a_service:  # of what that one writes, ScopeReports decides
            return True
        return token.may_write or request.method in SAFE_METHODS


class ScopeSigns(BasePermission):
    """What is said for a whole discipline takes a token that was made to say it."""

    message = "This token doesn't sign: make one that may read, write and sign."
    code = "token-does-not-sign"

    def has_permission(self, request: Request, view: APIView) -> bool:
        token: Any = request.auth
        handler = getattr(view, getattr(view, "action", None) or "", None)
        return token is None or token.may_sign or not getattr(handler, "signs", False)


class ScopeReports(BasePermission):
    """A service says what has happened in its team's projects, and reads what that takes.

    What it may, each resource names by its `services_may`; of other teams there is nothing for it.
    """

    code = "token-only-reports"

    def has_permission(self, request: Request, view: APIView) -> bool:
        token: Any = request.auth
        if token is None or not token.is_of_a_service:
            return True
        enough = scopes_enough(view, request.method)
        if REPORT not in enough:
            self.message = only_reports(enough)
            return False
        for name, is_of in OF_TEAM.items():
            if name in view.kwargs and not is_of(view.kwargs[name], token.team_id):
                raise Http404
        return True


def only_reports(enough: list[str]) -> str:
    if enough:
        return f"This token only reports: that takes one with the scope {enough[0]}."
    return "This token only reports: that is done on a page, signed in."


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "tp_…",
            "description": (
                "Each operation names in `x-token-scopes` which scopes are enough, each by itself: "
                "`read`, `write` (reads, too), `sign` (does all three) or `report`, that of a "
                "service, which may do no more."
            ),
        }
