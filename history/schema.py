"""What an event may say: one frozen class per verb, beside the noun whose verb it is.

A class names the fields that stand in `Event.details`, their types and units, who may see the line
and the sentence it is told with. Whoever writes an event makes an instance; what doesn't fit its
class is a fault of the program and is refused wherever it happens. A class that changes its fields
gets a step in `upgrades`, through which lines of earlier versions are read: they are never
rewritten.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    Self,
    dataclass_transform,
    get_type_hints,
)

import msgspec
from msgspec import Meta

JsonObject = dict[str, Any]
Upgrade = Callable[[JsonObject], JsonObject]
AS_THEY_ARE = (date, datetime, Decimal)  # the column's encoder knows them


class EventError(Exception):
    """A verb or a field that no class knows: a fault of whoever writes the event."""


@dataclass(frozen=True, slots=True)
class EventText:
    """One sentence, or the fields that choose between several; and the icon beside it.

    `{field:kind}` is a value of the event's details: kinds are in `history/activity`, in `names.py`
    (rows that have names) and in `words.py`. `{story}` and `{sprint}` are what the event hangs on.
    """

    icon: str
    sentence: str
    # Pairs (field, sentence): told instead where that field is empty.
    without: tuple[tuple[str, str], ...] = ()
    # Pairs (field, text): told instead where that field is who did it.
    own: tuple[tuple[str, "EventText"], ...] = ()

    def chosen(self, details: JsonObject, actor: int | None = None) -> str:
        for field, text in self.own:
            if actor is not None and details.get(field) == actor:
                return text.chosen(details)
        for field, sentence in self.without:
            if details.get(field) in (None, "", [], 0):
                return sentence
        return self.sentence

    def sentences(self) -> list[str]:
        """All that it may say."""
        of_own = [sentence for _, text in self.own for sentence in text.sentences()]
        return [self.sentence, *(sentence for _, sentence in self.without), *of_own]


def own_text(sentence: str, *without: tuple[str, str]) -> EventText:
    """What somebody did to themselves; the icon is that of the verb."""
    return EventText("", sentence, without)


class _Strict(msgspec.StructMeta):
    """Every class is frozen, knows its fields by name only and refuses all others."""

    def __new__(mcs, name: str, bases: tuple[type, ...], space: JsonObject, **more: Any) -> Any:
        options: JsonObject = {
            "frozen": True,
            "forbid_unknown_fields": True,
            "kw_only": True,
        } | more
        return super().__new__(mcs, name, bases, space, **options)


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Fields(msgspec.Struct, frozen=True, kw_only=True, metaclass=_Strict):
    """Some fields of a row, as they stood before or stand after a change."""


SCHEMAS: dict[str, type["EventDetails"]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
class EventDetails(msgspec.Struct, frozen=True, kw_only=True, metaclass=_Strict):
    """What one verb says. Fields that are UNSET aren't written."""

    verb: ClassVar[str] = ""
    text: ClassVar[EventText]
    is_internal: ClassVar[bool] = True  # guests don't hear of it, unless `internal` is false
    is_of_a_side: ClassVar[bool] = False  # names a discipline, nobody of it and no time
    since: ClassVar[str] = "2026-11"  # the version of Twopizza that first wrote the verb
    upgrades: ClassVar[tuple[Upgrade, ...]] = ()  # from version 1 to 2, from 2 to 3 and so on

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if not cls.verb:
            return
        if cls.verb in SCHEMAS:
            raise EventError(f"Two classes say {cls.verb}.")
        SCHEMAS[cls.verb] = cls

    @classmethod
    def texts(cls) -> set[str]:
        """Fields that are people's words themselves, not several under their names."""
        types = get_type_hints(cls, include_extras=True)
        return {name for name in cls.__struct_fields__ if types[name] is Text}

    @classmethod
    def schema_version(cls) -> int:
        """Which shape of its details the class writes, counted from 1."""
        return len(cls.upgrades) + 1

    @classmethod
    def of(cls, details: JsonObject | Self) -> Self:
        """Return the instance that these values make, each of the type that its field names."""
        try:
            return msgspec.convert(_plain(details), cls)
        except msgspec.ValidationError as error:
            raise EventError(f"{cls.verb} doesn't say {details}: {error}") from error

    def checked(self) -> JsonObject:
        """Return what is written, each value of the type that its field names."""
        return _plain(self.of(self))

    @classmethod
    def upgraded(cls, details: JsonObject, version: int) -> JsonObject:
        """Return what a line of an earlier version would say today."""
        for step in cls.upgrades[version - 1 :]:
            details = step(details)
        return details


class OpenEventDetails(EventDetails):
    """What one verb says to guests as well: who writes such a class has thought of them."""

    is_internal: ClassVar[bool] = False


def _plain(values: object) -> JsonObject:
    """Values as JSON has them, except for days, moments and decimals."""
    plain: JsonObject = msgspec.to_builtins(values, builtin_types=AS_THEY_ARE)
    return plain


def schema_of(verb: str) -> type[EventDetails]:
    try:
        return SCHEMAS[verb]
    except KeyError:
        raise EventError(f"No class says {verb}.") from None


def upgraded(verb: str, details: JsonObject, version: int) -> JsonObject:
    """Return the details of a stored line as its class has them today; what is unknown stays."""
    schema = SCHEMAS.get(verb)
    return schema.upgraded(details, version) if schema else details


def internal_verbs() -> tuple[str, ...]:
    """Verbs of which guests aren't told, unless the line itself says that it isn't internal."""
    return tuple(verb for verb, schema in SCHEMAS.items() if schema.is_internal)


# --- Types of fields, with what they mean and an example ------------------------------------------
def row_id(of: str) -> Meta:
    return Meta(description=f"The id of {of}.", examples=[7])


PersonId = Annotated[int, row_id("a person")]
StoryId = Annotated[int, row_id("a story")]
SprintId = Annotated[int, row_id("a sprint")]
SprintNumber = Annotated[int, Meta(description="A sprint's number in its project.", examples=[4])]
ColumnId = Annotated[int, row_id("a column")]
ThemeId = Annotated[int, row_id("a theme")]
HypothesisId = Annotated[int, row_id("a hypothesis")]
ReleaseId = Annotated[int, row_id("a release")]
CommentId = Annotated[int, row_id("a comment")]
Text = Annotated[str, Meta(description="What people wrote.", examples=["The customer's key"])]
Day = Annotated[date, Meta(description="A day.", examples=["2026-11-27"])]
Moment = Annotated[
    datetime, Meta(description="A moment.", tz=True, examples=["2026-11-27T15:30:00Z"])
]
Points = Annotated[float, Meta(description="Story points.", examples=[3.0])]
Days = Annotated[float, Meta(description="Working days.", examples=[2.5])]
Count = Annotated[int, Meta(description="How many.", examples=[5])]
Place = Annotated[int, Meta(description="A place in the list, from 1.", examples=[2])]
Rank = Annotated[int, Meta(description="A lower rank stands higher up.", examples=[1048576])]
Value = Annotated[float, Meta(description="In the metric's unit.", examples=[12.5])]
Grade = Annotated[
    int, Meta(description="Of the evidence, 0 (asserted) to 4 (randomised).", examples=[1])
]
if TYPE_CHECKING:  # a column of choices is a str; msgspec holds it to its list when it is written
    DisciplineName = str
    DisciplineOrNone = str
    RoleName = str
else:
    DisciplineName = Annotated[
        Literal["science", "engineering", "product", "customer", "unknown"],
        Meta(description="A person's discipline at that time."),
    ]
    DisciplineOrNone = Annotated[
        Literal["", "science", "engineering", "product", "customer", "unknown"],
        Meta(
            description="A person's discipline at that time; empty for nobody.",
            examples=["science"],
        ),
    ]
    RoleName = Literal["lead", "member", "guest"]
