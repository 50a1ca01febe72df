"""What stories, their comments and the board's columns say in the history."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType

from history.schema import (
    ColumnId,
    CommentId,
    Count,
    Days,
    DisciplineName,
    DisciplineOrNone,
    EventDetails,
    EventText,
    Fields,
    HypothesisId,
    JsonObject,
    OpenEventDetails,
    PersonId,
    Place,
    Points,
    Rank,
    ReleaseId,
    SprintId,
    SprintNumber,
    StoryId,
    Text,
    ThemeId,
    own_text,
)

if TYPE_CHECKING:  # a column of choices is a str; msgspec holds it to its list when it is written
    CategoryName = str
    Kind = str
else:
    CategoryName = Annotated[
        Literal["todo", "doing", "review", "done", "dropped"],
        Meta(description="What standing in the column means."),
    ]
    Kind = Literal["story", "experiment", "bug", "chore"]
Labels = Annotated[list[str], Meta(description="All labels.", examples=[["data", "model"]])]
StoryKey = Annotated[str, Meta(description="The key of that story.", examples=["TV-42"])]
Length = Annotated[int, Meta(description="Characters of the text.", examples=[120])]


# --- Columns --------------------------------------------------------------------------------------
class ColumnAdded(OpenEventDetails):
    """A column was added to the board."""

    verb: ClassVar = "column_added"
    text: ClassVar = EventText("columns-3", "added the column {name:quoted}")
    column: ColumnId
    name: Text
    category: CategoryName
    wip_limit: Count | None
    position: Place


class SetUp(Fields):
    """What a column is called and how many stories may stand in it."""

    name: Text
    wip_limit: Count | None


class ColumnSetUp(OpenEventDetails):
    """A column has another name or limit."""

    verb: ClassVar = "column_set_up"
    text: ClassVar = EventText(
        "columns-3",
        "set up the column {now.name:quoted} with a limit of {now.wip_limit:number_or_none}",
    )
    column: ColumnId
    was: SetUp
    now: SetUp


class ColumnPlaced(OpenEventDetails):
    """A column stands elsewhere on the board."""

    verb: ClassVar = "column_placed"
    text: ClassVar = EventText("columns-3", "moved the column {column:column} to place {now}")
    column: ColumnId
    was: Place
    now: Place


class ColumnRemoved(OpenEventDetails):
    """An empty column was taken off the board."""

    verb: ClassVar = "column_removed"
    text: ClassVar = EventText("columns-3", "removed the column {name:quoted}")
    column: ColumnId
    name: Text
    category: CategoryName


# --- Stories --------------------------------------------------------------------------------------
def _as_created(details: JsonObject) -> JsonObject:
    """An import left out what Jira doesn't know, and the owner's discipline."""
    unknown = {"owner_discipline": "", "hypothesis": None, "release": None}
    return {**unknown, **details, "points": _number(details.get("points"))}


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


class StoryCreated(OpenEventDetails):
    """A story was added."""

    verb: ClassVar = "story_created"
    text: ClassVar = EventText("plus", "added {story}")
    upgrades: ClassVar = (_as_created,)
    title: Text
    kind: Kind
    column: ColumnId
    category: CategoryName
    owner: PersonId | None
    owner_discipline: DisciplineOrNone
    sprint: SprintId | None
    sprint_number: SprintNumber | UnsetType | None = UNSET
    theme: ThemeId | None
    hypothesis: HypothesisId | None
    release: ReleaseId | None
    points: Points | None


class StoryMoved(OpenEventDetails):
    """A story stands in another column."""

    verb: ClassVar = "story_moved"
    text: ClassVar = EventText("arrow-right", "moved {story} from {was:column} to {now:column}")
    was: ColumnId
    now: ColumnId
    was_category: CategoryName
    now_category: CategoryName
    over_limit: (
        Annotated[bool, Meta(description="More stand there than were agreed.")] | UnsetType
    ) = UNSET
    was_rank: Rank | UnsetType = UNSET
    now_rank: Rank | UnsetType = UNSET


class StoryHanded(OpenEventDetails):
    """A story has another owner, or none."""

    verb: ClassVar = "story_handed"
    text: ClassVar = EventText(
        "user-round",
        "handed {story} from {was:person} to {now:person}",
        (("now", "freed {story} from {was:person}"), ("was", "gave {story} to {now:person}")),
        (
            ("now", own_text("took {story} from {was:person}", ("was", "took {story}"))),
            ("was", own_text("handed {story} to {now:person}", ("now", "let go of {story}"))),
        ),
    )
    was: PersonId | None
    now: PersonId | None
    was_discipline: DisciplineOrNone
    now_discipline: DisciplineOrNone


class StoryPaired(OpenEventDetails):
    """Somebody works on a story together with its owner."""

    verb: ClassVar = "story_paired"
    text: ClassVar = EventText(
        "users",
        "let {coworker:person} work on {story} too",
        own=(("coworker", own_text("began to work on {story} too")),),
    )
    coworker: PersonId
    discipline: DisciplineName


class StoryParted(OpenEventDetails):
    """A pairing ended."""

    verb: ClassVar = "story_parted"
    text: ClassVar = EventText(
        "users",
        "ended the pairing with {coworker:person} on {story}",
        own=(("coworker", own_text("stopped working on {story}")),),
    )
    coworker: PersonId


class StoryPlanned(OpenEventDetails):
    """A story was planned into a sprint, or back into the backlog."""

    verb: ClassVar = "story_planned"
    text: ClassVar = EventText(
        "repeat",
        "planned {story} from {was:sprint} into {now:sprint}",
        (
            ("now", "took {story} out of {was:sprint}"),
            ("was", "planned {story} into {now:sprint}"),
        ),
    )
    was: SprintId | None
    now: SprintId | None
    was_number: SprintNumber | UnsetType | None = UNSET
    now_number: SprintNumber | UnsetType | None = UNSET
    was_rank: Rank | UnsetType = UNSET
    now_rank: Rank | UnsetType = UNSET


class StoryFiled(OpenEventDetails):
    """A story serves another theme, or none."""

    verb: ClassVar = "story_filed"
    text: ClassVar = EventText(
        "map",
        "filed {story} under {now:theme}",
        (("now", "took {story} out of the theme {was:theme}"),),
    )
    was: ThemeId | None
    now: ThemeId | None


class StoryTests(OpenEventDetails):
    """A story puts another hypothesis to the test, or none."""

    verb: ClassVar = "story_tests"
    text: ClassVar = EventText(
        "flask-conical",
        "let {story} test the hypothesis {now:hypothesis}",
        (("now", "let {story} test no hypothesis any more"),),
    )
    was: HypothesisId | None
    now: HypothesisId | None


class StoryShips(OpenEventDetails):
    """A story goes to the users with another release, or with none."""

    verb: ClassVar = "story_ships"
    text: ClassVar = EventText(
        "rocket",
        "let {story} go to the users with the release {now:release}",
        (("now", "took {story} out of the release {was:release}"),),
    )
    was: ReleaseId | None
    now: ReleaseId | None


class StoryRanked(OpenEventDetails):
    """A story stands elsewhere in the backlog."""

    verb: ClassVar = "story_ranked"
    text: ClassVar = EventText("list-ordered", "gave {story} another rank")
    was: Rank
    now: Rank


class StoryMadeRoom(OpenEventDetails):
    """A story stands where it stood, by another rank: there was no place left beside it."""

    verb: ClassVar = "story_made_room"
    text: ClassVar = EventText("list-ordered", "made room beside {story} for another")
    was: Rank
    now: Rank


if TYPE_CHECKING:  # a column of choices is a str; msgspec holds it to its list when it is written
    BlockerKindName = str
else:
    BlockerKindName = Annotated[
        Literal["", "access", "data", "environment", "discipline", "customer"],
        Meta(description="What it waits for; empty where nobody said.", examples=["access"]),
    ]


class StoryBlocked(OpenEventDetails):
    """A story waits for something outside it."""

    verb: ClassVar = "story_blocked"
    text: ClassVar = EventText(
        "octagon-alert",
        "blocked {story}, which waits for {kind:blocker}: {now:quoted}",
        without=(("kind", "blocked {story}: {now:quoted}"),),
    )
    was: Text
    now: Text
    kind_was: BlockerKindName | UnsetType = UNSET
    kind: BlockerKindName | UnsetType = UNSET


class StoryUnblocked(OpenEventDetails):
    """What a story waited for is there."""

    verb: ClassVar = "story_unblocked"
    text: ClassVar = EventText("check", "unblocked {story}, which waited for {was:quoted}")
    was: Text


class StoryDepended(OpenEventDetails):
    """A story can't be finished before another."""

    verb: ClassVar = "story_depended"
    text: ClassVar = EventText("link", "let {story} wait for {needs:other}")
    needs: StoryId
    needs_key: StoryKey | UnsetType = UNSET


class StoryReleased(OpenEventDetails):
    """A story can go on without another after all."""

    verb: ClassVar = "story_released"
    text: ClassVar = EventText("link", "let {story} go on without {needs:other}")
    needs: StoryId
    needs_key: StoryKey | UnsetType = UNSET


class Title(Fields):
    """What a story is called."""

    title: Text


class StoryRenamed(OpenEventDetails):
    """A story has another title."""

    verb: ClassVar = "story_renamed"
    text: ClassVar = EventText(
        "pencil", "renamed {story} from {was.title:quoted} to {now.title:quoted}"
    )
    was: Title
    now: Title


class StoryDescribed(OpenEventDetails):
    """A story's description was rewritten; the old one lies beside the event."""

    verb: ClassVar = "story_described"
    text: ClassVar = EventText(
        "pen-line",
        "rewrote the description of {story}",
        (("now", "emptied the description of {story}"), ("was", "described {story}")),
    )
    was: Length
    now: Length


class KindOfStory(Fields):
    """What kind of story it is."""

    kind: Kind


class StoryClassified(OpenEventDetails):
    """A story is of another kind."""

    verb: ClassVar = "story_classified"
    text: ClassVar = EventText("tag", "made {story} {now.kind:a_kind} instead of {was.kind:a_kind}")
    was: KindOfStory
    now: KindOfStory


class LabelsOfStory(Fields):
    """What a story is labelled."""

    labels: Labels


class StoryLabelled(OpenEventDetails):
    """A story has other labels."""

    verb: ClassVar = "story_labelled"
    text: ClassVar = EventText("tag", "labelled {story} {now.labels:list}")
    was: LabelsOfStory
    now: LabelsOfStory


class Size(Fields):
    """Points, a time box, or neither."""

    points: Points | None
    time_box_days: Days | None


def _as_numbers(details: JsonObject) -> JsonObject:
    """Pages and the API wrote decimals as strings."""
    numbers = {}
    for time, size in details.items():
        if isinstance(size, dict):
            numbers[time] = {name: _number(value) for name, value in size.items()}
    return numbers


class StoryEstimated(OpenEventDetails):
    """A story has another size."""

    verb: ClassVar = "story_estimated"
    text: ClassVar = EventText("layers", "sized {story}: {now:size} instead of {was:size}")
    upgrades: ClassVar = (_as_numbers,)
    was: Size
    now: Size


# --- Comments -------------------------------------------------------------------------------------
class StoryCommented(EventDetails):
    """Somebody said something on a story."""

    verb: ClassVar = "story_commented"
    text: ClassVar = EventText("message-square", "commented on {story}")
    comment: CommentId
    internal: bool


class StoryCommentReworded(EventDetails):
    """A comment has other words."""

    verb: ClassVar = "story_comment_reworded"
    text: ClassVar = EventText("message-square", "reworded a comment on {story}")
    comment: CommentId
    internal: bool


class StoryCommentWithdrawn(EventDetails):
    """A comment was taken back."""

    verb: ClassVar = "story_comment_withdrawn"
    text: ClassVar = EventText("message-square", "withdrew a comment on {story}")
    comment: CommentId
    internal: bool
