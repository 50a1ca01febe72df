"""A verb that won't says why in one sentence; each door turns it into its own kind of answer."""

from collections.abc import Iterator
from contextlib import contextmanager


class Refused(Exception):
    """The rules of the domain forbid it; the message is a sentence for the person who tried."""

    status = 409

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.place: int | None = None  # which of many is to blame


class Invalid(Refused):
    """What was given can't be taken as it is; `field` names the culprit."""

    status = 400


class NotAllowed(Refused):
    """The role of the actor doesn't include this verb."""

    status = 403


@contextmanager
def blaming(place: int) -> Iterator[None]:
    """Say of what is refused inside which of many it was, counted from 0."""
    try:
        yield
    except Refused as refused:
        refused.place = place
        raise
