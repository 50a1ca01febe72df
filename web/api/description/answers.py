"""The good answers of an operation: in which shape, what each says, and its headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from drf_spectacular.types import OpenApiTypes

from web.api.description.headers import (
    COMMON,
    DISPOSITION,
    FILED,
    LOCATION,
    PART,
    REPLAYED,
    RETRY,
    SEALED,
    TAGGED,
    UNTAGGED,
    Header,
    maybe,
)

BYTES = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Good:
    says: str
    shape: Any = None  # nothing, where there is no body
    headers: tuple[Header, ...] = (*COMMON, *TAGGED)
    media: str = ""  # of what isn't JSON

    def repeatable(self) -> Good:
        """The same where a request that is sent twice gets the first answer again."""
        return Good(self.says, self.shape, (*self.headers, REPLAYED))


def page(shape: Any) -> Good:
    return Good("A page of them; `next` leads to the following one.", shape)


def row(shape: Any) -> Good:
    return Good("As it stands.", shape)


def same() -> Good:
    return Good("As you have it already.")


def unkept(good: Good) -> Good:
    """The same of words under a seal, which nothing on the way may keep."""
    return Good(good.says, good.shape, (*COMMON, *SEALED))


def made(shape: Any) -> Good:
    return Good("It is made; so it stands now.", shape)


def made_at_address(shape: Any) -> Good:
    return Good(
        "It is made, under the address in `Location`.", shape, (*made(shape).headers, LOCATION)
    )


def accepted(shape: Any) -> Good:
    says = "It was asked for, and is worked on: `Location` tells how it goes."
    return Good(says, shape, (*UNTAGGED, LOCATION))


def waiting(shape: Any) -> Good:
    return Good(row(shape).says, shape, (*row(shape).headers, maybe(RETRY)))


def gone() -> Good:
    return Good("Done; there is nothing left to show.", headers=UNTAGGED)


def file() -> Good:
    """The bytes of a file."""
    return Good(
        "The file, to be kept and run by nobody.", OpenApiTypes.BINARY, (*COMMON, *FILED), BYTES
    )


def part_of_file() -> Good:
    says = "The bytes that `Range` asks for."
    return Good(says, OpenApiTypes.BINARY, (*COMMON, *FILED, PART), BYTES)


def printed() -> Good:
    """A PDF, whole."""
    headers = (*COMMON, *TAGGED, DISPOSITION)
    return Good("The PDF.", OpenApiTypes.BINARY, headers, "application/pdf")
