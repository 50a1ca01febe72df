"""How a case says what its solutions are worth: in money, as ranges, beside what they cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from solutions.models import Solution
from value.models import Economics

if TYPE_CHECKING:
    from stories.models import Story


@dataclass(frozen=True)
class Worth:
    """A case's currency and day rate, and what one of its solutions is thought to be worth."""

    currency: str
    day_rate: int
    solution: str
    value: tuple[float, float]
    ramp: tuple[float, float]
    lasts: tuple[float, float] = (12, 36)


WORTH = {
    "TV": Worth("EUR", 640, "Nightly household table", (9_000, 42_000), (2, 8)),
    "GAME": Worth("USD", 720, "The moment of an offer", (-4_000, 30_000), (1, 5), (6, 24)),
    "SENT": Worth("EUR", 590, "Comment scores within the hour", (12_000, 60_000), (1, 9)),
}


def say_worth(play: Any) -> None:
    """What the lead says of the one that matters most, once there is something to say."""
    told = WORTH.get(play.case.key)
    found = Solution.objects.filter(project=play.project, name=told.solution) if told else None
    solution = found.first() if found is not None else None
    if told is None or solution is None:
        return
    solution.project = play.project
    play.project.count_in(told.currency, by=play.lead)
    play.team.cost_a_day(Decimal(told.day_rate), told.currency, by=play.lead)
    for story in worked_on_since(solution):
        solution.link_story(story, by=play.lead)
    Economics.estimate(
        solution,
        value_low=told.value[0],
        value_high=told.value[1],
        ramp_low=told.ramp[0],
        ramp_high=told.ramp[1],
        lasts_low=told.lasts[0],
        lasts_high=told.lasts[1],
        by=play.lead,
    )


def worked_on_since(solution: Solution) -> list[Story]:
    """The stories of the theme of which most was finished since it was sketched."""
    stories = solution.project.stories.done().filter(done_at__gte=solution.sketched_at)
    finished = list(stories.exclude(theme=None).order_by("number"))
    if not finished:
        return []
    [(theme, _)] = Counter(story.theme_id for story in finished).most_common(1)
    left = solution.project.stories.open().filter(theme=theme).order_by("number")
    return [*(story for story in finished if story.theme_id == theme), *left]
