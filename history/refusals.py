"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Invalid


class StrikeOutWithoutReason(Invalid):
    """What is struck out is struck out for a reason."""


class ReasonTooLong(Invalid):
    """The reason is too long."""
