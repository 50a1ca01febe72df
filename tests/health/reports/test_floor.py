"""What isn't drawn so that it tells of no person is said."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.invented.arrays import Reader
from benchmarks.invented.trials import CHANGE, quiet
from health.reports.building import SEED
from health.reports.composer import guarded
from health.reports.minimum_contributors import MINIMUM_CONTRIBUTORS
from health.reports.presenter.signal_shown import SignalPresenter
from health.signals.catalogue import BY_KEY


def test_sprints_of_two_people_have_no_point_and_it_says_how_many():
    history = Reader(quiet(11, 1)[0].told()).history(CHANGE)
    whole = guarded(BY_KEY["C1"], history, SEED)
    work, since = history.work, history.closed[-2].kicked_off
    person = np.where(work.end > since, work.person.min(), work.person)
    found = guarded(BY_KEY["C1"], replace(history, work=replace(work, person=person)), SEED)
    blank = [place for place, one in enumerate(found.series) if one.value is None]
    assert whole.withheld == ""
    count = len(found.series)
    assert {count - 2, count - 1} <= set(blank)
    assert f"The line leaves out {len(blank)} of {count} sprints" in found.withheld


def test_a_line_of_one_point_is_none():
    def shown(*values):
        series = [{"label": str(n), "value": one, "n": 9} for n, one in enumerate(values)]
        return SignalPresenter(BY_KEY["C1"], {"series": series, "trend": None}, None, None, {}).past

    assert not shown(None, 0.5, None)
    assert "<svg" in shown(0.4, None, 0.5)


@pytest.mark.parametrize("seed", range(11, 17))
@pytest.mark.parametrize("kept", [1, 2, 3, 5])
def test_no_point_of_any_line_rests_on_fewer_than_three(seed, kept):
    """Teams of which only so many stories of each sprint are known."""
    history = Reader(quiet(seed, 1)[0].told()).history(CHANGE)
    stories, place = history.stories, history.round_of(history.stories.done)
    first = np.zeros(len(stories), bool)
    for sprint in range(history.closed_rounds):
        first[np.flatnonzero(place == sprint)[: kept + sprint % 3]] = True
    thin = replace(history, stories=stories.where(first | np.isnan(stories.done)))
    for signal in BY_KEY.values():
        if signal.about_people:
            found = guarded(signal, thin, SEED)
            assert all(
                one.n >= MINIMUM_CONTRIBUTORS for one in found.series if one.value is not None
            ), signal.key
