"""Authorization: Bearer tp_…, the way integrations come in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import ApiToken

if TYPE_CHECKING:
    from rest_framework.views import APIView

    from teams.models.user import User


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
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Twopizza"'


class ScopeAllows(BasePermission):
    """A token that may read doesn't write."""

    message = "This token may read, not write."
    code = "token-reads-only"

    def has_permission(self, request: Request, view: APIView) -> bool:
        token: Any = request.auth  # an ApiToken; DRF's stubs know its own only
        return token is None or token.may_write or request.method in SAFE_METHODS


class ScopeSigns(BasePermission):
    """What is said for a whole discipline takes a token that was made to say it."""

    message = "This token doesn't sign: make one that may read, write and sign."
    code = "token-does-not-sign"

    def has_permission(self, request: Request, view: APIView) -> bool:
        token: Any = request.auth
        handler = getattr(view, getattr(view, "action", None) or "", None)
        return token is None or token.may_sign or not getattr(handler, "signs", False)


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "tp_…"}
