"""Typed looks into a JSON object; what is missing or of the wrong type is refused by its place."""

from datetime import UTC, datetime

from django.utils.dateparse import parse_datetime

from integrations.imports.broken import BrokenFile

TYPES = {str: "a text", int: "a number", float: "a number", dict: "an object", list: "a list",
         bool: "true or false", type(None): "nothing"}  # fmt: skip
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
JIRA_ZONE = "%Y-%m-%dT%H:%M:%S.%f%z"


def clean(text: str) -> str:
    """Without what no database takes: NULs (real exports hold them) and halves of characters."""
    if "\0" in text:
        text = text.replace("\0", "")
    return text if text.isascii() else text.encode(errors="replace").decode()


class Looker:
    """An object of the file together with its place in it."""

    def __init__(self, place: str, value: object):
        if not isinstance(value, dict):
            raise BrokenFile(place, f"an object was expected, not {TYPES[type(value)]}.")
        self.place, self.value = place, value

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it has to be there."""
        value = self._of(name, str, default)
        return clean(value)

    def object(self, name: str) -> "Looker | None":
        value = self._of(name, dict, {})
        return Looker(f"{self.place}.{name}", value) if value else None

    def objects(self, name: str) -> list["Looker"]:
        items = self._of(name, list, [])
        return [Looker(f"{self.place}.{name}[{n}]", item) for n, item in enumerate(items)]

    def texts(self, name: str) -> list[str]:
        items = self._of(name, list, [])
        holder = Looker(f"{self.place}.{name}", {str(n): item for n, item in enumerate(items)})
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
        return self._moment(name, text) if text else None

    def error(self, name: str, sentence: str) -> BrokenFile:
        return BrokenFile(f"{self.place}.{name}", sentence)

    def _moment(self, name, text):
        try:
            moment = parse_datetime(text) or datetime.strptime(text, JIRA_ZONE)  # noqa: DTZ007
        except ValueError:
            raise self.error(name, f"“{text[:40]}” isn't a date with time and zone.") from None
        if moment.tzinfo is None:
            raise self.error(name, f"“{text}” has no time zone.")
        if not EARLIEST <= moment < LATEST:
            raise self.error(name, f"“{text}” isn't a believable date.")
        return moment

    def _of(self, name, kind, default):
        value = self.value.get(name)
        if value is None:
            value = default
        if not isinstance(value, kind):
            raise self.error(name, f"{TYPES[kind]} was expected, not {self._told(value)}.")
        return value

    def _told(self, value) -> str:
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return f"“{str(value)[:40]}”"
        return TYPES[type(value)]
