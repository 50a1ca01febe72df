"""What sprints, stand-ups, retrospectives and their actions say in the history."""

from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType

from history.schema import (
    Count,
    Day,
    EventDetails,
    EventText,
    Fields,
    Moment,
    OpenEventDetails,
    PersonId,
    Points,
    SprintId,
    SprintNumber,
    StoryId,
    Text,
    own_text,
)

StandupId = Annotated[int, Meta(description="The id of a stand-up.", examples=[7])]
RetrospectiveId = Annotated[int, Meta(description="The id of a retrospective.", examples=[7])]
ActionId = Annotated[int, Meta(description="The id of an action.", examples=[7])]


# --- Sprints --------------------------------------------------------------------------------------
class SprintPlanned(OpenEventDetails):
    """A sprint was added to the plan."""

    verb: ClassVar = "sprint_planned"
    text: ClassVar = EventText(
        "calendar", "planned {sprint} from {starts_on:date} to {ends_on:date}"
    )
    number: SprintNumber
    goal: Text
    starts_on: Day
    ends_on: Day


class Plan(Fields):
    """Goal and days of a sprint."""

    goal: Text
    starts_on: Day
    ends_on: Day


class SprintReplanned(OpenEventDetails):
    """A sprint's goal or days changed."""

    verb: ClassVar = "sprint_replanned"
    text: ClassVar = EventText("calendar", "changed the {now:changed_fields} of {sprint}")
    was: Plan
    now: Plan


class SprintKickedOff(OpenEventDetails):
    """A sprint began; its commitment is frozen."""

    verb: ClassVar = "sprint_kicked_off"
    text: ClassVar = EventText(
        "play", "kicked off {sprint} with {stories:stories} and {points:points}"
    )
    stories: Count
    points: Points


class SprintDecisionsWaived(EventDetails):
    """A lead kicked a sprint off over open decisions on what its stories work for."""

    verb: ClassVar = "sprint_decisions_waived"
    text: ClassVar = EventText(
        "triangle-alert", "kicked off {sprint} over {decisions:decisions}: {reason:quoted}"
    )
    reason: Text
    decisions: Annotated[list[int], Meta(description="Ids of decisions.", examples=[[7, 9]])]


class SprintClosed(OpenEventDetails):
    """A sprint ended; so many of its stories weren't done."""

    verb: ClassVar = "sprint_closed"
    text: ClassVar = EventText("check", "closed {sprint}; {left:stories} went on")
    left: Count


class StoryCarriedOver(OpenEventDetails):
    """A story wasn't done when its sprint closed: it goes on in another one or in the backlog."""

    verb: ClassVar = "story_carried_over"
    text: ClassVar = EventText(
        "repeat",
        "carried {story} over from {was:sprint} into {now:sprint}",
        (("now", "put {story} back from {was:sprint} into the backlog"),),
    )
    was: SprintId
    now: SprintId | None
    was_number: SprintNumber | UnsetType = UNSET
    now_number: SprintNumber | UnsetType | None = UNSET


# --- Stand-ups ------------------------------------------------------------------------------------
class StandupStarted(OpenEventDetails):
    """Somebody started the timer of today's stand-up."""

    verb: ClassVar = "standup_started"
    text: ClassVar = EventText("clock", "began the stand-up")
    standup: StandupId
    day: Day
    started_at: Moment
    sprint: SprintId | None
    sprint_number: SprintNumber | UnsetType | None = UNSET
    facilitator: PersonId | None


class StandupNoted(OpenEventDetails):
    """A stand-up was held without the timer."""

    verb: ClassVar = "standup_noted"
    text: ClassVar = EventText("clock", "noted the stand-up of {day:date}")
    standup: StandupId
    day: Day
    present: Count | None
    sprint: SprintId | None
    sprint_number: SprintNumber | UnsetType | None = UNSET
    facilitator: PersonId | None


class Attendance(Fields):
    """When a stand-up ended, and how many were there."""

    ended_at: Moment | None
    present: Count | None


class StandupEnded(OpenEventDetails):
    """The timer was stopped."""

    verb: ClassVar = "standup_ended"
    text: ClassVar = EventText("clock", "ended the stand-up")
    standup: StandupId
    was: Attendance
    now: Attendance


# --- Retrospectives -------------------------------------------------------------------------------
class RetrospectiveHeld(OpenEventDetails):
    """A sprint's retrospective was opened."""

    verb: ClassVar = "retrospective_held"
    text: ClassVar = EventText("history", "held the retrospective of {sprint:sprint}")
    retrospective: RetrospectiveId
    sprint: SprintId
    sprint_number: SprintNumber | UnsetType = UNSET
    held_at: Moment
    shown: Text
    lessons: Text


class ShownAndLearned(Fields):
    """What was shown and what was learned."""

    shown: Text
    lessons: Text


class RetrospectiveNoted(OpenEventDetails):
    """What was shown and learned has other words."""

    verb: ClassVar = "retrospective_noted"
    text: ClassVar = EventText("history", "noted what the retrospective showed")
    retrospective: RetrospectiveId
    was: ShownAndLearned
    now: ShownAndLearned


# --- Actions --------------------------------------------------------------------------------------
class ActionAgreed(OpenEventDetails):
    """A retrospective agreed on an action that somebody looks after."""

    verb: ClassVar = "action_agreed"
    text: ClassVar = EventText(
        "handshake",
        "agreed on the action {title:quoted} with {owner:person}, due {due:date}",
        own=(("owner", own_text("took on the action {title:quoted}, due {due:date}")),),
    )
    action: ActionId
    retrospective: RetrospectiveId
    title: Text
    owner: PersonId
    due: Day
    created_at: Moment


class Extension(Fields):
    """Until when, and how often that was put off."""

    due: Day
    carried: Count


class ActionCarried(OpenEventDetails):
    """An action is due later."""

    verb: ClassVar = "action_carried"
    text: ClassVar = EventText("handshake", "gave the action {action:action} until {now.due:date}")
    action: ActionId
    was: Extension
    now: Extension


class Outcome(Fields):
    """When an action was closed, as what and by what evidence."""

    closed_at: Moment | None
    outcome: Literal["", "done", "dropped"]
    evidence: Text


class ActionClosed(OpenEventDetails):
    """An action was followed through or dropped."""

    verb: ClassVar = "action_closed"
    text: ClassVar = EventText("handshake", "closed the action {action:action}: {now.outcome}")
    action: ActionId
    was: Outcome
    now: Outcome


class ActionTakenUp(OpenEventDetails):
    """An action became a story."""

    verb: ClassVar = "action_taken_up"
    text: ClassVar = EventText("handshake", "made the action {action:action} a story")
    action: ActionId
    story: StoryId
    story_key: Annotated[str, Meta(description="Its key.", examples=["TV-42"])] | UnsetType = UNSET
