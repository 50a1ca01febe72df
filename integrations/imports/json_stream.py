"""Reads the items of a long JSON list one by one, so that the size of a file doesn't matter."""

import codecs
import gzip
import json
import zlib
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import NoReturn

from integrations.imports.broken import BrokenFile

CHUNK = 1 << 20
MOST = 64 << 20  # characters of one item; more is no issue of a tracker
NEAR = 12  # an error this close to the end of what was read may only be a cut
OTHER_ENCODINGS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x9d": "compressed",
    b"BZh": "compressed",
}


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} isn't JSON")


DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


class JsonStream:
    """One file, plain or gzipped UTF-8; errors name the file, line and column."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.line = self.column = 1
        self.has_list = False
        self._text, self._at, self._is_complete = "", 0, False

    @property
    def place(self) -> str:
        self._forget()
        return f"{self.path.name}, line {self.line}"

    def items(self, name: str) -> Iterator[object]:
        """Yield the items of the list `name`, or of the list that the file as a whole is."""
        yield from (item for key, item in self.entries(name) if key == name)

    def entries(self, name: str) -> Iterator[tuple[str, object]]:
        """Yield (key, value) of the outermost object; the list `name` comes item by item."""
        try:
            with self._opened() as file:
                self._file = file
                self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
                yield from self._entries(name)
                self._finish()
        except (OSError, EOFError, zlib.error) as error:
            raise BrokenFile(self.path.name, f"can't be read: {error}.") from None

    def whole(self) -> object:
        """Return the file as one value; for the small ones beside an export."""
        try:
            with self._opened() as file:
                self._file = file
                self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
                value = self._value()
                self._finish()
                return value
        except (OSError, EOFError, zlib.error) as error:
            raise BrokenFile(self.path.name, f"can't be read: {error}.") from None

    def _opened(self) -> gzip.GzipFile | BufferedReader:
        with self.path.open("rb") as file:
            start = file.read(4)
        for magic, what in OTHER_ENCODINGS.items():
            if start.startswith(magic):
                raise BrokenFile(self.path.name, f"is {what}; give it as JSON in UTF-8.")
        if start.startswith(b"\x1f\x8b"):
            return gzip.open(self.path)
        return self.path.open("rb")

    def _entries(self, name: str) -> Iterator[tuple[str, object]]:
        first = self._peek()
        if first == "[":
            yield from ((name, item) for item in self._list())
        elif first == "{":
            yield from self._object(name)
        else:
            raise self._error(f"JSON begins with {{ or [.{self._what_else()}")

    def _what_else(self) -> str:
        """What people give by mistake: another of Jira's exports, or the page to sign in on."""
        start = self._text[self._at : self._at + 2000].lower()
        if "<html" in start or "<!doctype html" in start:
            return " This is a web page; did Jira ask to sign in?"
        if start.startswith("<"):
            return " This is XML; ask /rest/api/2/search for JSON."
        if start.partition("\n")[0].count(",") > 2 or start.partition("\n")[0].count(";") > 2:
            return " This looks like CSV, which has no history; ask /rest/api/2/search for JSON."
        return ""

    def _object(self, name: str) -> Iterator[tuple[str, object]]:
        self._take("{")
        while self._peek() != "}":
            key = self._value()
            if not isinstance(key, str):
                raise self._error("a name in quotes is missing.")
            self._take(":")
            if key == name:
                if self._peek() != "[":
                    raise self._error(f"“{name}” isn't a list.")
                yield from ((name, item) for item in self._list())
            else:
                yield key, self._value()
            self._comma_or("}")
        self._take("}")

    def _list(self) -> Iterator[object]:
        self._take("[")
        self.has_list = True
        while self._peek() != "]":
            yield self._value()
            self._comma_or("]")
        self._take("]")

    def _comma_or(self, end: str) -> None:
        if self._peek() == ",":
            self._take(",")
            if self._peek() == end:
                raise self._error("a comma too many.")
        elif self._peek() != end:
            raise self._error(f"a comma or {end} is missing.")

    def _take(self, sign: str) -> None:
        if self._peek() != sign:
            raise self._error(f"{sign} is missing.")
        self._at += 1

    def _peek(self) -> str:
        """The next sign that isn't space; empty at the end of the file."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read():
                return ""

    def _value(self) -> object:
        """Parse one value, reading on for as long as it may only be cut off."""
        self._peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._may_be_cut(error) or not self._read_as_much_again():
                    self._at = error.pos
                    raise self._error(_words(error)) from None
            except (RecursionError, ValueError) as error:
                raise self._error(f"not JSON that can be read ({error}).") from None
            else:
                length = end - self._at
                if end + NEAR < len(self._text) or not self._read():  # -1 may go on as -1.5
                    self._at += length
                    return value

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        return error.msg.startswith("Unterminated") or error.pos >= len(self._text) - NEAR

    def _read_as_much_again(self) -> bool:
        """Double what is held, so that a long value isn't parsed again and again."""
        held = len(self._text) - self._at
        if held > MOST:
            raise self._error(f"a value of more than {MOST >> 20} million characters.")
        while len(self._text) - self._at < 2 * held and self._read():
            pass
        return len(self._text) - self._at > held

    def _read(self) -> bool:
        if self._is_complete:
            return False
        self._forget()
        raw = self._file.read(CHUNK)
        self._is_complete = not raw
        try:
            text = self._decode(raw, final=not raw)
        except UnicodeDecodeError as error:
            raise self._error(f"isn't UTF-8 ({error.reason}) after here.") from None
        if "\0" in text:
            raise self._error("holds NUL bytes; it isn't text.")
        self._text += text
        return bool(text) or not self._is_complete

    def _forget(self) -> None:
        """Drop what has been parsed, and remember in which line we are."""
        gone = self._text[: self._at]
        lines = gone.count("\n")
        self.line += lines
        if lines:
            self.column = len(gone) - gone.rfind("\n")
        else:
            self.column = self.column + len(gone)
        self._text, self._at = self._text[self._at :], 0

    def _finish(self) -> None:
        if self._peek():
            raise self._error("more text after the end.")

    def _error(self, sentence: str) -> BrokenFile:
        self._forget()
        return BrokenFile(f"{self.path.name}, line {self.line}, column {self.column}", sentence)


def _words(error: json.JSONDecodeError) -> str:
    if error.pos >= len(error.doc) - NEAR or error.msg.startswith("Unterminated"):
        return "the file ends in the middle."
    return f"{error.msg[0].lower()}{error.msg[1:]}."
