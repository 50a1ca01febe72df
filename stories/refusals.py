"""What is refused here, each rule by its own name: the API tells it as its code."""

from base.refusals import Conflicting, Invalid, NotAllowed, Refused


class BlockerWithoutWords(Invalid):
    """A blocker says what the story waits for."""


class NoKindOfBlocker(Invalid):
    """There is no such kind of blocker."""


class DependencyOnNoOther(Conflicting):
    """A story depends on another one of its project."""


class DependencyCircle(Conflicting):
    """Stories can't wait for each other in a circle."""


class PointsAndTimeBox(Conflicting):
    """A story has points or a time box, not both."""


class TooManyLabels(Conflicting):
    """A story has at most 20 labels of 40 characters."""


class OfAnotherProject(Conflicting):
    """What a story names belongs to its project."""


class PlannedIntoClosedSprint(Conflicting):
    """Stories are planned into open sprints."""


class RankedBesideNoOther(Conflicting):
    """A story is ranked between two others of its project."""


class NeighboursNotInOrder(Conflicting):
    """The neighbour above stands above the one below."""


class CommentLength(Invalid):
    """A comment has 1 to 20,000 characters."""


class CommentWithdrawn(Refused):
    """A comment that was withdrawn stays so."""


class CommentOfAnother(NotAllowed):
    """Only the author of a comment may change it."""


class OwnerNotWorking(Conflicting):
    """A story is worked on by working members of the team."""


class InternalCommentOfGuest(NotAllowed):
    """A guest's words are for everybody who sees the story."""


class NoCategoryOfColumns(Invalid):
    """Columns have no such category."""


class ColumnHoldsStories(Refused):
    """Only an empty column is taken off the board."""


class LastColumnOfCategory(Refused):
    """A board keeps a column of each category."""


class ColumnNameTaken(Conflicting):
    """Columns of a board have different names."""


class RankedBesideNobody(Conflicting):
    """A place is told by the story above, the one below, or both."""


class BulkWithoutOneChange(Refused):
    """Many stories are given one change at once."""
