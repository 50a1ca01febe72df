"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Conflicting, Invalid, NotAllowed, Refused


class PulseWithoutAnswer(Conflicting):
    """A sheet answers at least one of the statements."""


class PulseClosed(Refused):
    """The pulse is closed."""


class PulseOfWorkingMembers(NotAllowed):
    """Only working members of the team are asked."""


class PulseAnswered(Refused):
    """A sheet that was given can't be changed."""


class NoScore(Invalid):
    """There is no such score."""


class NoRoundOpen(Refused):
    """No round of the pulse is open for the one who answers."""


class StatementNotAsked(Conflicting):
    """A sheet answers what its round asks."""
