"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Conflicting, Invalid


class NoteTooLong(Invalid):
    """A note has 2,000 characters at most."""


class ReportDayNotOver(Conflicting):
    """A report of the past is of a day that is over."""


class ReportBeforeHistory(Conflicting):
    """Nothing was told of the team by that day."""


class WindowReversed(Conflicting):
    """A window ends after it begins."""


class WindowTooLong(Conflicting):
    """A window is a year long at most, or three where whole pasts are looked at."""
