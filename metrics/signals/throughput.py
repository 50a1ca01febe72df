"""What D1 and C3 share: the team's completions as the forecast knows them."""

from datetime import UTC, date, datetime

import numpy as np

from metrics.forecasting import History as Completions
from metrics.reports.history import History

SEED = 20


def completions(history: History, until: date | None = None) -> Completions:
    """Return the team's completions a day, bulk closes left out, before the day."""
    days = [day_of(moment) for moment in np.sort(history.done.done).tolist()]
    return Completions.from_dates(days, until=until or day_of(history.as_of))


def day_of(moment: float) -> date:
    return datetime.fromtimestamp(moment, UTC).date()
