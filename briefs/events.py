"""What the project report says in the history."""

from datetime import datetime
from typing import Annotated, ClassVar

from msgspec import Meta

from history.schema import EventDetails, EventText, row_id


class BriefKept(EventDetails):
    """The project report was kept as it stood."""

    verb: ClassVar = "brief_kept"
    text: ClassVar = EventText("file-check", "kept the project report")
    brief: Annotated[int, row_id("a kept report")]
    as_of: Annotated[datetime, Meta(description="When what guests can read was told last.")]
