"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Conflicting, Invalid, NotAllowed, Refused


class MetricNotWeighed(Conflicting):
    """Only an economically viable implementation is weighed by ranges."""


class RangeReversed(Conflicting):
    """A range goes from the lower end to the higher one."""


class CostBelowNothing(Invalid):
    """A cost is nothing or more."""


class AppraisedInTheFuture(Conflicting):
    """Nothing is appraised on a day to come."""


class HalfARange(Conflicting):
    """A range has both ends, or isn't said."""


class EconomicsOutOfBounds(Invalid):
    """Values and months are numbers within their bounds."""


class CheckInUnfit(Invalid):
    """A check-in is answered with what it offers."""


class CheckInWithoutReason(Invalid):
    """What can't be known says why."""


class CheckInClosed(Refused):
    """A check-in is answered once."""


class CheckInNotAskedOfGuests(NotAllowed):
    """A guest answers what the team asks the customer."""


class ObservationOfOtherMetric(Conflicting):
    """A check-in is answered by an observation of its own metric."""


class ObservationTooOld(Conflicting):
    """A check-in is answered by what was seen in the last 14 days."""
