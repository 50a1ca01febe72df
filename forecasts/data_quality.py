"""What of a project's past a forecast doesn't learn from, said where the forecast is read."""

from dataclasses import dataclass

from numerics.forecasting import History


@dataclass(frozen=True, slots=True)
class DataQuality:
    """Stories that were closed in bulk, and those done before they were started."""

    closed_in_bulk: int = 0
    unstarted: int = 0

    def sentences(self, history: History) -> list[str]:
        told = [self._bulk(), _clean_ups(history), self._unstarted()]
        sentences = []
        for one in told:
            if one:
                sentences.append(one)
        return sentences

    def _bulk(self) -> str:
        if not self.closed_in_bulk:
            return ""
        if self.closed_in_bulk > 1:
            they, are = ("they", "are")
        else:
            they, are = ("it", "is")
        return (
            f"{_stories(self.closed_in_bulk)} closed in bulk, more than five by one hand within "
            f"two minutes: {they} {are} left out."
        )

    def _unstarted(self) -> str:
        if not self.unstarted:
            return ""
        if self.unstarted > 1:
            they, them = ("they were", "them")
        else:
            they, them = ("it was", "it")
        return (
            f"{_stories(self.unstarted)} done before {they} started, by what was told: how long "
            f"work on {them} took isn't known, so it teaches no story's chance."
        )


def _clean_ups(history: History) -> str:
    days = int(history.bulk.sum())
    if not days:
        return ""
    when = "a single day" if days == 1 else f"each of {days} days"
    count = int(history.days[history.bulk].sum())
    return (
        f"More was closed on {when} than in any whole week of the twelve before: {count:,} stories "
        "that are taken for a clean-up and left out."
    )


def _stories(count: int) -> str:
    if count == 1:
        return "1 story was"
    return f"{count:,} stories were"
