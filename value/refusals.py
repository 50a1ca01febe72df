"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Conflicting, Invalid


class MetricNotWeighed(Conflicting):
    """Only an economically viable implementation is weighed by ranges."""


class RangeReversed(Conflicting):
    """A range goes from the lower end to the higher one."""


class CostBelowNothing(Invalid):
    """A cost is nothing or more."""


class AppraisedInTheFuture(Conflicting):
    """Nothing is appraised on a day to come."""
