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


# --- The fit --------------------------------------------------------------------------------------
if TYPE_CHECKING:
    VerdictName = str
    AskedFor = str
else:
    VerdictName = Annotated[
        Literal["", "fits", "needs_change", "dont_know", "doesnt_apply"],
        Meta(description="What a discipline says of an item; empty for nothing yet."),
    ]
    AskedFor = Annotated[
        Literal["", "shelf", "run_cost"],
        Meta(description="What the item asks for beside a verdict."),
    ]
FitId = Annotated[int, row_id("a round of a fit")]
FitItemId = Annotated[int, row_id("an item of a fit")]
FitItemIds = Annotated[list[int], Meta(description="Ids of items.", examples=[[31, 32]])]
ShelfItemIds = Annotated[
    list[int], Meta(description="Ids of what stands on the shelf.", examples=[[2]])
]
RoundNumber = Annotated[int, Meta(description="Which round it is, from 1.", examples=[2])]
VoidedSignatures = Annotated[
    int, Meta(description="How many signatures stood over what was changed.", examples=[1])
]
FitHash = Annotated[
    str,
    Meta(
        description="SHA-256 of the solution's words, the items, verdicts, notes and run cost.",
        examples=["5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"],
    ),
]
MoneyAMonth = Annotated[float, Meta(description="Money a month.", examples=[1200.0])]


class FitEntryFields(Fields):
    """An item of a team's fit checklist."""

    text: Text
    otherwise: Text
    in_reports: Annotated[bool, Meta(description="Whether the review of a report has it.")]
    asks: AskedFor


class TeamFitChecklistEdited(EventDetails):
    """The team's later reviews go through other items."""

    verb: ClassVar = "team_fit_checklist_edited"
    text: ClassVar = EventText(
        "list-checks", "edited the checklist by which solutions are reviewed"
    )
    was: list[FitEntryFields]
    now: list[FitEntryFields]


class FitBegun(EventDetails):
    """A round of a fit was begun."""

    verb: ClassVar = "fit_begun"
    text: ClassVar = EventText(
        "list-checks", "began to ask whether {solution:solution} fits, round {round}"
    )
    solution: SolutionId
    fit: FitId
    round: RoundNumber
    items: Annotated[int, Meta(description="How many items it has.", examples=[13])]
    asked_again: Annotated[
        int, Meta(description="How many of the round before ask again.", examples=[2])
    ]


class FitItemAsked(EventDetails):
    """One more item was asked of a fit."""

    verb: ClassVar = "fit_item_asked"
    text: ClassVar = EventText("plus", "asked {words:quoted} of {solution:solution}")
    solution: SolutionId
    fit: FitId
    item: FitItemId
    words: Text
    voided_signatures: VoidedSignatures


class Judged(Fields):
    """What one discipline says of an item."""

    science_verdict: VerdictName | UnsetType = UNSET
    science_note: Text | UnsetType = UNSET
    engineering_verdict: VerdictName | UnsetType = UNSET
    engineering_note: Text | UnsetType = UNSET


class FitJudged(EventDetails):
    """A discipline said of an item whether it fits, or why."""

    verb: ClassVar = "fit_judged"
    text: ClassVar = EventText(
        "list-checks", "judged {item:fititem} of {solution:solution} for {side:discipline}"
    )
    solution: SolutionId
    fit: FitId
    item: FitItemId
    side: DisciplineName
    was: Judged
    now: Judged
    voided_signatures: VoidedSignatures


class FitGoneThrough(EventDetails):
    """A discipline said of all items that were open that they fit."""

    verb: ClassVar = "fit_gone_through"
    text: ClassVar = EventText(
        "list-checks", "went through the fit of {solution:solution} for {side:discipline}"
    )
    solution: SolutionId
    fit: FitId
    side: DisciplineName
    items: FitItemIds
    voided_signatures: VoidedSignatures


class RunCost(Fields):
    """What a solution costs to run a month, from and to."""

    run_cost_low: MoneyAMonth | None
    run_cost_high: MoneyAMonth | None


class FitRunCostEstimated(EventDetails):
    """What a solution costs to run a month was estimated."""

    verb: ClassVar = "fit_run_cost_estimated"
    text: ClassVar = EventText("server", "estimated the run cost of {solution:solution}")
    solution: SolutionId
    fit: FitId
    was: RunCost
    now: RunCost
    voided_signatures: VoidedSignatures


class FitShelfPicked(EventDetails):
    """What a solution uses again was picked from the shelf."""

    verb: ClassVar = "fit_shelf_picked"
    text: ClassVar = EventText("library", "picked what {solution:solution} uses from the shelf")
    solution: SolutionId
    fit: FitId
    item: FitItemId
    was: ShelfItemIds
    now: ShelfItemIds
    voided_signatures: VoidedSignatures


class FitStoryWritten(EventDetails):
    """An item that needs change became a story."""

    verb: ClassVar = "fit_story_written"
    text: ClassVar = EventText("sticky-note", "made {story_key} of what {solution:solution} lacks")
    solution: SolutionId
    fit: FitId
    item: FitItemId
    story: StoryId
    story_key: StoryKey


class FitSigned(EventDetails):
    """A fit was signed for a discipline."""

    verb: ClassVar = "fit_signed"
    text: ClassVar = EventText(
        "signature", "signed the fit of {solution:solution} for {side:discipline}"
    )
    solution: SolutionId
    fit: FitId
    side: DisciplineName
    fit_hash: FitHash


class FitShown(OpenEventDetails):
    """A fit with its notes was shown to the customer."""

    verb: ClassVar = "fit_shown"
    text: ClassVar = EventText("eye", "showed the fit of a solution to the customer")
    solution: SolutionId
    fit: FitId


class FitMadeInternal(OpenEventDetails):
    """A fit is the team's own again."""

    verb: ClassVar = "fit_made_internal"
    text: ClassVar = EventText("eye-off", "made the fit of a solution internal again")
    solution: SolutionId
    fit: FitId
