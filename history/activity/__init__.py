"""How the history reads: `tell(events)` returns each as a line with its sentence."""

from history.activity.line import Line, tell
from history.activity.names import Names

__all__ = ["Line", "Names", "tell"]
