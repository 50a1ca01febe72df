"""What is still open in a project that somebody finishes: it stays so, nobody is reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from base.refusals import Link

if TYPE_CHECKING:
    from projects.models import Project

NAMED = 20  # of each kind; the others are counted


class LeftOpen:
    """Questions that wait for answers, decisions to be made, tests that run."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.questions = list(project.questions.waiting())
        self.decisions = list(project.decisions.open().open_first())
        self.hypotheses = list(project.hypotheses.running())

    def __bool__(self) -> bool:
        return bool(self.questions or self.decisions or self.hypotheses)

    @property
    def sentence(self) -> str:
        parts = []
        for rows, one, many in (
            (self.questions, "question still sealed", "questions still sealed"),
            (self.decisions, "open decision", "open decisions"),
            (self.hypotheses, "running hypothesis", "running hypotheses"),
        ):
            if rows:
                parts.append(f"{len(rows)} {one if len(rows) == 1 else many}")
        *first, last = parts
        listed = f"{', '.join(first)} and {last}" if first else last
        return (
            f"{self.project.name} has {listed}. They stay as they are, and nobody is reminded of "
            "them any more."
        )

    @property
    def links(self) -> list[Link]:
        """Where each is, the first of each kind."""
        links = []
        for one in self.questions[:NAMED]:
            links.append(Link(one.text, reverse("questions", args=[one.use_case_id])))
        links += [Link(row.title, row.address) for row in self.decisions[:NAMED]]
        for test in self.hypotheses[:NAMED]:
            links.append(Link(str(test), reverse("hypothesis", args=[test.pk])))
        return links
