"""The chance of each open story to be done by a day, from how long stories took."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import numpy as np

from forecasts.inputs import ForecastInputs, OpenStory
from numerics.statistics.calendar import WorkingCalendar
from numerics.statistics.survival import DONE, OPEN, fit

UNKNOWN = 0.5


def chances_of_open(
    inputs: ForecastInputs, stories: Sequence[OpenStory], first_day: date, last_day: date
) -> list[float]:
    """Return P(done by the evening of `last_day`) of each story.

    Kaplan and Meier over the stories done in the last 13 weeks and those in progress, which count
    as unfinished. A story that isn't started is taken to be started half-way from `first_day`
    (design choice); one older than everything that ever ended gets the smallest chance of the
    others. A blocked one is taken to go on: nobody knows how long it stays so.
    """
    calendar = WorkingCalendar(tuple(inputs.project.team.working_days))
    now = inputs.now.timestamp()
    end = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=inputs.now.tzinfo)
    begin = datetime.combine(first_day, time(), tzinfo=inputs.now.tzinfo).timestamp()
    left = float(calendar.between(now, end.timestamp()))
    ahead = float(calendar.between(max(begin, now), end.timestamp()))
    started = np.array([one.started_at is not None for one in stories], bool)
    since = []
    for one in stories:
        since.append(one.started_at.timestamp() if one.started_at else now)
    age = np.atleast_1d(calendar.between(np.array(since), now))
    more = np.where(started, left, ahead / 2)
    if not len(stories) or not inputs.cycles:
        return [UNKNOWN] * len(stories)
    lasted = np.concatenate([np.array(inputs.cycles, float), age[started]])
    ends = np.concatenate([np.full(len(inputs.cycles), DONE), np.full(int(started.sum()), OPEN)])
    chances = np.clip(fit(lasted, ends).done_within(age, more), 0, 1)
    known = ~np.isnan(chances)
    least = float(chances[known].min()) if known.any() else UNKNOWN
    return [float(chance) if chance == chance else least for chance in chances]
