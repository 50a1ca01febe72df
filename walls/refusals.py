"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Absent, Conflicting, Invalid, NotAllowed, Refused


class WallWithoutTitle(Invalid):
    """A wall has a title."""


class WallBelongsToOne(Conflicting):
    """A wall belongs to a use case, a theme or a sprint."""


class WallPrompts(Invalid):
    """A wall has one to eight prompts, each of them a few words."""


class WallDots(Invalid):
    """Everybody has between one and ten dots."""


class WallOfSprintNotBegun(Refused):
    """A retrospective looks back on a sprint that has been kicked off."""


class SprintHasWall(Refused):
    """A sprint has one wall, its retrospective."""


class WallOfDropped(Refused):
    """No wall is opened for what was dropped."""


class WorksOnNoWall(NotAllowed):
    """Working members of the team work on its walls."""


class WallOfLeads(NotAllowed):
    """Only leads who are in the team do this."""


class WallRevealedMeanwhile(Refused):
    """What is on a revealed wall was written before; nothing is added, reworded or taken off."""


class WallNotRevealed(Refused):
    """This is done once the notes are open."""


class WallInAnotherState(Refused):
    """Notes are grouped, voted on and discussed one after the other."""


class WallStaysOpened(Refused):
    """What was revealed stays so: there is no way back from grouping."""


class WallWithoutNotes(Refused):
    """There is something to reveal once somebody has written a note."""


class WallFull(Refused):
    """A wall has only so many notes and arrows."""


class WallOfRetrospective(Refused):
    """A retrospective's wall is never shown to the customer."""


class WallNoteWords(Invalid):
    """A note has some words, and not too many."""


class NotOnWall(Conflicting):
    """Prompts, notes and groups of one wall don't fit another."""


class NoteOfSomebodyElse(Absent):
    """While a wall is written on, there are only one's own notes."""


class HandleTaken(Refused):
    """Each note has a handle of its own."""


class NoteOfAnotherAuthor(NotAllowed):
    """Who wrote a note rewords it or takes it off; a lead may take it off as well."""


class NoteWithoutAuthor(Refused):
    """Of a note on an anonymous wall nobody can say that it is theirs."""


class NoteMovedTwice(Conflicting):
    """A note is moved to another one or to a prompt."""


class NoteBecameSomething(Refused):
    """A note becomes one thing."""


class NoteNeedsPlace(Conflicting):
    """What a note becomes belongs to a use case, a theme or a sprint."""


class ArrowToItself(Conflicting):
    """An arrow leads from one note to another."""


class TooManyDots(Conflicting):
    """Everybody has only so many dots."""


class NoSuchTimer(Invalid):
    """A timer runs for half a minute to an hour."""
