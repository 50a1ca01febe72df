"""How the history reads: `tell(events)` returns each as a line with its sentence."""

from projects.sentences.line import Line, tell
from projects.sentences.names import Names

__all__ = ["Line", "Names", "tell"]
