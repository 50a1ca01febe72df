"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Conflicting, Refused


class TargetOnWrongSide(Conflicting):
    """The target lies beyond the baseline, the way the metric is to go."""


class ObservedInTheFuture(Conflicting):
    """Nothing is observed on a day to come."""


class MeasuredElsewhere(Conflicting):
    """A hypothesis is measured by a metric of its own project."""


class MeasuredStill(Refused):
    """What is tested is measured by something: by another metric, with a reason."""
