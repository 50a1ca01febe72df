"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Absent, Conflicting, Invalid, NotAllowed, Refused


class SolutionWithoutName(Invalid):
    """A solution has a name."""


class SolutionEnded(Refused):
    """What was dropped or retired is taken up again before it is changed."""


class SolutionOfLeads(NotAllowed):
    """Only leads who are in the team drop, retire and take up solutions."""


class NothingLearned(Invalid):
    """A solution is dropped or retired with what was learned, in 10 to 500 characters."""


class ServesElsewhere(Conflicting):
    """A solution serves use cases and hypotheses of its own project."""


class ServesDropped(Conflicting):
    """A solution isn't made for a use case that was dropped."""


class KeeperOfOtherDiscipline(Conflicting):
    """A solution has a keeper of science and one of engineering, both at work in the team."""


class KeptByOnePerson(Conflicting):
    """The two keepers of a solution are two different people."""


class SeenBySides(NotAllowed):
    """Science and engineering look at a solution."""


class SolutionEditedSince(Refused):
    """What was seen are the words that stand there."""


class SolutionLinkUnsafe(Invalid):
    """A link of a solution has a label and leads to an https address, without a password in it."""


class SolutionLinkedAlready(Conflicting):
    """A solution links to an address once."""


class TooManySolutionLinks(Refused):
    """A solution has 20 links at most."""


class NoSuchSolutionLink(Absent):
    """A link that is taken away is one of the solution's."""


class StoryOfAnotherProject(Conflicting):
    """A solution is served by stories of its own project."""
