"""The people of the export, and the small file that says what they are."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from base.roles import Discipline, Role
from integrations.imports.broken import BrokenFile
from integrations.imports.jira.reading import JsonObject

LONGEST_ID = 100
NO_MAIL = "jira.invalid"  # a domain that can't exist: nothing is ever sent there
KNOWN_COLUMNS = {"person", "discipline", "role", "email", "name"}


class Account(NamedTuple):
    """Somebody as Jira names them; the same id is the same person."""

    id: str
    name: str
    email: str
    is_app: bool
    is_active: bool

    @classmethod
    def of(cls, person: JsonObject | None) -> Account | None:
        if person is None:
            return None
        name, email = person.text("displayName", ""), person.text("emailAddress", "")
        ids = (person.text(field, "") for field in ("accountId", "key", "name"))
        account_id = next(filter(None, ids), "") or _id_in_address(person) or email or name
        if not account_id:
            return None
        return cls(
            short_id(account_id),
            (name.strip() or account_id)[:120],
            email if len(email) <= 254 else "",
            person.text("accountType", "") == "app",
            person.value.get("active") is not False,
        )

    @property
    def placeholder(self) -> str:
        """An address for somebody whose own isn't told; two accounts never share one."""
        word = self._word
        if word != self.id:
            digest = hashlib.sha256(self.id.encode()).hexdigest()[:12]
            word = f"{word[:40]}-{digest}".strip("-")
        return f"{word}@{NO_MAIL}"

    @property
    def old_placeholder(self) -> str:
        """What stood there before; accounts whose ids are written alike shared it."""
        return f"{self._word}@{NO_MAIL}"

    @property
    def _word(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.id.lower()).strip("-")[:60]


def short_id(account_id: str) -> str:
    """An id that fits; long ones that begin alike stay different."""
    if len(account_id) <= LONGEST_ID:
        return account_id
    return f"{account_id[:60]}#{hashlib.sha256(account_id.encode()).hexdigest()[:32]}"


def _id_in_address(person: JsonObject) -> str:
    """Exports that were made anonymous often keep the account id in the address of the account."""
    return person.text("self", "").partition("accountId=")[2]


@dataclass(slots=True)
class Seen:
    """When somebody was first and last named."""

    account: Account
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What the mapping file says of somebody."""

    discipline: str = Discipline.UNKNOWN
    role: str = Role.MEMBER
    email: str = ""
    name: str = ""


class Mapping:
    """person,discipline,role,email: who is what; a person is an account id, an e-mail or a name."""

    def __init__(self, path: str | Path | None) -> None:
        self.rows: dict[str, Told] = {}
        self.used: set[str] = set()
        if path:
            self._read(Path(path))

    def of(self, account: Account) -> Told:
        for word in (account.id, account.email, account.name):
            if word and word.lower() in self.rows:
                self.used.add(word.lower())
                return self.rows[word.lower()]
        return Told()

    @property
    def unused(self) -> list[str]:
        return sorted(set(self.rows) - self.used)

    def _read(self, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise BrokenFile(path.name, f"can't be read: {error}.") from None
        if "\0" in text:
            raise BrokenFile(path.name, "holds NUL bytes; it isn't text.")
        rows = csv.DictReader(io.StringIO(text), restkey="too_many")
        columns = self._columns(path, rows)
        if not {"person", "discipline"} <= columns or not columns <= KNOWN_COLUMNS:
            raise BrokenFile(
                f"{path.name}, line 1",
                "the columns are person, discipline and, if wanted, role, email and name.",
            )
        try:
            for row in rows:
                self._take(f"{path.name}, line {rows.line_num}", row)
        except csv.Error as error:
            place = f"{path.name}, after line {rows.line_num}"
            raise BrokenFile(place, f"isn't CSV that can be read: {error}.") from None

    def _columns(self, path: Path, rows: csv.DictReader[str]) -> set[str]:
        try:
            return set(rows.fieldnames or ())
        except csv.Error as error:
            raise BrokenFile(f"{path.name}, line 1", f"isn't CSV: {error}.") from None

    def _take(self, place: str, row: dict[str, Any]) -> None:
        if "too_many" in row or None in row.values():
            raise BrokenFile(place, "has more or fewer columns than the first line.")
        values = {name: value.strip() for name, value in row.items()}
        told = Told(
            values["discipline"].lower() or Discipline.UNKNOWN,
            values.get("role", "").lower() or Role.MEMBER,
            values.get("email", ""),
            values.get("name", ""),
        )
        if told.discipline not in Discipline.values:
            raise BrokenFile(
                place,
                f"discipline “{told.discipline}” isn't one of {', '.join(Discipline.values)}.",
            )
        if told.role not in Role.values:
            raise BrokenFile(place, f"role “{told.role}” isn't one of {', '.join(Role.values)}.")
        if not values["person"] or values["person"].lower() in self.rows:
            raise BrokenFile(place, f"person “{values['person']}” is missing or told twice.")
        self.rows[values["person"].lower()] = told
