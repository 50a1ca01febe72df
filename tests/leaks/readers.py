"""Everybody who isn't to know what a side has sealed, and all that they may ask for."""

import re
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from base.roles import Discipline, Role
from tests.api.routes import PATTERNS, name_in
from tests.web.addresses import PAGES
from tests.world import person

READS = {
    f"GET {pattern.name}": pattern
    for pattern in PATTERNS
    if "get" in getattr(getattr(pattern, "callback", None), "actions", {})
}
NOT_ASKED = {"sign_out"}  # it ends the visit
READERS = ("engineer", "lead of engineering", "product", "guest", "stranger", "admin")
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


def ask(send):
    """What comes back; whatever was done by asking is taken back."""
    connection.queries_log.clear()  # it holds only so many
    ContentType.objects.clear_cache()  # looked up once a process
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        answer = send()
        told = seen(answer, len(queries))
        transaction.set_rollback(True)
    return told


def walk(user, token, names, rows, *, posts=True):
    """Ask for every page, read of the API and list of the admin; return what was seen of each.

    Pages are also sent an empty form, if `posts`.
    """
    client = Client(raise_request_exception=True)
    client.force_login(user)
    found = {}
    for name in sorted(PAGES.keys() - NOT_ASKED):
        address = names(name)
        found[name] = ask(lambda address=address: client.get(address))
        if posts:
            found[f"POST {name}"] = ask(lambda address=address: client.post(address))
    bearer = {"Authorization": f"Bearer {token}"}
    for name, pattern in sorted(READS.items()):
        address = address_of(pattern, rows) + NEWEST.get(name, "")
        found[name] = ask(lambda address=address: client.get(address, headers=bearer))
    if user.is_staff:
        for address in admin_pages():
            found[address] = ask(lambda address=address: client.get(address))
    return found


def address_of(pattern, rows):
    words = pattern.pattern.regex.groupindex
    return reverse(pattern.name, kwargs={word: name_in(pattern.name, word, rows) for word in words})


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
    """Who isn't of science: the other side, others of the team, the customer, the installation."""
    paula, lee = person("paula"), person("lee")
    team.take_in(paula, discipline=Discipline.PRODUCT, by=alice)
    team.take_in(lee, discipline=Discipline.ENGINEERING, role=Role.LEAD, by=alice)
    return dict(zip(READERS, (bob, lee, paula, gina, charlie, root), strict=True))
