"""Behind proxies that append: nobody can choose the address they are counted by."""

import asyncio
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.proxies import BehindProxies, client_of, scheme_of

ADDRESSES = st.ip_addresses().map(str)
LIES = st.lists(st.one_of(ADDRESSES, st.text(max_size=20)), max_size=5)


def canonical(address):
    found = ip_address(address)
    return str(getattr(found, "ipv4_mapped", None) or found)


@given(lies=LIES, client=ADDRESSES, proxies=st.lists(ADDRESSES, max_size=3), cut=st.booleans())
def test_whatever_a_client_writes_its_address_is_what_the_first_proxy_saw(
    lies, client, proxies, cut
):
    """Each proxy appends whom it heard from: the first the client, the next the first, …"""
    appended = [client, *proxies[1:]] if proxies else [client]
    values = [*lies, ", ".join(appended)] if cut else [", ".join([*lies, *appended])]
    peer = proxies[-1] if proxies else "127.0.0.1"
    assert client_of(values, peer, len(appended)) == canonical(client)


@given(lies=LIES, peer=ADDRESSES)
def test_without_a_proxy_nobody_is_believed(lies, peer):
    assert client_of(lies, peer, 0) == peer
    assert scheme_of(lies, "http", 0) == "http"


@given(values=LIES, peer=ADDRESSES, trusted=st.integers(1, 10))
def test_what_is_told_is_always_an_address(values, peer, trusted):
    ip_address(client_of(values, peer, trusted))


@given(lies=st.lists(st.sampled_from(["http", "https", "wss", "ftp", ""]), max_size=4))
def test_the_scheme_is_what_our_proxy_saw(lies):
    assert scheme_of([*lies, "HTTPS"], "http", 1) == "https"
    assert scheme_of([*lies, "http, https"], "https", 2) == "http"
    assert scheme_of([*lies, "gopher"], "http", 1) == "http"


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("192.0.2.1:1234", "192.0.2.1"),
        ("[2001:DB8::1]:443", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ('"[2001:db8::1]"', "2001:db8::1"),
        ("unknown", "10.0.0.1"),
        ("", "10.0.0.1"),
        ("_hidden", "10.0.0.1"),
        ("1.2.3", "10.0.0.1"),
    ],
)
def test_the_ways_to_write_an_address(entry, address):
    assert client_of([entry], "10.0.0.1", 1) == address


def test_a_request_goes_on_with_what_was_believed_and_without_the_headers():
    seen: dict[str, Any] = {}

    async def application(scope, receive, send):
        seen.update(scope)

    async def receive():
        raise AssertionError("nobody asks for the body")

    async def send(message):
        raise AssertionError("nobody answers")

    scope = {
        "type": "http",
        "scheme": "http",
        "client": ("10.0.0.1", 99),
        "headers": [
            (b"x-forwarded-for", b"6.6.6.6"),
            (b"host", b"x"),
            (b"x-forwarded-for", b"192.0.2.7"),
            (b"x-forwarded-proto", b"https"),
        ],
    }
    asyncio.run(BehindProxies(application, 1)(scope, receive, send))
    assert (seen["client"], seen["scheme"]) == (("192.0.2.7", 99), "https")
    assert seen["headers"] == [(b"host", b"x")]
    asyncio.run(BehindProxies(application, 0)(scope, receive, send))
    assert seen["client"] == ("10.0.0.1", 99)
