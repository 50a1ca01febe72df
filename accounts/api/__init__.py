"""Who a key speaks for, and keys themselves, over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.api.me import MeResource
from accounts.api.tokens import TokenResource

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

__all__ = ["MeResource", "register"]


def register(router: SimpleRouter) -> None:
    router.register("tokens", TokenResource, "token")
