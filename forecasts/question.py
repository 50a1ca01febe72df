from dataclasses import dataclass, replace
from datetime import date, timedelta

from forecasts.inputs import ForecastInputs
from forecasts.refusals import (
    ForecastAwayBelowNobody,
    ForecastBeyondReach,
    ForecastOfNoOpenStory,
    ForecastOfNoTop,
    ForecastScopeTooLarge,
    ForecastWithoutPeople,
)
from numerics.forecasting.count import FARTHEST

MOST_STORIES = 10_000


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks: until when, how far down the backlog, and what if."""

    by: date | None = None
    top: int | None = None  # of the backlog
    down_to: int | None = None  # the number of a story
    scope: int = 0  # stories more, or fewer
    away: int = 0  # people of the team, all the time

    @property
    def is_what_if(self) -> bool:
        return bool(self.scope or self.away)

    @property
    def as_it_is(self) -> "Question":
        return replace(self, scope=0, away=0)

    def must_fit(self, inputs: ForecastInputs) -> None:
        """Raise Refused, with a sentence and the field, for what can't be answered here."""
        if self.by and not inputs.today <= self.by < inputs.today + timedelta(days=FARTHEST):
            raise ForecastBeyondReach("A forecast reaches from today to two years ahead.", "by")
        if self.top is not None and not 1 <= self.top <= MOST_STORIES:
            raise ForecastOfNoTop(
                f"The top of the backlog is 1 to {MOST_STORIES:,} stories.", "top"
            )
        if abs(self.scope) > MOST_STORIES:
            raise ForecastScopeTooLarge(
                f"A change of scope is {MOST_STORIES:,} stories at most.", "scope"
            )
        self._must_leave_somebody(inputs.people.size)
        numbers = {story.number for story in inputs.backlog}
        if self.down_to is not None and self.down_to not in numbers:
            key = f"{inputs.project.key}-{self.down_to}"
            raise ForecastOfNoOpenStory(f"{key} doesn't stand open in the backlog.", "down_to")

    def _must_leave_somebody(self, size: int) -> None:
        if self.away < 0:
            raise ForecastAwayBelowNobody("Nobody or more people are away.", "away")
        if self.away and self.away >= size:
            raise ForecastWithoutPeople(
                f"The team has {size} working members; one of them has to stay.", "away"
            )
