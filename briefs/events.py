"""What the project report says in the history."""

from typing import Annotated, ClassVar

from history.schema import EventDetails, EventText, Moment, row_id


class BriefKept(EventDetails):
    """The project report was kept as it stood."""

    verb: ClassVar = "brief_kept"
    text: ClassVar = EventText("file-check", "kept the project report")
    brief: Annotated[int, row_id("a kept report")]
    as_of: Moment  # the last line of its history that guests can read
