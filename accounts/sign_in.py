"""How often somebody may try to sign in; counted before the password is looked at.

Whoever tries from a device or an address that this person has come in from before isn't held up by
what strangers try elsewhere. An attempt that succeeds is taken back: an office behind one address
may sign in as often as it likes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from ipaddress import ip_network

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from web.limits import forgive, hit, is_remembered, remember

COOKIE = "device"
COOKIE_SECONDS = 400 * 86_400  # no browser keeps one for longer
ADDRESS_SECONDS = 90 * 86_400
MOST_PEOPLE = 20  # who share a device; the first of more is forgotten


@dataclass(frozen=True)
class Device:
    """A browser, by a cookie that only we can write: its name and who has come in from it."""

    name: str
    people: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: HttpRequest) -> Device:
        try:
            told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE)
            return cls(told["name"], tuple(told["people"]))
        except (signing.BadSignature, KeyError, TypeError):
            return cls(secrets.token_urlsafe(12))

    def knows(self, email: str) -> bool:
        return _person(email) in self.people

    def let_in(self, answer: HttpResponse, email: str) -> None:
        """Write into the answer's cookie that this person has come in from here."""
        person = _person(email)
        others = []
        for one in self.people:
            if one != person:
                others.append(one)
        told = {"name": self.name, "people": [*others, person][-MOST_PEOPLE:]}
        answer.set_cookie(
            COOKIE,
            signing.dumps(told, salt=COOKIE),
            max_age=COOKIE_SECONDS,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
            path="/sign-in/",
        )


class Attempt:
    """One attempt as one person, from one browser at one address."""

    def __init__(self, email: str, address: str, device: Device) -> None:
        self.email = email.strip().lower()
        self.address = network_of(address)
        self.counted = self._counted(device)

    def _counted(self, device: Device) -> list[tuple[str, ...]]:
        """What it counts against.

        A device that is known has a count of its own. Else the pair of address and e-mail has
        the tight limit; the address a wide one against trying many e-mails; and the e-mail the
        widest against many hosts, from which an address that is known is free.
        """
        if device.knows(self.email):
            return [(settings.SIGN_IN_LIMIT, "sign-in-device", device.name, self.email)]
        counted = [
            (settings.SIGN_IN_LIMIT, "sign-in", self.address, self.email),
            (settings.SIGN_IN_LIMIT_ADDRESS, "sign-in-address", self.address),
        ]
        if not is_remembered(self._place()):
            counted.append((settings.SIGN_IN_LIMIT_EMAIL, "sign-in-email", self.email))
        return counted

    def must_wait(self) -> int:
        """Count it; return the seconds until one more is allowed, 0 if this one is."""
        verdicts = [hit(*counted) for counted in self.counted]
        return max((max(1, v.reset_seconds) for v in verdicts if not v.allowed), default=0)

    def succeeded(self) -> None:
        """Take it back, and remember from where this person comes."""
        for counted in self.counted:
            forgive(*counted)
        remember(self._place(), ADDRESS_SECONDS)

    def _place(self) -> str:
        return f"place/{_person(f'{self.email} {self.address}')}"


def network_of(address: str) -> str:
    """Return whom an address stands for: with IPv6 everybody has a whole /64 of them."""
    try:
        if ":" in address:
            return str(ip_network(f"{address}/64", strict=False))
        return address
    except ValueError:
        return address


def _person(words: str) -> str:
    """Who it is, so that neither a cookie nor Redis tells it."""
    return salted_hmac("sign-in", words.strip().lower()).hexdigest()[:24]
