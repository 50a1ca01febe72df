"""What success metrics say in the history."""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from history.schema import (
    Day,
    EventText,
    Fields,
    Grade,
    HypothesisId,
    OpenEventDetails,
    Text,
    Value,
)

MetricId = Annotated[int, Meta(description="The id of a success metric.", examples=[7])]


class SuccessMetricDefined(OpenEventDetails):
    """A lead agreed with the customer on a metric."""

    verb: ClassVar = "successmetric_defined"
    text: ClassVar = EventText("target", "agreed on the success metric {name:quoted}")
    successmetric: MetricId
    kind: Literal[
        "incremental_value",
        "time_to_market",
        "viable_implementation",
        "cost_avoidance",
        "brand_benefit",
        "goodwill",
    ]
    name: Text
    unit: Annotated[str, Meta(examples=["hours a week"])]
    baseline: Value
    target: Value
    direction: Literal["up", "down"]
    due: Day


class Aim(Fields):
    """What is aimed at, and until when."""

    target: Value
    due: Day


class SuccessMetricRetargeted(OpenEventDetails):
    """Something else is aimed at."""

    verb: ClassVar = "successmetric_retargeted"
    text: ClassVar = EventText(
        "target",
        "changed the target of {successmetric:metric} from {was.target} to {now.target}",
    )
    successmetric: MetricId
    was: Aim
    now: Aim


class SuccessMetricObserved(OpenEventDetails):
    """A value was seen."""

    verb: ClassVar = "successmetric_observed"
    text: ClassVar = EventText("trending-up", "saw {successmetric:metric} at {value}")
    successmetric: MetricId
    observation: Annotated[int, Meta(description="The id of the observation.", examples=[7])]
    value: Value
    grade: Grade


class HypothesisMeasured(OpenEventDetails):
    """Another success metric says whether a hypothesis holds."""

    verb: ClassVar = "hypothesis_measured"
    text: ClassVar = EventText(
        "target",
        "measures the hypothesis {hypothesis:hypothesis} by {now:metric}",
        without=(("now", "measures the hypothesis {hypothesis:hypothesis} by no metric any more"),),
    )
    hypothesis: HypothesisId
    was: MetricId | None
    now: MetricId | None
