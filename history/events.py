"""What the history says of itself."""

from typing import ClassVar

from history.schema import EventDetails, EventText, Text


class TextStruckOut(EventDetails):
    """A lead struck an old text out of the history, with a reason."""

    verb: ClassVar = "text_struck_out"
    text: ClassVar = EventText(
        "ban", "struck an old {field:words} out of the history: {reason:quoted}"
    )
    event: int
    field: str
    reason: Text
    internal: bool
