"""What a team says in the history."""

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from history.schema import (
    Count,
    Day,
    DisciplineName,
    EventDetails,
    EventText,
    Fields,
    OpenEventDetails,
    PersonId,
    RoleName,
    Text,
    own_text,
)

Capacity = Annotated[
    float, Meta(description="The share of the person's time, 0 to 1.", examples=[0.8])
]
WeekDays = Annotated[
    list[int], Meta(description="Days of the week, Monday is 1.", examples=[[1, 2, 3, 4, 5]])
]


FROM_CUSTOMER = "from_customer"
# Lines of before anybody could be from the customer don't say it.
FromCustomer = Annotated[bool, Meta(description="Whether they are the customer's people.")]
ClockTime = Annotated[
    str,
    Meta(
        description="A time of day where the team works.",
        pattern="^[0-2][0-9]:[0-5][0-9]$",
        examples=["09:00"],
    ),
]


class TeamFounded(OpenEventDetails):
    """An admin of the installation made the team."""

    verb: ClassVar = "team_founded"
    text: ClassVar = EventText("users", "founded the team")
    name: Text


class TeamMemberJoined(OpenEventDetails):
    """Somebody came into the team."""

    verb: ClassVar = "team_member_joined"
    text: ClassVar = EventText(
        "users",
        "took {user:person} from the customer into the team for {discipline:discipline}",
        without=((FROM_CUSTOMER, "took {user:person} into the team for {discipline:discipline}"),),
        own=(
            (
                "user",
                own_text(
                    "joined the team from the customer for {discipline:discipline}",
                    (FROM_CUSTOMER, "joined the team for {discipline:discipline}"),
                ),
            ),
        ),
    )
    user: PersonId
    discipline: DisciplineName
    role: RoleName
    capacity: Capacity
    from_customer: FromCustomer | UnsetType = UNSET


class TeamMemberChanged(OpenEventDetails):
    """Somebody of the team has another discipline, role or capacity from now on."""

    verb: ClassVar = "team_member_changed"
    text: ClassVar = EventText(
        "users",
        "changed what {user:person} is in the team: {discipline:discipline}, {role}, from the "
        "customer",
        without=(
            (
                FROM_CUSTOMER,
                "changed what {user:person} is in the team: {discipline:discipline}, {role}",
            ),
        ),
        own=(
            (
                "user",
                own_text(
                    "took another part in the team: {discipline:discipline}, {role}, from the "
                    "customer",
                    (
                        FROM_CUSTOMER,
                        "took another part in the team: {discipline:discipline}, {role}",
                    ),
                ),
            ),
        ),
    )
    user: PersonId
    discipline: DisciplineName
    role: RoleName
    capacity: Capacity
    from_customer: FromCustomer | UnsetType = UNSET


class TeamMemberLeft(OpenEventDetails):
    """Somebody's membership ended."""

    verb: ClassVar = "team_member_left"
    text: ClassVar = EventText(
        "users", "let {user:person} leave the team", own=(("user", own_text("left the team")),)
    )
    user: PersonId


class TeamRenamed(OpenEventDetails):
    """The team has another name."""

    verb: ClassVar = "team_renamed"
    text: ClassVar = EventText("pencil", "renamed the team from {was:quoted} to {now:quoted}")
    was: Text
    now: Text


class Rhythm(Fields):
    """How many belong to a team, when its days are and how long its sprints are."""

    size_limit: Count
    working_days: WeekDays
    sprint_days: Annotated[int, Meta(description="Calendar days.", examples=[14])]
    time_zone: Annotated[str, Meta(examples=["Europe/Madrid"])]
    # Lines of before teams had hours don't say them.
    hours_from: ClockTime | UnsetType | None = UNSET
    hours_until: ClockTime | UnsetType | None = UNSET


class TeamRhythmSet(OpenEventDetails):
    """The team's size limit, days, hours, sprint length or time zone changed."""

    verb: ClassVar = "team_rhythm_set"
    text: ClassVar = EventText(
        "repeat", "changed the team's size limit, days, hours or sprint length"
    )
    was: Rhythm
    now: Rhythm


class DayRate(Fields):
    """What a person-day of a team costs on average."""

    rate: Annotated[float | None, Meta(description="Null: not known.", examples=[640.0])]
    currency: Annotated[str, Meta(description="ISO 4217, or empty.", examples=["EUR"])]


class TeamDayRateSet(EventDetails):
    """A person-day of the team costs something else: the team's own business."""

    verb: ClassVar = "team_day_rate_set"
    text: ClassVar = EventText("layers", "said what a day of the team costs")
    was: DayRate
    now: DayRate


class TeamDigestSwitched(OpenEventDetails):
    """Whether health reports are mailed to the team: "on" or nothing."""

    verb: ClassVar = "team_digest_switched"
    text: ClassVar = EventText(
        "message-square",
        "let health reports be mailed to the team after each sprint",
        (("now", "let no health reports be mailed any more"),),
    )
    now: Annotated[str, Meta(pattern="^(on)?$", examples=["on"])]


class TeamAbsenceNoted(EventDetails):
    """Somebody will be away; who isn't said."""

    verb: ClassVar = "team_absence_noted"
    text: ClassVar = EventText(
        "calendar", "noted an absence from {first_day:date} to {last_day:date}"
    )
    first_day: Day
    last_day: Day


class TeamAbsenceForgotten(EventDetails):
    """Somebody is there after all."""

    verb: ClassVar = "team_absence_forgotten"
    text: ClassVar = EventText(
        "calendar", "took back the absence from {first_day:date} to {last_day:date}"
    )
    first_day: Day
    last_day: Day
