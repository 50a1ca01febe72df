"""Typed looks into a JSON object; what is missing or of the wrong type is refused by its place."""

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from integrations.imports.broken import BrokenFile

TYPES = {
    str: "a text",
    int: "a number",
    float: "a number",
    dict: "an object",
    list: "a list",
    bool: "true or false",
    type(None): "nothing",
}
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
FARTHEST = timedelta(hours=15)  # no clock is farther from Greenwich, and no database takes it
NO_OBJECT: dict[str, Any] = {}
NO_LIST: list[Any] = []
Of = TypeVar("Of")


def clean(text: str) -> str:
    """Without what no database takes: NULs (real exports hold them) and halves of characters."""
    if "\0" in text:
        text = text.replace("\0", "")
    if text.isascii():
        return text
    return text.encode(errors="replace").decode()


class JsonObject:
    """An object of the file together with its place in it, put into words only when asked for."""

    __slots__ = ("_inside", "_name", "value")

    def __init__(self, place: "str | JsonObject", value: Any, name: str = "") -> None:
        self._inside, self._name, self.value = place, name, value
        if value.__class__ is not dict:
            raise BrokenFile(self.place, f"an object was expected, not {TYPES[type(value)]}.")

    @property
    def place(self) -> str:
        if isinstance(self._inside, str):
            return self._inside
        return self._inside.place_of(self._name)

    def place_of(self, name: str) -> str:
        return f"{self.place}{'' if self.place.endswith(': ') else '.'}{name}"

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it has to be there."""
        value = self.value.get(name)
        if value.__class__ is str:
            if value.isascii() and "\0" not in value:
                return value
            return clean(value)
        if value is None and default is not None:
            return default
        raise self.error(name, f"a text was expected, not {self._told(value)}.")

    def object(self, name: str) -> "JsonObject | None":
        value = self._of(name, dict, NO_OBJECT)
        if value:
            return JsonObject(self, value, name)
        return None

    def objects(self, name: str) -> list["JsonObject"]:
        items = self._of(name, list, NO_LIST)
        objects = []
        for n, item in enumerate(items):
            objects.append(JsonObject(self, item, f"{name}[{n}]"))
        return objects

    def texts(self, name: str) -> list[str]:
        items = self._of(name, list, NO_LIST)
        holder = JsonObject(self, {str(n): item for n, item in enumerate(items)}, name)
        return [holder.text(key) for key in holder.value]

    def number(self, name: str) -> int:
        """An id: digits, as text or as a number."""
        value = self.value.get(name)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**62:
            return value
        raise self.error(name, f"an id was expected, not {self._told(value)}.")

    def moment(self, name: str) -> datetime:
        moment = self.moment_or_none(name)
        if moment is None:
            raise self.error(name, "a date was expected, not nothing.")
        return moment

    def moment_or_none(self, name: str) -> datetime | None:
        """A date with time and zone, as Jira writes it: 2020-06-12T08:13:13.360+0800."""
        text = self._of(name, str, "")
        if text:
            return self._moment(name, text)
        return None

    def error(self, name: str, sentence: str) -> BrokenFile:
        return BrokenFile(self.place_of(name), sentence)

    def _moment(self, name: str, text: str) -> datetime:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise self.error(name, f"“{text[:40]}” isn't a date with time and zone.") from None
        offset = moment.utcoffset()
        if offset is None:
            raise self.error(name, f"“{text}” has no time zone.")
        if not EARLIEST <= moment < LATEST or abs(offset) > FARTHEST:
            raise self.error(name, f"“{text}” isn't a believable date.")
        return moment

    def _of(self, name: str, kind: type[Of], default: Of) -> Of:
        value = self.value.get(name)
        if value is None:
            value = default
        if value.__class__ is not kind:
            raise self.error(name, f"{TYPES[kind]} was expected, not {self._told(value)}.")
        return value

    def _told(self, value: Any) -> str:
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return f"“{str(value)[:40]}”"
        return TYPES[type(value)]
