from typing import NamedTuple
from uuid import UUID


class OwnNote(NamedTuple):
    """A note of the reader's own; without words where this installation can't read it."""

    handle: UUID
    words: str
    prompt_id: int | None

    @property
    def is_readable(self) -> bool:
        return self.prompt_id is not None
