"""What solutions say in the history: to the team alone, until somebody shows them."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType

from history.schema import (
    DisciplineName,
    EventDetails,
    EventText,
    Fields,
    OpenEventDetails,
    PersonId,
    StoryId,
    Text,
    row_id,
)
from projects.events import UseCaseIds
from stories.events import StoryKey

if TYPE_CHECKING:  # a column of choices is a str; msgspec holds it to its list when it is written
    KindName = str
    Ended = str
else:
    KindName = Annotated[
        Literal["model", "platform", "pipeline", "data_set", "service", "report"],
        Meta(description="What kind of solution it is."),
    ]
    Ended = Literal["dropped", "retired"]
SolutionId = Annotated[int, row_id("a solution")]
SolutionLinkId = Annotated[int, row_id("a link of a solution")]
HypothesisIds = Annotated[list[int], Meta(description="Ids of hypotheses.", examples=[[4, 5]])]
Address = Annotated[
    str, Meta(description="An https address.", examples=["https://git.example.org/lake"])
]
WordsHash = Annotated[
    str,
    Meta(
        description="SHA-256 of kind, what it does, what it is and isn't for, and what it serves.",
        examples=["5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"],
    ),
]


class Served(Fields):
    """The use cases and hypotheses that a solution serves."""

    use_cases: UseCaseIds | UnsetType = UNSET
    hypotheses: HypothesisIds | UnsetType = UNSET


class SolutionSketched(EventDetails):
    """A solution was sketched."""

    verb: ClassVar = "solution_sketched"
    text: ClassVar = EventText("compass", "sketched the solution {name:quoted}")
    solution: SolutionId
    name: Text
    kind: KindName
    does: Text
    meant_for: Text
    not_for: Text
    serves: Served
    science_keeper: PersonId | None
    engineering_keeper: PersonId | None


class NameOfSolution(Fields):
    """What a solution is called."""

    name: Text


class SolutionRenamed(EventDetails):
    """A solution has another name."""

    verb: ClassVar = "solution_renamed"
    text: ClassVar = EventText("pencil", "renamed a solution to {now.name:quoted}")
    solution: SolutionId
    was: NameOfSolution
    now: NameOfSolution


class SolutionWords(Fields):
    """Those words of a solution that were given anew."""

    kind: KindName | UnsetType = UNSET
    does: Text | UnsetType = UNSET
    meant_for: Text | UnsetType = UNSET
    not_for: Text | UnsetType = UNSET


class SolutionDescribed(EventDetails):
    """A solution is of another kind, does something else, or is for something else."""

    verb: ClassVar = "solution_described"
    text: ClassVar = EventText("pencil", "described the solution {solution:solution} anew")
    solution: SolutionId
    was: SolutionWords
    now: SolutionWords
    words_hash: WordsHash


class SolutionServed(EventDetails):
    """A solution serves other use cases or hypotheses than before."""

    verb: ClassVar = "solution_served"
    text: ClassVar = EventText("link", "changed what the solution {solution:solution} serves")
    solution: SolutionId
    was: Served
    now: Served
    words_hash: WordsHash


class Keepers(Fields):
    """Who looks after a solution, of each discipline."""

    science_keeper: PersonId | UnsetType | None = UNSET
    engineering_keeper: PersonId | UnsetType | None = UNSET


class SolutionKeepersNamed(EventDetails):
    """Somebody else looks after a solution."""

    verb: ClassVar = "solution_keepers_named"
    text: ClassVar = EventText("users", "said who looks after {solution:solution}")
    solution: SolutionId
    was: Keepers
    now: Keepers


class SolutionSeen(EventDetails):
    """A discipline has looked at a solution as its words stand."""

    verb: ClassVar = "solution_seen"
    text: ClassVar = EventText(
        "eye", "looked at the solution {solution:solution} for {side:discipline}"
    )
    solution: SolutionId
    side: DisciplineName
    words_hash: WordsHash


class SolutionLinked(EventDetails):
    """A link leads from a solution to something elsewhere."""

    verb: ClassVar = "solution_linked"
    text: ClassVar = EventText("link", "linked {solution:solution} to {label:quoted}")
    solution: SolutionId
    link: SolutionLinkId
    label: Text
    address: Address


class SolutionUnlinked(EventDetails):
    """A link of a solution was taken away."""

    verb: ClassVar = "solution_unlinked"
    text: ClassVar = EventText("minus", "took the link {label:quoted} from {solution:solution}")
    solution: SolutionId
    link: SolutionLinkId
    label: Text
    address: Address


class SolutionStoryLinked(EventDetails):
    """A story serves a solution."""

    verb: ClassVar = "solution_story_linked"
    text: ClassVar = EventText("link", "said that {story_key} serves {solution:solution}")
    solution: SolutionId
    story: StoryId
    story_key: StoryKey


class SolutionStoryUnlinked(EventDetails):
    """A story doesn't serve a solution any more."""

    verb: ClassVar = "solution_story_unlinked"
    text: ClassVar = EventText("minus", "said that {story_key} doesn't serve {solution:solution}")
    solution: SolutionId
    story: StoryId
    story_key: StoryKey


class SolutionDropped(EventDetails):
    """A solution was given up."""

    verb: ClassVar = "solution_dropped"
    text: ClassVar = EventText("trash-2", "dropped {solution:solution}: {learned:quoted}")
    solution: SolutionId
    learned: Text


class SolutionRetired(EventDetails):
    """A solution isn't used any more."""

    verb: ClassVar = "solution_retired"
    text: ClassVar = EventText("archive", "retired {solution:solution}: {learned:quoted}")
    solution: SolutionId
    learned: Text


class SolutionTakenUp(EventDetails):
    """A solution that was dropped or retired is worked on again."""

    verb: ClassVar = "solution_taken_up"
    text: ClassVar = EventText("undo-2", "took up {solution:solution}, which was {was}, again")
    solution: SolutionId
    was: Ended


class SolutionShown(OpenEventDetails):
    """A solution was shown to the customer."""

    verb: ClassVar = "solution_shown"
    text: ClassVar = EventText("eye", "showed a solution to the customer")
    solution: SolutionId


class SolutionMadeInternal(OpenEventDetails):
    """A solution is the team's own again."""

    verb: ClassVar = "solution_made_internal"
    text: ClassVar = EventText("eye-off", "made a solution internal again")
    solution: SolutionId
