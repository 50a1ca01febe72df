"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Conflicting, Invalid, NotAllowed, Refused


class StandupInTheFuture(Conflicting):
    """A stand-up is noted when it has been held."""


class StandupOfAnother(NotAllowed):
    """Whoever started the stand-up, or a lead, ends it."""


class ClosedSprintReplanned(Refused):
    """A closed sprint's dates and goal are history."""


class SprintStarted(Refused):
    """The day on which a running sprint started can't change."""


class SprintNotKickedOff(Refused):
    """A sprint that hasn't been kicked off can't be closed."""


class KickoffOfClosedSprint(Refused):
    """A closed sprint isn't kicked off again."""


class AnotherSprintRunning(Refused):
    """One sprint of a project runs at a time."""


class SprintEmpty(Refused):
    """A sprint without stories can't be kicked off."""


class StoriesWithoutOwner(Refused):
    """Every story of a sprint needs an owner before kickoff."""


class CarriedIntoNoOpenSprint(Conflicting):
    """Unfinished stories go on in another open sprint."""


class SprintDatesReversed(Conflicting):
    """A sprint ends on or after the day it starts."""


class SprintsOverlap(Refused):
    """The sprints of a project can't overlap."""


class StandupToldOtherwise(Refused):
    """The stand-up was noted or ended already, with another number of people."""


class PresentBeforeTheEnd(Conflicting):
    """A stand-up that begins now counts who is present at its end."""


class RetrospectiveHeldOtherwise(Refused):
    """The sprint's retrospective was held already, with other notes."""


class RetrospectiveBeforeKickoff(Refused):
    """There is nothing to look back on before a sprint's kickoff."""


class ActionWithoutWords(Invalid):
    """An action says what is to be done."""


class ActionOwnerNotWorking(Conflicting):
    """An action is looked after by a working member of the team."""


class ActionClosedOtherwise(Refused):
    """The action was closed already, with other evidence."""


class ClosedActionCarried(Refused):
    """A closed action isn't carried on."""


class ActionNotCarriedLater(Conflicting):
    """An action is carried to a later day."""


class KickoffOverOpenDecisions(Refused):
    """What a sprint's stories work for is decided before its kickoff, or a lead says why not."""


class WaivedByLeads(NotAllowed):
    """Only leads who are in the team kick off over open decisions."""


class WaiverWithoutReason(Invalid):
    """A kickoff over open decisions says why."""
