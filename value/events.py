"""What appraisals and check-ins say in the history."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType

from history.schema import (
    Day,
    EventDetails,
    EventText,
    Fields,
    Grade,
    OpenEventDetails,
    ReleaseId,
    Text,
    Value,
    row_id,
)
from metrics.events import MetricId
from solutions.events import SolutionId

if TYPE_CHECKING:  # a column of choices is a str; msgspec holds it to its list when it is written
    WorthName = str
else:
    WorthName = Annotated[
        Literal["", "keep", "test_again", "retire"],
        Meta(description="Whether the release is still worth running.", examples=["keep"]),
    ]

CheckInId = Annotated[int, row_id("a check-in")]
DayOfUse = Annotated[int, Meta(description="Days after the first use.", examples=[90])]


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


# --- Economics ------------------------------------------------------------------------------------
class EconomicsEnds(Fields):
    """Ends of ranges of 90 %: money in the project's currency a month, times in months."""

    value_low: Value | UnsetType | None = UNSET
    value_high: Value | UnsetType | None = UNSET
    ramp_low: Value | UnsetType | None = UNSET
    ramp_high: Value | UnsetType | None = UNSET
    lasts_low: Value | UnsetType | None = UNSET
    lasts_high: Value | UnsetType | None = UNSET


class EconomicsEstimated(EventDetails):
    """It was said what a solution is thought to be worth: internal, as it stands beside costs."""

    verb: ClassVar = "economics_estimated"
    text: ClassVar = EventText("layers", "estimated what the solution {solution:solution} is worth")
    solution: SolutionId
    was: EconomicsEnds
    now: EconomicsEnds


# --- Check-ins ------------------------------------------------------------------------------------
class CheckInsAsked(OpenEventDetails):
    """It was asked what has come of a release, so many days after it was first used."""

    verb: ClassVar = "check_ins_asked"
    text: ClassVar = EventText(
        "target", "asked what has come of {release:release}, in use for {day} days"
    )
    release: ReleaseId
    day: DayOfUse
    successmetrics: Annotated[
        list[int], Meta(description="The ids of the metrics it was asked of.", examples=[[7, 8]])
    ]


class CheckInAnswered(OpenEventDetails):
    """It was said what a metric says, so many days after the release was first used."""

    verb: ClassVar = "check_in_answered"
    text: ClassVar = EventText(
        "target", "saw {successmetric:metric} at {value}, {day} days into {release:release}"
    )
    checkin: CheckInId
    release: ReleaseId
    successmetric: MetricId
    day: DayOfUse
    observation: Annotated[int, Meta(description="The id of the observation.", examples=[7])]
    value: Value
    worth: WorthName


class CheckInUnknowable(OpenEventDetails):
    """It can't be known what a metric says of the release."""

    verb: ClassVar = "check_in_unknowable"
    text: ClassVar = EventText(
        "target",
        "said that {successmetric:metric} can't be known, {day} days into {release:release}: "
        "{because:quoted}",
    )
    checkin: CheckInId
    release: ReleaseId
    successmetric: MetricId
    day: DayOfUse
    because: Text
    worth: WorthName
    is_last: Annotated[bool, Meta(description="Whether it isn't asked again of this release.")]


class CheckInAsksCustomer(OpenEventDetails):
    """A lead asks the customer too, or no more."""

    verb: ClassVar = "check_in_asks_customer"
    text: ClassVar = EventText(
        "users",
        "asked the customer about {successmetric:metric}, {day} days into {release:release}",
        (("is_asked", "asked the customer about {successmetric:metric} no more"),),
    )
    checkin: CheckInId
    release: ReleaseId
    successmetric: MetricId
    day: DayOfUse
    is_asked: Annotated[bool, Meta(description="Or asks no more.")]


class CheckInsCancelled(OpenEventDetails):
    """What was asked of a release isn't asked any more."""

    verb: ClassVar = "check_ins_cancelled"
    text: ClassVar = EventText(
        "ban", "asked no more what has come of {release:release}: {because:quoted}"
    )
    release: ReleaseId
    because: Text
    check_ins: Annotated[list[int], Meta(description="Their ids.", examples=[[7]])]
