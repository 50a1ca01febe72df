"""What a team finished before its first sprint: a story at a time, as it came."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from base.roles import Discipline
from demo import hours
from stories.models import Story

if TYPE_CHECKING:
    from demo.case import Case

WEEKS = (4, 6, 2, 5, 3, 6, 1, 5, 4)  # stories begun in each
DISCIPLINES = {"s": Discipline.SCIENCE, "e": Discipline.ENGINEERING}


class Groundwork:
    """Puts the case's groundwork on its agenda, with dice of its own."""

    def __init__(self, play: Any) -> None:
        self.play, self.agenda = play, play.agenda
        self.rng = random.Random(f"twopizza groundwork {play.case.key}")  # noqa: S311  a story

    @staticmethod
    def weeks(case: Case) -> int:
        """How long before the sprints it begins: a week more, so that it is over by then."""
        if case.groundwork:
            return len(WEEKS) + 1
        return 0

    def schedule(self, first_day: date) -> None:
        weeks = []
        for week, count in enumerate(WEEKS):
            for _ in range(count):
                weeks.append(week)
        for week, line in zip(weeks, self.play.case.groundwork, strict=False):
            day = first_day + timedelta(days=7 * week + self.rng.randrange(5))
            morning = hours.on(hours.workday_from(day), 8, self.rng.randrange(60))
            self.agenda.put(morning, self._begin, line)

    def _begin(self, line: str) -> None:
        letter, title = line.split(" ", 1)
        owner = self.rng.choice(self.play.floor.of(DISCIPLINES[letter])).user
        story = Story.write(
            self.play.project,
            title=title,
            points=self.rng.choice((1, 2, 2, 3)),
            owner=owner,
            by=self.play.lead,
        )
        story.move_to(self.play.floor.columns["doing"], by=owner)
        done = hours.after(self.agenda.now, self.rng.uniform(5, 30))
        self.agenda.put(done, lambda: story.move_to(self.play.floor.columns["done"], by=owner))
