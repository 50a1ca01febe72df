"""What is still open in a project that somebody finishes: it stays so, nobody is reminded.

Rooms above register what is theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from base.refusals import Link

if TYPE_CHECKING:
    from projects.models import Project

NAMED = 20  # of each kind; the others are counted

_Links = Callable[["Project"], list[Link]]


@dataclass(frozen=True)
class _Kind:
    one: str
    many: str
    links: _Links

    def counted(self, number: int) -> str:
        return f"{number} {self.one if number == 1 else self.many}"


_kinds: list[_Kind] = []


def left_open(one: str, many: str) -> Callable[[_Links], _Links]:
    """Register what finds the open rows of one kind, which is called so."""

    def register(links: _Links) -> _Links:
        _kinds.append(_Kind(one, many, links))
        return links

    return register


class LeftOpen:
    """Questions that wait for answers, decisions to be made, tests that run, and the like."""

    def __init__(self, project: Project) -> None:
        self.project = project
        found = [(kind, kind.links(project)) for kind in _kinds]
        self.found = [(kind, rows) for kind, rows in found if rows]

    def __bool__(self) -> bool:
        return bool(self.found)

    @property
    def sentence(self) -> str:
        *first, last = [kind.counted(len(rows)) for kind, rows in self.found]
        listed = f"{', '.join(first)} and {last}" if first else last
        return (
            f"{self.project.name} has {listed}. They stay as they are, and nobody is reminded of "
            "them any more."
        )

    @property
    def links(self) -> list[Link]:
        """Where each is, the first of each kind."""
        return [link for _, rows in self.found for link in rows[:NAMED]]


@left_open("question still sealed", "questions still sealed")
def _questions(project: Project) -> list[Link]:
    waiting = project.questions.waiting()
    return [Link(one.text, reverse("questions", args=[one.use_case_id])) for one in waiting]


@left_open("open decision", "open decisions")
def _decisions(project: Project) -> list[Link]:
    return [Link(one.title, one.address) for one in project.decisions.open().open_first()]


@left_open("running hypothesis", "running hypotheses")
def _hypotheses(project: Project) -> list[Link]:
    running = project.hypotheses.running()
    return [Link(str(one), reverse("hypothesis", args=[one.pk])) for one in running]
