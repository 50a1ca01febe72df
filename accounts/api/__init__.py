"""Who a key speaks for, and keys themselves, over the API."""

from accounts.api.me import MeResource
from accounts.api.tokens import TokenResource

__all__ = ["MeResource", "register"]


def register(router):
    router.register("tokens", TokenResource, "token")
