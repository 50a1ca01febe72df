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


class SolutionEditedSince(Refused):
    """What was seen are the words that stand there."""


class SolutionLinkUnsafe(Invalid):
    """A link of a solution has a label and leads to an https address, without a password in it."""


class SolutionLinkedAlready(Conflicting):
    """A solution links to an address once."""


class TooManySolutionLinks(Refused):
    """A solution has 20 links at most."""


class StoryOfAnotherProject(Conflicting):
    """A solution is served by stories of its own project."""


# --- Trials ---------------------------------------------------------------------------------------
class TrialDesignUnfit(Conflicting):
    """What a trial's design says goes together."""


class TrialNotDesigned(Refused):
    """A trial starts once its design is whole: what is measured, what passes, what stops it."""


class TrialLocked(Refused):
    """The design of a trial is locked by its start."""


class TrialNotRunning(Refused):
    """Only a trial that runs is amended and decided."""


class TrialOver(Refused):
    """What is over isn't withdrawn, nor run by others."""


class RunByOneDiscipline(Refused):
    """A trial is run by one person of each discipline, or a lead says why not."""


class TrialWaivedByLeads(NotAllowed):
    """Only leads who are in the team start a trial without both disciplines."""


class TrialWaiverWithoutReason(Invalid):
    """A start without both disciplines says why, in 10 to 500 characters."""


class RunnerFromElsewhere(Conflicting):
    """Who runs a trial works in the team."""


class GuardrailWithoutLimit(Invalid):
    """A guardrail says what is watched and its limit."""


class GuardrailAlready(Conflicting):
    """A trial has one limit for what it watches."""


class TooManyGuardrails(Refused):
    """A trial has 10 guardrails at most."""


class NoSuchGuardrail(Absent):
    """A guardrail that is named is one of the trial's."""


class ObservationUnfit(Invalid):
    """An observation has words, and its number is one that can be measured."""


class ObservedBeforeStart(Refused):
    """Nothing is observed of a trial before it starts."""


class TrialObservedLater(Conflicting):
    """A trial is observed on a day from its start to today."""


class NoTrialVerdict(Invalid):
    """A trial passed, failed or was inconclusive."""


class VerdictWithoutWords(Invalid):
    """A verdict on a trial says what was learned."""


class TrialNumbersUnfit(Conflicting):
    """The numbers of a verdict are those that its design asks for, with spread or counts."""


class TrialNotDecided(Refused):
    """Only a verdict that there is can be confirmed."""


class TrialVerdictChangedSince(Refused):
    """What is confirmed is the verdict that stands there."""


class ConfirmedByOther(NotAllowed):
    """A verdict is confirmed by somebody of the discipline that didn't write it."""


# --- The fit --------------------------------------------------------------------------------------
class EmptyFitChecklist(Invalid):
    """A fit checklist has at least one item."""


class TooManyFitItems(Refused):
    """A fit checklist, and a review, has 40 items at most."""


class FitItemWithoutWords(Invalid):
    """An item of a fit has 1 to 300 characters."""


class FitItemAskedTwice(Conflicting):
    """No two items of a fit say the same, and one at most asks for the shelf or the run cost."""


class FitChecklistOfLeads(NotAllowed):
    """Only leads who are in the team edit the checklist of its later reviews."""


class FitOfSides(NotAllowed):
    """Science and engineering judge and sign a fit, each for their own discipline."""


class FitRoundOver(Refused):
    """Only the newest round of a fit is changed."""


class FitBegunMeanwhile(Refused):
    """A round of a fit is begun after the one that was looked at."""


class FitEditedSince(Refused):
    """What is signed of a fit is what was read."""


class FitNotSettled(Refused):
    """A fit is signed once every item is settled as fits or doesn't apply."""


class NoSuchFitItem(Absent):
    """An item that is judged is one of the review's."""


class RunCostOutOfRange(Conflicting):
    """The run cost a month is a range: from and to, neither below zero nor reversed."""


class FitNeedsNoChange(Refused):
    """An item becomes a story where a discipline says that it needs change."""


class NotAskedForShelf(Refused):
    """The item that asks what exists already picks from the shelf."""


class NotOnOurShelf(Conflicting):
    """What is picked stands on the team's own shelf."""


class FitOfInternalSolution(Refused):
    """A fit is shown to the customer once its solution is."""


# --- Deployments ----------------------------------------------------------------------------------
class DeployedBeforeProven(Refused):
    """What starts in production has a signed fit and a passed trial of today's words."""


class DeploymentWaivedByLeads(NotAllowed):
    """Only leads who are in the team let something start in production without its gate."""


class DeploymentWaiverWithoutReason(Invalid):
    """A start in production without its gate says why, in 10 to 500 characters."""


class NothingToWaive(Refused):
    """Afterwards a gate is waived where it wasn't passed."""


class DeploymentUnfit(Invalid):
    """A deployment says which version goes where, in its length and without a stray address."""


class DeployedAlready(Conflicting):
    """A solution is deployed to an environment once under a reference."""


class DeploymentBegun(Refused):
    """What has started isn't planned otherwise, nor cancelled."""


class DeploymentOutOfStep(Refused):
    """A deployment is started, goes live, is taken back: one after the other."""


class DeployedInTheFuture(Conflicting):
    """What is reported has happened, five minutes from now at most."""


class DeploymentTimesReversed(Conflicting):
    """A deployment starts before it goes live, and is live before it is taken back."""


class DeploymentReportedOtherwise(Conflicting):
    """What was reported once of a deployment isn't reported otherwise."""


class FixOfOtherSolution(Conflicting):
    """A fix mends an incident of its own solution."""


class ReleaseOfOtherProject(Conflicting):
    """A deployment carries a release of its own project."""


class AttendedThoughAbsent(Conflicting):
    """Who of the customer was there is said where the customer is present."""


class AttendedBySomebodyElse(Conflicting):
    """Only people of the team who are from the customer are named as the customer."""


class NoDrama(Refused):
    """Only what went live in production has a number, and a day 30."""


class DayThirtyAhead(Refused):
    """Both who look after a deployment are asked 30 days after it went live."""


class DramaSettledAlready(Refused):
    """What is settled is answered no more; what is found later settles it anew."""


class NotItsKeeper(NotAllowed):
    """Only who looks after the solution answers on day 30."""


class SolutionStillLive(Refused):
    """What is live is retired, not dropped."""


# --- Incidents ------------------------------------------------------------------------------------
class IncidentUnfit(Invalid):
    """An incident says what happened, how heavy it was and who noticed it."""


class IncidentOfNothing(Conflicting):
    """An incident is of one deployment: what was live when it began, unless said otherwise."""


class DeploymentOfOtherSolution(Conflicting):
    """An incident is of a deployment of its own solution."""


class IncidentBeforeDeployment(Conflicting):
    """An incident begins once its deployment is there."""


class IncidentTimesReversed(Conflicting):
    """An incident begins before it is noticed and over."""


class IncidentInTheFuture(Conflicting):
    """An incident has begun, and is over, in the past."""
