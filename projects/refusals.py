"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Absent, Conflicting, Invalid, NotAllowed, Refused


class NoStateOfThemes(Invalid):
    """A theme has no such state."""


class ThemeDatesReversed(Conflicting):
    """A theme ends on or after the day it starts."""


class ReleaseWithoutWords(Invalid):
    """A release says what the users get."""


class ShippedWithWithdrawnRelease(Refused):
    """Nothing goes to the users with a withdrawn release."""


class ReleaseUsedOnNoDay(Conflicting):
    """A use has a first day."""


class UseOfWithdrawnRelease(Refused):
    """A withdrawn release isn't put to use."""


class ReleaseInUse(Refused):
    """A release that is in use can't be withdrawn."""


class ReleaseUsedInTheFuture(Conflicting):
    """Nothing is in use on a day to come."""


class HypothesisLocked(Refused):
    """The words of a hypothesis are locked once its test has started."""


class HypothesisWithoutThreshold(Conflicting):
    """A test starts with a threshold."""


class NoVerdict(Invalid):
    """There is no such verdict."""


class DecisionWithoutWords(Invalid):
    """A decision says what is done now."""


class HypothesisNotStarted(Refused):
    """A hypothesis is decided after its test has started."""


class NoStateOfProjects(Invalid):
    """A project has no such state."""


class ProjectClosed(Refused):
    """The project is finished or archived; its work is history."""


class CharterDatesReversed(Conflicting):
    """A charter's timeline ends on or after the day it starts."""


class SignedWithoutDiscipline(NotAllowed):
    """Only people with a discipline in the team sign its charter."""


class CharterEditedSince(Refused):
    """Only the newest version of a charter is signed."""


class LeadsNoTeam(NotAllowed):
    """A team's lead starts its projects."""


class RemovedMeanwhile(Absent):
    """What is to be changed was there when it was looked for, and was removed since."""
