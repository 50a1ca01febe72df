"""The report as sections of blocks: the page and the PDF draw these, and add no word."""

from __future__ import annotations

import msgspec


class Block(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """Something that is drawn below a heading."""

    @property
    def template(self) -> str:
        """What draws it on the page."""
        return f"briefs/brief/_{type(self).__struct_config__.tag}.html"


class Words(Block, frozen=True, kw_only=True, tag="words"):
    """What somebody wrote, in Markdown."""

    text: str


class Notice(Block, frozen=True, kw_only=True, tag="notice"):
    """What the report itself says: what isn't there, where a number is from."""

    text: str


class Fact(msgspec.Struct, frozen=True):
    label: str
    text: str  # what somebody wrote, in Markdown
    is_plain: bool = False  # ours, or a name: never Markdown


class Facts(Block, frozen=True, kw_only=True, tag="facts"):
    facts: list[Fact]


class Entry(Block, frozen=True, kw_only=True, tag="entry"):
    """One thing among others, with how it stands."""

    title: str
    mark: str = ""
    text: str = ""  # in Markdown
    facts: list[Fact] = []


class Measure(Block, frozen=True, kw_only=True, tag="measure"):
    """A metric on a line from where it began to its aim; places are percent of the line."""

    title: str
    about: str  # kind, grade, when and how it was seen
    now: str
    spread: str
    begin_words: str
    aim_words: str
    begin: float
    aim: float
    point: float | None
    low: float | None
    high: float | None
    alt: str

    @property
    def beyond(self) -> float:
        """How much of the line is at least as good as the aim."""
        return round(100 - self.aim, 2)

    @property
    def width(self) -> float:
        return round((self.high or 0) - (self.low or 0), 2)


class Tick(msgspec.Struct, frozen=True):
    at: float
    words: str


class Span(msgspec.Struct, frozen=True):
    label: str
    words: str
    low: float
    high: float
    due: float | None
    is_open: bool  # it goes on beyond the chart

    @property
    def width(self) -> float:
        """So much is always seen, were it a day."""
        return round(max(self.high - self.low, 1), 2)


class Spans(Block, frozen=True, kw_only=True, tag="spans"):
    """Ranges of days on one line of time; places are percent of it."""

    alt: str
    ticks: list[Tick]
    spans: list[Span]


AnyBlock = Words | Notice | Facts | Entry | Measure | Spans


class Section(msgspec.Struct, frozen=True):
    key: str
    title: str
    blocks: list[AnyBlock]


class Document(msgspec.Struct, frozen=True):
    title: str
    lede: str
    as_of: str
    sections: list[Section]
