"""Everybody who isn't to know what a side has sealed, and all that they may ask for."""

import re
from dataclasses import dataclass
from http.cookies import SimpleCookie

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from base.roles import Discipline, Role
from tests.api.routes import PATTERNS, name_in
from tests.odd.crawler import bare
from tests.web.addresses import PAGES
from tests.world import person

READS = {
    f"GET {pattern.name}": pattern
    for pattern in PATTERNS
    if "get" in getattr(getattr(pattern, "callback", None), "actions", {})
}
NOT_ASKED = {"sign_out"}  # it ends the visit
READERS = ("science", "engineer", "lead of engineering", "product", "guest", "stranger", "admin")
# What was said last doesn't stand on the first page of a history that begins with the oldest.
NEWEST = {"GET event-list": "?order=-id&page_size=100", "GET feed-list": "?page_size=200"}
# What differs from one answer to the next by itself.
BY_CHANCE = (
    re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[^"]*'),
    re.compile(rb'(?<=name="once" value=")[^"]*'),
    re.compile(rb'(?<=name="handle" value=")[^"]*'),  # of a note that is yet to be written
    re.compile(rb'(?<=content=")[\w-]{22}\.\d*(?=")'),
    re.compile(rb'(?<=nonce=")[^"]*'),
    re.compile(rb"(?<='nonce-)[^']*"),
)
OF_CHANCE = {"Set-Cookie", "X-Request-Id", "Server-Timing", "RateLimit", "RateLimit-Policy"}


@dataclass(frozen=True)
class Seen:
    """One answer: what a reader could learn from."""

    status: int
    headers: tuple
    body: bytes
    statements: int


def masked(value):
    """Without what chance put into it."""
    for pattern in BY_CHANCE:
        value = pattern.sub(b"-", value)
    return value


def seen(answer, statements):
    headers = [(k, masked(v.encode())) for k, v in sorted(answer.items()) if k not in OF_CHANCE]
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return Seen(answer.status_code, tuple(headers), masked(body), statements)


class Counter:
    """How many statements there were."""

    def __init__(self):
        self.count = 0

    def __call__(self, execute, *told):
        self.count += 1
        return execute(*told)


def ask(send):
    """What comes back; whatever was done by asking is taken back."""
    ContentType.objects.clear_cache()  # looked up once a process
    counter = Counter()
    with transaction.atomic(), connection.execute_wrapper(counter):
        answer = send()
        told = seen(answer, counter.count)
        transaction.set_rollback(True)
    return told


def walk(user, token, names, rows, *, also=(), posts=True):
    """Ask for every page, read of the API and list of the admin; return what was seen of each.

    Pages are also sent an empty form, if `posts`. What has another address where `rows` say what
    one of `also` says is asked there, too: as "name at address".
    """
    with bare():
        client = Client(raise_request_exception=True)
        client.force_login(user)
        signed_in, found = client.cookies.output(header=""), {}
        for name, address in addresses(PAGES.keys() - NOT_ASKED, names, rows, also):
            found[name] = ask(lambda address=address: client.get(address))
            if posts:
                found[f"POST {name}"] = ask(lambda address=address: client.post(address))
                client.cookies = SimpleCookie(signed_in)  # with no message for the next page
        bearer = {"Authorization": f"Bearer {token}"}
        for name, address in addresses(READS, lambda name: address_of(name, rows), rows, also):
            found[name] = ask(lambda address=address: client.get(address, headers=bearer))
        if user.is_staff:
            for address in admin_pages():
                found[address] = ask(lambda address=address: client.get(address))
    return found


def addresses(routes, address_of, rows, also):
    """Each route with its address; and once more where it has another for one of `also`."""
    known: dict[str, str] = {}
    for named in (dict(rows), *also):
        rows.update(named)
        for route in sorted(routes):
            address = address_of(route)
            if address not in known:
                is_first = route not in known.values()
                known[address] = route
                yield (route if is_first else f"{route} at {address}"), address


def address_of(name, rows):
    pattern = READS[name]
    words = pattern.pattern.regex.groupindex
    there = {word: name_in(pattern.name, word, rows) for word in words}
    return reverse(pattern.name, kwargs=there) + NEWEST.get(name, "")


def admin_pages():
    """Each list of the admin, and the page of one row in it."""
    for model in admin.site._registry:
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.order_by("-pk").first()
        for name, words in ((f"{stem}_changelist", []), (f"{stem}_change", [row and row.pk])):
            try:
                yield reverse(name, args=words)
            except NoReverseMatch:
                continue


def outsiders(team, alice, bob, gina, charlie, root):
    """Everybody but alice: of her side and the other, the customer, strangers, the installation."""
    carol, paula, lee = person("carol"), person("paula"), person("lee")
    team.take_in(carol, discipline=Discipline.SCIENCE, by=alice)
    team.take_in(paula, discipline=Discipline.PRODUCT, by=alice)
    team.take_in(lee, discipline=Discipline.ENGINEERING, role=Role.LEAD, by=alice)
    return dict(zip(READERS, (carol, bob, lee, paula, gina, charlie, root), strict=True))
