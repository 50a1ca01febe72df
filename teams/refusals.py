"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Absent, Conflicting, Invalid, NotAllowed, Refused


class TeamsMadeByAdmins(NotAllowed):
    """Only an admin of the installation makes teams."""


class NoWorkingDays(Invalid):
    """A team works on at least one day of the week."""


class NoMailServer(Refused):
    """The installation has no mail server."""


class AbsenceDatesReversed(Conflicting):
    """The last day away comes on or after the first."""


class AbsencesOverlap(Refused):
    """Somebody's absences can't overlap."""


class AbsenceOfAnother(NotAllowed):
    """A lead says for others when they are away."""


class AbsenceOfNoMember(Conflicting):
    """Only people of the team are away from it."""


class DayRateWithoutCurrency(Conflicting):
    """What a day costs is said with its currency."""


class HoursUnfit(Conflicting):
    """Daily hours have a begin and another end, or aren't said at all."""


class TeamFull(Refused):
    """The team has as many working members as its limit says."""


class LastLead(Refused):
    """A team keeps a lead."""


class NotInTheTeam(NotAllowed):
    """Only people of the team may do that."""


class RoleTooLow(NotAllowed):
    """One's role in the team doesn't include that."""


class EmailOrUser(Conflicting):
    """A person is named by e-mail or by user, one of the two."""


class NobodyWithThisAddress(Absent):
    """Nobody with this e-mail address has an account."""


class PersonWithoutName(Invalid):
    """A person has a name."""
