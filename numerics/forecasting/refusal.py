"""Why there is no forecast."""

__all__ = ["NotEnoughHistory"]


class NotEnoughHistory(Exception):
    """A forecast would be a guess; the sentence says what is missing."""
