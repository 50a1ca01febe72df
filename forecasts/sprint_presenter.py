"""What will come of one open sprint, ready to be drawn."""

from dataclasses import dataclass
from functools import cached_property

from forecasts import words
from forecasts.inputs import OpenSprint
from forecasts.presenter import mood_of
from forecasts.project_forecast import Commitment, ProjectForecast


@dataclass(frozen=True, slots=True)
class StoryChance:
    """An open story and how likely it is done by the sprint's end."""

    key: str
    title: str
    is_started: bool
    chance: float
    is_blocked: bool = False

    @property
    def said(self) -> str:
        return words.percent(self.chance)

    @property
    def mood(self) -> str:
        """None for a blocked one: its chance speaks only of what it is once it goes on."""
        if self.is_blocked:
            return ""
        return mood_of(self.chance)


class SprintPresenter:
    """The rest of a running sprint, or the plan of one that isn't kicked off."""

    def __init__(self, project_forecast: ProjectForecast, sprint: OpenSprint) -> None:
        self.project_forecast, self.sprint = project_forecast, sprint

    @cached_property
    def commitment(self) -> Commitment | None:
        if self.sprint.is_active:
            return self.project_forecast.in_sprint
        return self.project_forecast.plan_of(self.sprint)

    @property
    def sentence(self) -> str:
        if self.commitment is None:
            if self.sprint.is_active:
                return "Its last day is over; close it."
            return "Nothing is planned into it yet."
        if self.sprint.is_active:
            return words.rest_of(self.commitment, self.project_forecast.today)
        return words.plan(self.commitment)

    @property
    def chance(self) -> str:
        """Of all its stories to be done, once there are any and anything can be said."""
        if self._chance is None:
            return ""
        return words.percent(self._chance)

    @property
    def whole(self) -> str:
        """What the chance is of."""
        if self.commitment:
            return words.all_of_it(self.commitment)
        return ""

    @property
    def blocked(self) -> str:
        """That what is said assumes of blocked stories that they go on; nothing without any."""
        stories = self.project_forecast.inputs.in_sprint(self.sprint)
        return words.standing_still(self.project_forecast.inputs.project.key, stories)

    @property
    def mood(self) -> str:
        if self._chance is None:
            return ""
        return mood_of(self._chance)

    @property
    def _chance(self) -> float | None:
        if self.commitment and self.commitment.stories:
            return self.commitment.chance
        return None

    @cached_property
    def stories(self) -> list[StoryChance]:
        """The least likely first; only while it runs, since ages say nothing before."""
        if not self.sprint.is_active or self.commitment is None:
            return []
        key = self.project_forecast.inputs.project.key
        found = []
        for one, chance in self.project_forecast.chances:
            found.append(
                StoryChance(
                    f"{key}-{one.number}",
                    one.title,
                    one.started_at is not None,
                    chance,
                    is_blocked=one.blocked_at is not None,
                )
            )
        return sorted(found, key=lambda one: (one.chance, one.key))
