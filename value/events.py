"""What appraisals say in the history."""

from typing import ClassVar

from history.schema import Day, EventText, Grade, OpenEventDetails, Value
from metrics.events import MetricId


class SuccessMetricAppraised(OpenEventDetails):
    """Value and costs were weighed, as ranges of 90 % in the metric's unit."""

    verb: ClassVar = "successmetric_appraised"
    text: ClassVar = EventText("layers", "weighed value against costs of {successmetric:metric}")
    successmetric: MetricId
    on: Day
    grade: Grade
    value_low: Value
    value_high: Value
    run_cost_low: Value
    run_cost_high: Value
    build_cost_low: Value
    build_cost_high: Value
