"""Who asks, through how many proxies of ours: each appends to X-Forwarded-For whom it heard from.

So only what stands at the end can be believed, as far as there are proxies of ours; whatever stands
before it was written by whoever likes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from base.asgi import Receive, Scope, Send

FORWARDED = (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded")


class BehindProxies:
    """An ASGI application whose requests tell the client's address and scheme as ours saw them."""

    def __init__(self, application: Callable[..., Awaitable[None]], trusted: int) -> None:
        self.application = application
        self.trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.trusted:
            scope = self._told(scope)
        await self.application(scope, receive, send)

    def _told(self, scope: Scope) -> Scope:
        peer, port = scope.get("client") or ("", 0)
        client = client_of(_values(scope, b"x-forwarded-for"), peer, self.trusted)
        scheme = scheme_of(_values(scope, b"x-forwarded-proto"), scope["scheme"], self.trusted)
        headers = []
        for pair in scope["headers"]:
            if pair[0] not in FORWARDED:
                headers.append(pair)
        return {**scope, "client": (client, port), "scheme": scheme, "headers": headers}


def client_of(values: list[str], peer: str, trusted: int) -> str:
    """Return what the outermost of our proxies heard from; the peer where it said no address."""
    return _address(_by_ours(values, trusted)) or peer


def scheme_of(values: list[str], own: str, trusted: int) -> str:
    told = _by_ours(values, trusted).lower()
    if told in ("http", "https"):
        return told
    return own


def _by_ours(values: list[str], trusted: int) -> str:
    """The entry of the outermost proxy of ours; of the outermost there was, if there were fewer."""
    entries = []
    for value in values:
        for entry in value.split(","):
            entries.append(entry.strip())
    if values and trusted:
        return entries[-min(trusted, len(entries))]
    return ""


def _address(entry: str) -> str:
    """Return 192.0.2.1, 192.0.2.1:80, 2001:db8::1 or [2001:db8::1]:80 as an address, or nothing."""
    entry = entry.strip('"')
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    try:
        address = ip_address(entry)
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


def _values(scope: Scope, name: bytes) -> list[str]:
    values = []
    for key, value in scope["headers"]:
        if key == name:
            values.append(value.decode("latin-1"))
    return values
