from metrics.models.appraisal import Appraisal
from metrics.models.reading import Finding, Reading
from metrics.models.report import HealthReport, ReportView
from metrics.models.success_metric import Observation, SuccessMetric

__all__ = [
    "Appraisal",
    "Finding",
    "HealthReport",
    "Observation",
    "Reading",
    "ReportView",
    "SuccessMetric",
]
