"""How the history reads: `sentences_of(events)` returns each as a line with its sentence."""

from history.activity.line import Line, sentences_of
from history.activity.names import Names

__all__ = ["Line", "Names", "sentences_of"]
