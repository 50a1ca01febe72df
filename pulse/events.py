"""What the pulse says in the history."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from history.schema import EventDetails, EventText


class TeamPulseOpened(EventDetails):
    """The schedule asked the team for its pulse."""

    verb: ClassVar = "team_pulse_opened"
    text: ClassVar = EventText("heart-pulse", "asked the team for its pulse")
    wave: Annotated[int, Meta(description="The id of the round.", examples=[7])]
    kind: Literal["pulse", "safety"]
