"""From which texts a form was made: who saves over words they never saw is shown both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Self

from django.db.models import Model

from base.refusals import Refused

MADE_FROM = "made_from"
THEIRS = "take_theirs"
SENTENCE = "Somebody changed this while you wrote. Both texts are below; nothing is lost."


class Overtaken(Refused):
    """Somebody else saved other words since the form was made."""

    def __init__(self, theirs: dict[str, str] | None = None) -> None:
        super().__init__(SENTENCE)
        self.theirs = theirs or {}  # by the form's fields


def digest(value: str) -> str:
    """Know a text again, whatever a browser makes of its line ends."""
    text = "" if value is None else str(value)
    plain = "\n".join(text.splitlines()).strip()
    return hashlib.sha256(plain.encode(errors="surrogatepass")).hexdigest()[:16]


def merged(made_from: str, now: str, mine: str, takes_theirs: bool = False) -> str:
    """Return the text to save, given the digest of what the form showed; raise Overtaken.

    Without a digest nothing is known of what was seen, so mine counts, as it does in the API
    without If-Match.
    """
    if takes_theirs or (made_from and digest(mine) == made_from):
        return now
    if made_from and digest(now) not in (made_from, digest(mine)):
        raise Overtaken
    return mine


def packed(digests: dict[str, str]) -> str:
    return " ".join(f"{name}:{known}" for name, known in digests.items())


def unpacked(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split()[:100])
    return {name: known for name, _, known in pairs}


class Original:
    """What a form changes: locked while it is compared, so that two saves can't both win."""

    def __init__(
        self, project: Model, now: Callable[[], dict[str, Any]], shown: dict[str, Any]
    ) -> None:
        self.project, self.now, self.shown = project, now, shown

    @classmethod
    def row(
        cls, row: Model, project: Model, fields: tuple[()] | dict[str, Any], **called: str
    ) -> Self:
        """Fields of a row; `called` are those that the form calls otherwise, by its names."""
        columns = {name: name for name in fields} | called
        return cls(project, lambda: _reread(row, columns), _values(row, columns))

    def held(self) -> dict[str, Any]:
        """The values as they stand, under the project's lock until the transaction ends."""
        rows = self.project.__class__._default_manager  # a request's user is a proxy of one
        rows.select_for_update(of=["self"]).get(pk=self.project.pk)
        return self.now()


def _reread(row: Model, columns: dict[str, str]) -> dict[str, Any]:
    row.refresh_from_db(fields=list(columns.values()))
    return _values(row, columns)


def _values(row: Model, columns: dict[str, str]) -> dict[str, Any]:
    return {name: getattr(row, column) for name, column in columns.items()}
