"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Conflicting, Invalid


class ForecastBeyondReach(Conflicting):
    """A forecast reaches from today to two years ahead."""


class ForecastOfNoTop(Invalid):
    """The top of the backlog is a number of stories."""


class ForecastScopeTooLarge(Invalid):
    """A change of scope is too large."""


class ForecastOfNoOpenStory(Conflicting):
    """A forecast goes down to a story that stands open in the backlog."""


class ForecastAwayBelowNobody(Invalid):
    """Nobody or more people are away."""


class ForecastWithoutPeople(Conflicting):
    """Somebody of the team has to stay."""
