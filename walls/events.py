"""What walls and their notes say in the history: nothing of writing, grouping and voting."""

from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType

from history.schema import (
    Count,
    EventDetails,
    EventText,
    Fields,
    OpenEventDetails,
    SprintId,
    SprintNumber,
    Text,
    ThemeId,
    row_id,
)
from projects.events import UseCaseId

WallId = Annotated[int, row_id("a wall")]
NoteId = Annotated[int, row_id("a note on a wall")]
GroupId = Annotated[int, row_id("a group of notes")]
Prompts = Annotated[list[str], Meta(description="What was asked.", examples=[["What went well"]])]
WallState = Literal["writing", "grouping", "voting", "discussing", "closed"]
Became = Literal["question", "hypothesis", "theme", "story", "action"]


# --- Walls ----------------------------------------------------------------------------------------
class WallOpened(EventDetails):
    """A wall was put up, to be written on."""

    verb: ClassVar = "wall_opened"
    text: ClassVar = EventText("pen-line", "put up the wall {title:quoted}")
    wall: WallId
    title: Text
    usecase: UseCaseId | None
    theme: ThemeId | None
    sprint: SprintId | None
    sprint_number: SprintNumber | UnsetType | None = UNSET
    prompts: Prompts
    is_anonymous: Annotated[bool, Meta(description="Whether nobody can say who wrote what.")]
    dots: Annotated[int, Meta(description="How many dots each voter has.", examples=[3])]


class WallRevealed(EventDetails):
    """The notes of a wall were opened."""

    verb: ClassVar = "wall_revealed"
    text: ClassVar = EventText("eye", "opened the {notes:notes} of the wall {wall:wall}")
    wall: WallId
    notes: Count
    unreadable: Annotated[
        int, Meta(description="How many were sealed on another installation and are lost.")
    ]


class WallVotesOpened(EventDetails):
    """The groups of a wall can be voted on."""

    verb: ClassVar = "wall_votes_opened"
    text: ClassVar = EventText("list-checks", "opened the vote on the wall {wall:wall}")
    wall: WallId


class DotsOfGroup(Fields):
    """How many dots a group of notes got."""

    group: GroupId
    name: Text
    dots: Count


class WallVotesClosed(EventDetails):
    """The votes were counted and thrown away; groups without a dot aren't named."""

    verb: ClassVar = "wall_votes_closed"
    text: ClassVar = EventText("list-checks", "closed the vote on the wall {wall:wall}")
    wall: WallId
    sums: list[DotsOfGroup]


class WallClosed(EventDetails):
    """A wall was talked through."""

    verb: ClassVar = "wall_closed"
    text: ClassVar = EventText("check", "closed the wall {wall:wall}")
    wall: WallId


class WallSteppedBack(EventDetails):
    """A lead took a wall one step back."""

    verb: ClassVar = "wall_stepped_back"
    text: ClassVar = EventText("undo-2", "took the wall {wall:wall} back from {was} to {now}")
    wall: WallId
    was: WallState
    now: WallState


class WallShown(OpenEventDetails):
    """A wall was shown to the customer."""

    verb: ClassVar = "wall_shown"
    text: ClassVar = EventText("eye", "showed a wall to the customer")
    wall: WallId


class WallMadeInternal(OpenEventDetails):
    """A wall is the team's own again."""

    verb: ClassVar = "wall_made_internal"
    text: ClassVar = EventText("eye-off", "made a wall internal again")
    wall: WallId


# --- Notes ----------------------------------------------------------------------------------------
class WordsOfNote(Fields):
    """What a note says."""

    words: Text


class NoteReworded(EventDetails):
    """Who wrote a note said it in other words; only where notes are signed."""

    verb: ClassVar = "note_reworded"
    text: ClassVar = EventText("pencil", "reworded a note on the wall {wall:wall}")
    wall: WallId
    note: NoteId
    was: WordsOfNote
    now: WordsOfNote


class NoteWithdrawn(EventDetails):
    """A note was taken off a wall; only where notes are signed."""

    verb: ClassVar = "note_withdrawn"
    text: ClassVar = EventText("trash-2", "took a note off the wall {wall:wall}")
    wall: WallId
    note: NoteId
    was: WordsOfNote


class NoteBecame(EventDetails):
    """A note became something that is worked on."""

    verb: ClassVar = "note_became"
    text: ClassVar = EventText("sparkles", "made a note on the wall {wall:wall} a new {kind}")
    wall: WallId
    note: NoteId
    kind: Became
    id: Annotated[int, Meta(description="The id of what it became.", examples=[7])]
    story_key: Annotated[str, Meta(description="Its key.", examples=["TV-42"])] | UnsetType = UNSET
