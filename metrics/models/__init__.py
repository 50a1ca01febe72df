from metrics.models.success_metric import Observation, SuccessMetric

__all__ = [
    "Observation",
    "SuccessMetric",
]
