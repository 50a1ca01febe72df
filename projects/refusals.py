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


class NoKillRule(Conflicting):
    """A hypothesis is ended by its own rule if it has one."""


class SeenBySides(NotAllowed):
    """Who works in science or engineering says that their discipline has looked at something."""


class HypothesisEditedSince(Refused):
    """What is seen of a hypothesis are the words that stand there."""


class HypothesisStillOpen(Refused):
    """What is tested again has a verdict, or was withdrawn."""


class HypothesisOver(Refused):
    """A hypothesis that has a verdict or was withdrawn isn't tested any more."""


class AmendmentWithoutReason(Invalid):
    """What is amended after the start says why, in 10 to 500 characters."""


class AmendmentUnfit(Conflicting):
    """An amendment says something else, of a part that can be amended and in its form."""


class WithdrawnWithoutReason(Invalid):
    """What is withdrawn says why, in 10 to 500 characters."""


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


class QuestionWithoutWords(Invalid):
    """A question says what is asked."""


class AskedFromNeitherSide(Invalid):
    """A question is asked from science or from engineering."""


class TooManyQuestions(Refused):
    """A use case, or a team's question set, has only so many questions."""


class QuestionsBegun(Refused):
    """A board of questions is opened once."""


class QuestionBegun(Refused):
    """The words of a question stand once somebody has begun to answer it."""


class QuestionSetAsideWithoutReason(Invalid):
    """A question is set aside with a reason."""


class QuestionClosed(Refused):
    """Only a question that waits for answers is answered, taken back, revealed or set aside."""


class QuestionNotRevealed(Refused):
    """This is done with open answers only."""


class UseCaseDroppedMeanwhile(Refused):
    """Nothing is asked of a use case that was dropped."""


class EmptyQuestionSet(Invalid):
    """A question set has at least one question."""


class NotInQuestionSet(Conflicting):
    """Of a question set the places that it has are chosen."""


class SetOfLeads(NotAllowed):
    """Only leads who are in the team edit what its later use cases begin with."""


class AnswerTooLong(Conflicting):
    """An answer has only so many characters."""


class UnknownSureness(Invalid):
    """A side is guessing, fairly sure or very sure."""


class AnswerOfNoSide(NotAllowed):
    """Only who stood for science or engineering when it was asked answers a question."""


class AnswerIsFinal(Refused):
    """A final answer is taken back before it is written anew."""


class AnswerWithoutWords(Refused):
    """What is final says something."""


class SealedOnAnotherInstallation(Refused):
    """What was sealed with another secret can't be opened here."""


class RevealedByLeads(NotAllowed):
    """Only leads who are in the team open answers before both are final."""


class NothingToReveal(Refused):
    """An early reveal needs a final answer."""


class NoStance(Invalid):
    """A side agrees or sees it differently."""


class StanceStands(Refused):
    """A difference is ended by a decision."""


class NoteWithoutWords(Invalid):
    """A note says something."""


class DecisionWithoutTitle(Invalid):
    """A decision says what it is about."""


class ChosenWithoutWords(Invalid):
    """A decision says what was chosen."""


class DecisionMade(Refused):
    """A decision that was made isn't edited, another one supersedes it."""


class DecisionNotMade(Refused):
    """This is done with a decision that was made."""


class QuestionBeingDecided(Refused):
    """One decision at a time is open on a question."""


class DecisionOfAnotherProject(Conflicting):
    """A decision speaks of use cases and themes of its own project."""


class KeptByStranger(Conflicting):
    """Who looks after a decision works in the team."""


class ShelfWithoutName(Invalid):
    """What stands on the shelf has a name."""


class RemovedFromShelf(Refused):
    """What was taken off the shelf isn't edited."""


class WorksInNoTeam(NotAllowed):
    """Who works in a team notes what stands on its shelf."""


class FollowsAnotherProject(Conflicting):
    """A theme follows themes of its own project."""


class FollowsInCircle(Conflicting):
    """A theme that follows others can't come before them, too."""


class FollowsTooMany(Conflicting):
    """A theme follows only so many others."""


class ServesAnotherProject(Conflicting):
    """A theme serves use cases of its own project."""
