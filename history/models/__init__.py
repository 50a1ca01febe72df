from history.models.event import Event
from history.models.old_text import OldText

__all__ = ["Event", "OldText"]
