from metrics.models.appraisal import Appraisal
from metrics.models.success_metric import Observation, SuccessMetric

__all__ = [
    "Appraisal",
    "Observation",
    "SuccessMetric",
]
