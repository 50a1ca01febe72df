import numpy as np
import pytest

from health.signals.knowledge_concentration import Cell, centred
from numerics.statistics.interval import of_draws


@pytest.mark.parametrize("stories", [5, 8, 30])
def test_work_shared_by_three_is_not_called_concentrated_by_its_interval(stories):
    """Resamples repeat some stories and so their one person; the value seen is 0."""
    effort = np.eye(3)[np.arange(stories) % 3]
    cells = [Cell(theme, "engineering", effort, members=3) for theme in range(4)]
    rng = np.random.default_rng(7)
    draws = np.mean([cell.draws(rng) for cell in cells], axis=0)
    assert not any(cell.rests_on_one for cell in cells)
    interval = of_draws(centred(draws, 0.0))
    assert interval.low == 0 <= interval.high
    assert interval.high < of_draws(draws).high or of_draws(draws).high == 0
