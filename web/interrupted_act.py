"""An act whose person had no session: carried through the sign-in, done once they say so again.

Nothing happens by itself: after the sign-in a page shows the words and has one button. The act is
signed, so where it goes and whose it was are what the form said, and that had its token.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from web.choice_labels import called
from web.refusals import HIDDEN, came_from
from web.sent_twice import FIELD, UNSPOKEN, person_of

if TYPE_CHECKING:
    from base.user import User

CARRIED = "unfinished"
SECONDS = 86_400  # to sign in within
MOST_FIELDS = 500
MOST_KEPT = 200_000  # characters of a form that are kept while somebody signs in
SECRET = "password"  # noqa: S105  what has it in its name is typed again, never given back
NO_WORDS = HIDDEN | {"made_from", "content_hash", CARRIED, "next"}
MOST_SHOWN = 50


@dataclass(frozen=True)
class Unfinished:
    """Where a form went, what it said, whose page it stood on, and where that page is."""

    path: str
    fields: list[tuple[str, str]]
    person: str
    back: str

    @classmethod
    def of(cls, request: HttpRequest) -> Unfinished | None:
        """The act that was tried; None where it can't be carried: a secret in it, or too much."""
        sent = []
        for name, values in request.POST.lists():
            for value in values:
                sent.append((name, value))
        length = sum(len(name) + len(value) for name, value in sent)
        has_secret = any(SECRET in name for name, _ in sent)
        if has_secret or request.FILES or length > MOST_KEPT or len(sent) > MOST_FIELDS:
            return None
        fields = []
        for name, value in sent:
            if name not in UNSPOKEN | {"back"}:
                fields.append((name, value))
        person = person_of(request.POST.get(FIELD, ""))
        return cls(request.get_full_path(), fields, person, came_from(request))

    @classmethod
    def carried(cls, request: HttpRequest) -> Unfinished | None:
        """The one that a form of the sign-in brings along."""
        try:
            told = signing.loads(request.POST.get(CARRIED, ""), salt=CARRIED, max_age=SECONDS)
            return cls(told[0], [(name, value) for name, value in told[1]], told[2], told[3])
        except (signing.BadSignature, ValueError):
            return None

    @property
    def packed(self) -> str:
        told = [self.path, self.fields, self.person, self.back]
        return signing.dumps(told, salt=CARRIED, compress=True)

    @property
    def words(self) -> list[Any]:
        return in_words(self.fields)

    def words_for(self, reader: User) -> Any:
        """The same with what was chosen, called as the reader knows it."""
        return in_words(self.fields, reader)

    def is_of(self, user: User) -> bool:
        return self.person == str(user.pk)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The words of a form, by the names of their fields; no password, token or choice."""
    return in_words((name, value) for name, values in request.POST.lists() for value in values)


def in_words(fields: Iterable[Any], reader: User | None = None) -> list[tuple[str, str]]:
    kept, room = [], MOST_KEPT
    for name, value in fields:
        if name in NO_WORDS or SECRET in name or not value.strip():
            continue
        said = called(name, value, reader)
        if said is None:
            continue
        kept.append((name.replace("_", " ").capitalize(), said[:room]))
        room = max(0, room - len(value))
    return kept[:MOST_SHOWN]


def from_here(request: HttpRequest) -> bool:
    """Whether a page of ours sent this, as the browser says: no other host can make it say so."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.get_host()


def go_on(request: HttpRequest, act: Unfinished, reader: User, status: int = 200) -> HttpResponse:
    """The page that shows what was about to happen, to whoever is signed in now."""
    words = {"act": act, "kept": act.words_for(reader), "is_mine": act.is_of(reader)}
    return unkept(render(request, "going_on.html", words, status=status))


def unkept(answer: HttpResponse) -> HttpResponse:
    """A page that gives words back may give back sealed ones: nothing keeps it."""
    answer.headers["Cache-Control"] = "no-store"
    return answer
