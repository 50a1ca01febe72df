from metrics.models.hypothesis_metric import HypothesisMetric
from metrics.models.success_metric import Observation, SuccessMetric

__all__ = [
    "HypothesisMetric",
    "Observation",
    "SuccessMetric",
]
