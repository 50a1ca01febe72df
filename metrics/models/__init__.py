from metrics.models.facts import FactIncident, ProjectFacts, SprintFact, StoryFact
from metrics.models.pulse import Wave
from metrics.models.report import Finding, HealthReport, Reading, ReportView
from metrics.models.success_metric import Observation, SuccessMetric

__all__ = [
    "FactIncident",
    "Finding",
    "HealthReport",
    "Observation",
    "ProjectFacts",
    "Reading",
    "ReportView",
    "SprintFact",
    "StoryFact",
    "SuccessMetric",
    "Wave",
]
