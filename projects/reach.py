"""When a theme is likely to be done. The room that forecasts says it, the timeline draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from projects.models.theme import Theme

TOLD = "reach_told"  # what is read with a theme's row


@dataclass(frozen=True, slots=True)
class Reach:
    """From which day to which a theme is likely done; without a last one it may never be."""

    first: date
    last: date | None
    percent: int  # how often such a range is to hold


@dataclass(frozen=True, slots=True)
class Source:
    """What is asked beside a theme, and how that is read."""

    asks: Callable[[], Combinable]
    reads: Callable[[Any], Reach | None]


SOURCES: list[Source] = []


def register(source: Source) -> None:
    SOURCES[:] = [source]


def asked() -> dict[str, Combinable]:
    """What a theme's row is to be read with."""
    return {TOLD: SOURCES[0].asks()} if SOURCES else {}


def reach_of(theme: Theme) -> Reach | None:
    """Of a theme that is still open, and was read with what `asked` says."""
    told = vars(theme).get(TOLD)
    if told is None or theme.state in (theme.State.DONE, theme.State.DROPPED):
        return None
    return SOURCES[0].reads(told)
