from metrics.models.appraisal import Appraisal
from metrics.models.forecast import Forecast, ForecastOutcome
from metrics.models.reading import Finding, Reading
from metrics.models.report import HealthReport, ReportView
from metrics.models.success_metric import Observation, SuccessMetric
from metrics.models.track_record import TrackRecord

__all__ = [
    "Appraisal",
    "Finding",
    "Forecast",
    "ForecastOutcome",
    "HealthReport",
    "Observation",
    "Reading",
    "ReportView",
    "SuccessMetric",
    "TrackRecord",
]
