"""What health reports say in the history."""

from typing import Annotated, ClassVar

from msgspec import Meta

from history.schema import EventDetails, EventText, Text


class TeamReadingContested(EventDetails):
    """Somebody of the team noted why a reading misleads, or took the note back."""

    verb: ClassVar = "team_reading_contested"  # the team reads its report a day before
    text: ClassVar = EventText(
        "message-square",
        "contested a reading of the team's health",
        (("now", "took back a note on a reading of the team's health"),),
    )
    report: Annotated[int, Meta(description="The id of the report.", examples=[7])]
    signal: Annotated[str, Meta(description="The signal's number.", examples=["12"])]
    was: Text
    now: Text
