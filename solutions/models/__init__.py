from solutions.models.deployment import Deployment
from solutions.models.deployment_story import DeploymentStory
from solutions.models.fit_checklist import Entry, FitChecklist
from solutions.models.fit_item import FitItem, FitStory, Judgement, Verdict
from solutions.models.fit_review import FitReview
from solutions.models.fit_signed import FitSignature
from solutions.models.incident import Incident, IncidentStory
from solutions.models.linked import SolutionLink, SolutionStory
from solutions.models.look import Look
from solutions.models.settlement import KeeperAnswer, Settlement
from solutions.models.solution import Solution
from solutions.models.stage import Stage
from solutions.models.trial import Trial, TrialStory
from solutions.models.trial_amendment import TrialAmendment
from solutions.models.trial_guardrail import TrialGuardrail
from solutions.models.trial_observation import TrialObservation
from solutions.models.trial_verdict import TrialConfirmation

__all__ = [
    "Deployment",
    "DeploymentStory",
    "Entry",
    "FitChecklist",
    "FitItem",
    "FitReview",
    "FitSignature",
    "FitStory",
    "Incident",
    "IncidentStory",
    "Judgement",
    "KeeperAnswer",
    "Look",
    "Settlement",
    "Solution",
    "SolutionLink",
    "SolutionStory",
    "Stage",
    "Trial",
    "TrialAmendment",
    "TrialConfirmation",
    "TrialGuardrail",
    "TrialObservation",
    "TrialStory",
    "Verdict",
]
