"""What a case attaches: the figures that a use case begins with, and a chart of them on a story."""

from __future__ import annotations

import random
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from base.roles import Discipline
from demo import hours
from files.models import Attachment
from stories.models import Story

if TYPE_CHECKING:
    from projects.models import UseCase

WEEKS = 26
WIDTH, HEIGHT, MARGIN = 900, 420, 40
PAPER, LINE, BAR = "#ffffff", "#8a8fa3", "#3f6ad8"


class Attaching:
    """Once the use cases are there: figures on the first, their chart on the first story."""

    def __init__(self, play: Any) -> None:
        self.play, self.agenda = play, play.agenda
        rng = random.Random(f"twopizza figures {play.case.key}")  # noqa: S311  a story
        rows = 40_000
        self.rows = [rows := int(rows * rng.uniform(0.93, 1.12)) for _ in range(WEEKS)]

    def schedule(self, use_cases: list[UseCase]) -> None:
        if use_cases:
            self.agenda.put(hours.after(self.agenda.now, 3), self._attach_figures, use_cases[0])
        self.agenda.put(hours.after(self.agenda.now, 12), self._attach_chart)

    def _attach_figures(self, use_case: UseCase) -> None:
        lines = ["week,rows", *(f"{week},{rows}" for week, rows in enumerate(self.rows, start=1))]
        figures = ContentFile("\n".join(lines).encode(), "rows-per-week.csv")
        Attachment.attach(use_case, figures, by=self._somebody(Discipline.ENGINEERING))

    def _attach_chart(self) -> None:
        story = Story.objects.by_key(f"{self.play.case.key}-1").first()
        if story:
            chart = ContentFile(self.chart(), "rows-per-week.png")
            Attachment.attach(story, chart, by=self._somebody(Discipline.SCIENCE))

    def _somebody(self, discipline: str) -> Any:
        return self.play.floor.of(discipline)[0].user

    def chart(self) -> bytes:
        """The figures as bars, in PNG."""
        image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        draw = ImageDraw.Draw(image)
        floor, room = HEIGHT - MARGIN, WIDTH - 2 * MARGIN
        step = room / WEEKS
        for place, rows in enumerate(self.rows):
            left = MARGIN + place * step
            top = floor - (HEIGHT - 2 * MARGIN) * rows / max(self.rows)
            draw.rectangle((left + 3, top, left + step - 3, floor), fill=BAR)
        draw.line((MARGIN, floor, WIDTH - MARGIN, floor), fill=LINE, width=2)
        written = BytesIO()
        image.save(written, "PNG")
        return written.getvalue()
