"""A verb that won't says why in one sentence; each door turns it into its own kind of answer.

Each rule is a class of its own, in the `refusals.py` of its room. Its name is the code by which
programs know it, its docstring the rule: `bin/problems` writes them into docs/problems.md.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar, NamedTuple

RULES: dict[str, type["Refused"]] = {}  # by their codes


class Link(NamedTuple):
    """Where what is missing can be mended: an address from the root, and what it is called."""

    text: str
    address: str


class Refused(Exception):
    """The rules of the domain forbid it; the message is a sentence for the person who tried."""

    status = 409
    code: ClassVar[str] = "refused"

    def __init_subclass__(cls, *, code: str = "", is_kind: bool = False) -> None:
        """Register the rule; who renames its class gives the old name as its code.

        A kind says only how its rules are answered.
        """
        if is_kind:
            return
        cls.code = code or kebab(cls.__name__)
        if cls.code in RULES:
            raise TypeError(f"Two rules are called {cls.code}.")
        RULES[cls.code] = cls

    def __init__(
        self, sentence: str, field: str | None = None, *, links: Sequence[Link] = ()
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.links = tuple(links)  # to what is missing; each door shows them behind the sentence
        self.place: int | None = None  # which of many is to blame

    @property
    def page_status(self) -> int:
        """What a page answers: it says why beside the form's field."""
        return self.status


class Invalid(Refused, is_kind=True):
    """A value can't be taken as it is, whatever rows there are; `field` names the culprit."""

    status = 400
    code = "invalid"


class Conflicting(Invalid, is_kind=True):
    """A value that is in order as such doesn't fit another one, what there is, or the day.

    The API answers 409, as its description can't say that; for a page it is a form to mend.
    """

    status = 409
    code = "conflicting"

    @property
    def page_status(self) -> int:
        return Invalid.status


class NotAllowed(Refused, is_kind=True):
    """The role of the actor doesn't include this verb."""

    status = 403
    code = "not-allowed"


class Absent(Refused, is_kind=True):
    """What was named isn't there."""

    status = 404
    code = "absent"


def kebab(name: str) -> str:
    """Return a class's name as codes are written: SprintsOverlap is sprints-overlap."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


@contextmanager
def blaming(place: int) -> Iterator[None]:
    """Say of what is refused inside which of many it was, counted from 0."""
    try:
        yield
    except Refused as refused:
        refused.place = place
        raise
