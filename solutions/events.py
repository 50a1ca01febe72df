"""What solutions say in the history: to the team alone, until somebody shows them."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType

from history.schema import (
    Count,
    Day,
    DisciplineName,
    EventDetails,
    EventText,
    Fields,
    Moment,
    OpenEventDetails,
    PersonId,
    ReleaseId,
    StoryId,
    Text,
    Value,
    row_id,
)
from projects.events import UseCaseIds
from stories.events import StoryKey

if TYPE_CHECKING:  # a column of choices is a str; msgspec holds it to its list when it is written
    KindName = str
    Ended = str
    TrialVerdict = str
    EnvironmentName = str
    ComparisonName = str
    MeasureName = str
    BetterName = str
    TrialPartName = str
    PlaceName = str
    RolloutName = str
    CustomerName = str
    IncidentKind = str
    NoticedByName = str
    SettledHow = str
else:
    KindName = Annotated[
        Literal["model", "platform", "pipeline", "data_set", "service", "report"],
        Meta(description="What kind of solution it is."),
    ]
    Ended = Literal["dropped", "retired"]
    TrialVerdict = Literal["passed", "failed", "inconclusive"]
    EnvironmentName = Annotated[
        Literal["integration", "staging", "shadow", "canary", "pilot", "ab"],
        Meta(description="Where it is tried."),
    ]
    ComparisonName = Annotated[
        Literal["nothing", "before_after", "control_period", "comparison_group", "random_groups"],
        Meta(description="What it is compared with."),
    ]
    MeasureName = Literal["mean", "share"]
    BetterName = Literal["higher", "lower"]
    TrialPartName = Annotated[
        Literal[
            "population",
            "planned_until",
            "planned_n",
            "metric",
            "threshold",
            "smallest_effect",
            "compared",
            "guardrails",
            "rollback_plan",
            "rollback_tried_on",
        ],
        Meta(description="The part of the design that is amended."),
    ]
    PlaceName = Annotated[
        Literal["production", "staging", "integration", "development"],
        Meta(description="Where it is deployed to."),
    ]
    RolloutName = Annotated[
        Literal["gradual", "at_once"], Meta(description="Step by step, or to all at once.")
    ]
    CustomerName = Annotated[
        Literal["", "present", "informed", "absent"],
        Meta(description="The customer, while it was deployed; empty: not said."),
    ]
    IncidentKind = Annotated[
        Literal["outage", "wrong_results", "drift", "late_data", "cost", "privacy"],
        Meta(description="What kind of incident it is."),
    ]
    NoticedByName = Annotated[
        Literal["alert", "team", "customer"], Meta(description="Who or what noticed it.")
    ]
    SettledHow = Annotated[
        Literal["nothing_to_tell", "told", "nothing_reported", "found_later"],
        Meta(description="What was said on day 30, or that something was found later."),
    ]
Severity = Annotated[int, Meta(description="From 1, the heaviest, to 3.", examples=[2], ge=1, le=3)]
IncidentId = Annotated[int, row_id("an incident")]
Gates = Annotated[
    list[Annotated[Literal["fit", "trial"], Meta(extra_json_schema={"type": "string"})]],
    Meta(description="What the gate of production asks for and isn't there.", examples=[["trial"]]),
]
DeploymentId = Annotated[int, row_id("a deployment")]
TrialId = Annotated[int, row_id("a trial")]
GuardrailId = Annotated[int, row_id("a guardrail")]
PersonIds = Annotated[list[int], Meta(description="Ids of people.", examples=[[4, 5]])]
Sides = Annotated[
    list[Annotated[DisciplineName, Meta(extra_json_schema={"type": "string"})]],
    Meta(description="Disciplines.", examples=[["engineering"]]),
]
VerdictHash = Annotated[
    str,
    Meta(
        description="SHA-256 of the verdict, its numbers and what was learned.",
        examples=["5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"],
    ),
]
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


# --- Trials ---------------------------------------------------------------------------------------
class TrialDesign(Fields):
    """What a trial is to be, or those parts of it that were said anew."""

    environment: EnvironmentName | UnsetType = UNSET
    name: Text | UnsetType = UNSET
    population: Text | UnsetType = UNSET
    planned_from: Day | UnsetType | None = UNSET
    planned_until: Day | UnsetType | None = UNSET
    planned_n: Count | UnsetType | None = UNSET
    metric: Text | UnsetType = UNSET
    unit: Text | UnsetType = UNSET
    measured_as: MeasureName | UnsetType = UNSET
    better: BetterName | UnsetType = UNSET
    threshold: Value | UnsetType | None = UNSET
    smallest_effect: Value | UnsetType | None = UNSET
    comparison: ComparisonName | UnsetType = UNSET
    compared: Text | UnsetType = UNSET
    planned_share: Value | UnsetType | None = UNSET
    rollback_plan: Text | UnsetType = UNSET
    rollback_tried_on: Day | UnsetType | None = UNSET


class TrialDrafted(EventDetails):
    """It was written down how a solution is to be tried."""

    verb: ClassVar = "trial_drafted"
    text: ClassVar = EventText("flask-conical", "drafted the trial {trial:trial}")
    trial: TrialId
    solution: SolutionId
    design: TrialDesign
    runners: PersonIds


class TrialDesigned(EventDetails):
    """The draft of a trial says something else."""

    verb: ClassVar = "trial_designed"
    text: ClassVar = EventText("pencil", "changed the {now:changed_fields} of {trial:trial}")
    trial: TrialId
    solution: SolutionId
    was: TrialDesign
    now: TrialDesign


class TrialGuarded(EventDetails):
    """A trial has another guardrail."""

    verb: ClassVar = "trial_guarded"
    text: ClassVar = EventText("plus", "put a guardrail on {trial:trial}: {what}, {limit}")
    trial: TrialId
    solution: SolutionId
    guardrail: GuardrailId
    what: Text
    limit: Text


class TrialUnguarded(EventDetails):
    """A guardrail was taken from a trial that hadn't started."""

    verb: ClassVar = "trial_unguarded"
    text: ClassVar = EventText("minus", "took a guardrail from {trial:trial}: {what}, {limit}")
    trial: TrialId
    solution: SolutionId
    guardrail: GuardrailId
    what: Text
    limit: Text


class TrialRunnersNamed(EventDetails):
    """Others run a trial."""

    verb: ClassVar = "trial_runners_named"
    text: ClassVar = EventText("users", "said who runs {trial:trial}")
    trial: TrialId
    solution: SolutionId
    was: PersonIds
    now: PersonIds


class TrialGateWaived(EventDetails):
    """A lead started a trial without one person of each discipline among who runs it."""

    verb: ClassVar = "trial_gate_waived"
    text: ClassVar = EventText(
        "triangle-alert", "started {trial:trial} without both disciplines: {reason:quoted}"
    )
    trial: TrialId
    solution: SolutionId
    reason: Text
    missing: Sides


class TrialStarted(EventDetails):
    """A trial began, and its design is locked."""

    verb: ClassVar = "trial_started"
    text: ClassVar = EventText("play", "started the trial {trial:trial}")
    trial: TrialId
    solution: SolutionId
    words_hash: WordsHash
    runners: PersonIds


class TrialAmended(EventDetails):
    """Something of a trial is different since its start; the locked words stay."""

    verb: ClassVar = "trial_amended"
    text: ClassVar = EventText("pencil", "amended {trial:trial} to {now:quoted}: {reason:quoted}")
    trial: TrialId
    solution: SolutionId
    amendment: Annotated[int, row_id("an amendment")]
    part: TrialPartName
    now: Text
    reason: Text


class TrialObserved(EventDetails):
    """Something was seen while a solution was tried."""

    verb: ClassVar = "trial_observed"
    text: ClassVar = EventText("eye", "noted what was seen in {trial:trial}: {words:quoted}")
    trial: TrialId
    solution: SolutionId
    observation: Annotated[int, row_id("an observation of a trial")]
    seen_on: Day
    words: Text
    value: Value | None


class TrialNumbers(Fields):
    """The numbers of a verdict: means with their spread, or counts."""

    new_mean: Value | UnsetType = UNSET
    new_se: Value | UnsetType = UNSET
    new_sd: Value | UnsetType = UNSET
    new_hits: Count | UnsetType = UNSET
    new_n: Count | UnsetType = UNSET
    compared_mean: Value | UnsetType = UNSET
    compared_se: Value | UnsetType = UNSET
    compared_sd: Value | UnsetType = UNSET
    compared_hits: Count | UnsetType = UNSET
    compared_n: Count | UnsetType = UNSET


class TrialDecided(OpenEventDetails):
    """A trial has a verdict."""

    verb: ClassVar = "trial_decided"
    text: ClassVar = EventText("flask-conical", "called the trial {trial:trial} {verdict}")
    trial: TrialId
    solution: SolutionId
    verdict: TrialVerdict
    learned: Text
    read_early: Annotated[bool, Meta(description="Whether it was read before its planned end.")]
    stopping_guardrail: GuardrailId | None
    numbers: TrialNumbers
    verdict_hash: VerdictHash


class TrialVerdictChanged(OpenEventDetails):
    """The verdict on a trial, or what it rests on, is another."""

    verb: ClassVar = "trial_verdict_changed"
    text: ClassVar = EventText(
        "flask-conical", "changed the verdict on {trial:trial} from {was} to {verdict}"
    )
    trial: TrialId
    solution: SolutionId
    was: TrialVerdict
    verdict: TrialVerdict
    learned: Text
    read_early: Annotated[bool, Meta(description="Whether it was read before its planned end.")]
    stopping_guardrail: GuardrailId | None
    numbers: TrialNumbers
    verdict_hash: VerdictHash


class TrialConfirmed(OpenEventDetails):
    """A discipline that didn't write a verdict stands for it."""

    verb: ClassVar = "trial_confirmed"
    text: ClassVar = EventText(
        "pen-line", "confirmed the verdict on {trial:trial} for {side:discipline}"
    )
    trial: TrialId
    solution: SolutionId
    side: DisciplineName
    verdict_hash: VerdictHash


class TrialWithdrawn(EventDetails):
    """A trial was called off before it had a verdict."""

    verb: ClassVar = "trial_withdrawn"
    text: ClassVar = EventText("undo-2", "withdrew the trial {trial:trial}: {reason:quoted}")
    trial: TrialId
    solution: SolutionId
    reason: Text


class TrialStoryLinked(EventDetails):
    """A story belongs to a trial."""

    verb: ClassVar = "trial_story_linked"
    text: ClassVar = EventText("link", "said that {story_key} belongs to {trial:trial}")
    trial: TrialId
    solution: SolutionId
    story: StoryId
    story_key: StoryKey


class TrialStoryUnlinked(EventDetails):
    """A story doesn't belong to a trial any more."""

    verb: ClassVar = "trial_story_unlinked"
    text: ClassVar = EventText("minus", "said that {story_key} doesn't belong to {trial:trial}")
    trial: TrialId
    solution: SolutionId
    story: StoryId
    story_key: StoryKey


class TrialShown(OpenEventDetails):
    """A trial was shown to the customer with what was seen of it."""

    verb: ClassVar = "trial_shown"
    text: ClassVar = EventText("eye", "showed a trial to the customer")
    trial: TrialId


class TrialMadeInternal(OpenEventDetails):
    """What was seen of a trial is the team's own again; its outcome stays open."""

    verb: ClassVar = "trial_made_internal"
    text: ClassVar = EventText("eye-off", "made a trial internal again")
    trial: TrialId


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


# --- Deployments ----------------------------------------------------------------------------------
class DeploymentPlan(Fields):
    """What a deployment is to be, or those parts of it that were said anew."""

    version: Text | UnsetType = UNSET
    environment: PlaceName | UnsetType = UNSET
    planned_for: Day | UnsetType | None = UNSET
    rollout: RolloutName | UnsetType = UNSET
    is_planned: Annotated[bool, Meta(description="Or hurried.")] | UnsetType = UNSET
    reference: Text | UnsetType = UNSET
    link: Text | UnsetType = UNSET
    different: Text | UnsetType = UNSET
    fixes: IncidentId | UnsetType | None = UNSET


class DeploymentPlanned(EventDetails):
    """Somebody said that a version is to be deployed."""

    verb: ClassVar = "deployment_planned"
    text: ClassVar = EventText(
        "rocket", "planned to deploy {solution:solution} {plan.version} to {plan.environment}"
    )
    deployment: DeploymentId
    solution: SolutionId
    plan: DeploymentPlan
    customer: CustomerName


class DeploymentReplanned(EventDetails):
    """Of a deployment that hasn't started something is planned otherwise."""

    verb: ClassVar = "deployment_replanned"
    text: ClassVar = EventText(
        "pencil", "changed the {now:changed_fields} of the deployment {deployment:deployment}"
    )
    deployment: DeploymentId
    solution: SolutionId
    was: DeploymentPlan
    now: DeploymentPlan


class DeploymentReported(EventDetails):
    """It was reported from outside, a pipeline for instance, that a version is being deployed."""

    verb: ClassVar = "deployment_reported"
    text: ClassVar = EventText(
        "rocket", "reported {solution:solution} {plan.version} in {plan.environment}"
    )
    deployment: DeploymentId
    solution: SolutionId
    plan: DeploymentPlan
    customer: CustomerName
    is_imported: Annotated[bool, Meta(description="Whether it is of another tool's past.")]


class CustomerOfDeployment(Fields):
    """Whether the customer was there, and who of them."""

    customer: CustomerName
    attended_by: PersonIds | UnsetType = UNSET  # lines of before anybody was named don't say it


class DeploymentCustomerNoted(EventDetails):
    """It was said whether the customer is present at a deployment, informed or absent."""

    verb: ClassVar = "deployment_customer_noted"
    text: ClassVar = EventText(
        "users",
        "noted the customer as {now.customer:customer} at the deployment {deployment:deployment}",
    )
    deployment: DeploymentId
    solution: SolutionId
    was: CustomerOfDeployment
    now: CustomerOfDeployment


class DeploymentCarries(EventDetails):
    """It was said which release a deployment carries to its users, or that it carries none."""

    verb: ClassVar = "deployment_carries"
    text: ClassVar = EventText(
        "rocket",
        "let the deployment {deployment:deployment} carry the release {now:release}",
        (("now", "took the release {was:release} off {deployment:deployment}"),),
    )
    deployment: DeploymentId
    solution: SolutionId
    was: ReleaseId | None
    now: ReleaseId | None


class DeploymentGateWaived(EventDetails):
    """A lead said why a version goes to production without what the gate asks for."""

    verb: ClassVar = "deployment_gate_waived"
    text: ClassVar = EventText(
        "triangle-alert",
        "let {deployment:deployment} go to production without {lacks:gates}: {reason:quoted}",
    )
    deployment: DeploymentId
    solution: SolutionId
    reason: Text
    lacks: Gates
    afterwards: Annotated[bool, Meta(description="Whether it had happened already.")]


class DeploymentGateNotPassed(EventDetails):
    """A version was reported in production without what the gate asks for."""

    verb: ClassVar = "deployment_gate_not_passed"
    text: ClassVar = EventText(
        "triangle-alert", "reported {deployment:deployment} in production without {lacks:gates}"
    )
    deployment: DeploymentId
    solution: SolutionId
    lacks: Gates
    fit_hash: FitHash


class DeploymentStarted(EventDetails):
    """A deployment began."""

    verb: ClassVar = "deployment_started"
    text: ClassVar = EventText("play", "started the deployment {deployment:deployment}")
    deployment: DeploymentId
    solution: SolutionId
    happened_at: Moment


class DeploymentWentLive(OpenEventDetails):
    """A version is in use where it was deployed to."""

    verb: ClassVar = "deployment_went_live"
    text: ClassVar = EventText("rocket", "took {deployment:deployment} live in {environment}")
    deployment: DeploymentId
    solution: SolutionId
    environment: PlaceName
    happened_at: Moment


class DeploymentReplaced(OpenEventDetails):
    """Another version stands where one stood."""

    verb: ClassVar = "deployment_replaced"
    text: ClassVar = EventText("rocket", "replaced {deployment:deployment} in {environment}")
    deployment: DeploymentId
    solution: SolutionId
    environment: PlaceName
    happened_at: Moment


class DeploymentRolledBack(OpenEventDetails):
    """A version was taken back."""

    verb: ClassVar = "deployment_rolled_back"
    text: ClassVar = EventText(
        "undo-2",
        "took {deployment:deployment} back in {environment}: {reason:quoted}",
        without=(("reason", "took {deployment:deployment} back in {environment}"),),
    )
    deployment: DeploymentId
    solution: SolutionId
    environment: PlaceName
    reason: Text
    happened_at: Moment


class DeploymentFailed(OpenEventDetails):
    """A deployment didn't come about, and nothing of it is live."""

    verb: ClassVar = "deployment_failed"
    text: ClassVar = EventText(
        "circle-x",
        "said that deploying {deployment:deployment} failed: {reason:quoted}",
        without=(("reason", "said that deploying {deployment:deployment} failed"),),
    )
    deployment: DeploymentId
    solution: SolutionId
    environment: PlaceName
    reason: Text
    happened_at: Moment


class DeploymentCancelled(EventDetails):
    """A deployment that hadn't started won't be."""

    verb: ClassVar = "deployment_cancelled"
    text: ClassVar = EventText(
        "ban",
        "cancelled the deployment {deployment:deployment}: {reason:quoted}",
        without=(("reason", "cancelled the deployment {deployment:deployment}"),),
    )
    deployment: DeploymentId
    solution: SolutionId
    reason: Text
    happened_at: Moment


class DeploymentStoryLinked(OpenEventDetails):
    """A story came of a deployment."""

    verb: ClassVar = "deployment_story_linked"
    text: ClassVar = EventText(
        "link", "said that {story_key} came of the deployment {deployment:deployment}"
    )
    deployment: DeploymentId
    solution: SolutionId
    story: StoryId
    story_key: StoryKey


class DeploymentStoryUnlinked(OpenEventDetails):
    """A story didn't come of a deployment."""

    verb: ClassVar = "deployment_story_unlinked"
    text: ClassVar = EventText(
        "minus", "said that {story_key} didn't come of the deployment {deployment:deployment}"
    )
    deployment: DeploymentId
    solution: SolutionId
    story: StoryId
    story_key: StoryKey


class DramaAnswered(EventDetails):
    """On day 30 of a deployment one who looks after it said whether there is more to tell."""

    verb: ClassVar = "drama_answered"
    text: ClassVar = EventText(
        "message-square",
        "told for {side:discipline} what wasn't there yet of {deployment:deployment}",
        without=(
            (
                "has_told",
                "had nothing more to tell of {deployment:deployment} for {side:discipline}",
            ),
        ),
    )
    deployment: DeploymentId
    solution: SolutionId
    side: DisciplineName
    has_told: Annotated[bool, Meta(description="Whether there was something, and they told it.")]


class DramaSettled(OpenEventDetails):
    """What a deployment came to by day 30 was settled, or settled anew; why stands on its page."""

    verb: ClassVar = "drama_settled"
    text: ClassVar = EventText(
        "flag", "settled what {deployment:deployment} came to by day 30: {how:words}"
    )
    deployment: DeploymentId
    solution: SolutionId
    round: Annotated[int, Meta(description="1; what is found later settles anew.", examples=[1])]
    number: Annotated[int, Meta(description="What was left of 100.", examples=[85])]
    version: Annotated[int, Meta(description="Of the formula.", examples=[1])]
    how: SettledHow


# --- Incidents ------------------------------------------------------------------------------------
class IncidentTold(Fields):
    """What is told of an incident, or those parts of it that were said anew."""

    kind: IncidentKind | UnsetType = UNSET
    severity: Severity | UnsetType = UNSET
    began_at: Moment | UnsetType = UNSET
    noticed_at: Moment | UnsetType = UNSET
    noticed_by: NoticedByName | UnsetType = UNSET
    happened: Text | UnsetType = UNSET
    changed: Text | UnsetType = UNSET


class IncidentReported(EventDetails):
    """Something went wrong in use."""

    verb: ClassVar = "incident_reported"
    text: ClassVar = EventText(
        "octagon-alert", "reported an incident of {deployment:deployment}: {happened:quoted}"
    )
    incident: IncidentId
    solution: SolutionId
    deployment: DeploymentId
    kind: IncidentKind
    severity: Severity
    began_at: Moment
    noticed_at: Moment
    noticed_by: NoticedByName
    restored_at: Moment | None
    happened: Text
    changed: Text


class IncidentDescribed(EventDetails):
    """Of an incident something else is told."""

    verb: ClassVar = "incident_described"
    text: ClassVar = EventText(
        "pencil", "changed the {now:changed_fields} of an incident of {deployment:deployment}"
    )
    incident: IncidentId
    solution: SolutionId
    deployment: DeploymentId
    was: IncidentTold
    now: IncidentTold


class IncidentRestored(EventDetails):
    """An incident is over."""

    verb: ClassVar = "incident_restored"
    text: ClassVar = EventText(
        "circle-check", "said that an incident of {deployment:deployment} is over"
    )
    incident: IncidentId
    solution: SolutionId
    deployment: DeploymentId
    restored_at: Moment


class IncidentReopened(EventDetails):
    """An incident isn't over after all."""

    verb: ClassVar = "incident_reopened"
    text: ClassVar = EventText(
        "undo-2", "said that an incident of {deployment:deployment} isn't over after all"
    )
    incident: IncidentId
    solution: SolutionId
    deployment: DeploymentId
    was: Moment


class IncidentMoved(EventDetails):
    """An incident is of another deployment."""

    verb: ClassVar = "incident_moved"
    text: ClassVar = EventText(
        "pencil",
        "said that an incident is of {deployment:deployment} and not of {was:deployment}",
    )
    incident: IncidentId
    solution: SolutionId
    deployment: DeploymentId
    was: DeploymentId


class IncidentStoryLinked(EventDetails):
    """A story came of an incident."""

    verb: ClassVar = "incident_story_linked"
    text: ClassVar = EventText(
        "link", "said that {story_key} came of an incident of {deployment:deployment}"
    )
    incident: IncidentId
    solution: SolutionId
    deployment: DeploymentId
    story: StoryId
    story_key: StoryKey


class IncidentStoryUnlinked(EventDetails):
    """A story didn't come of an incident."""

    verb: ClassVar = "incident_story_unlinked"
    text: ClassVar = EventText(
        "minus", "said that {story_key} didn't come of an incident of {deployment:deployment}"
    )
    incident: IncidentId
    solution: SolutionId
    deployment: DeploymentId
    story: StoryId
    story_key: StoryKey


class IncidentShown(OpenEventDetails):
    """An incident was shown to the customer."""

    verb: ClassVar = "incident_shown"
    text: ClassVar = EventText("eye", "showed an incident to the customer")
    incident: IncidentId
    solution: SolutionId
    deployment: DeploymentId


class IncidentMadeInternal(OpenEventDetails):
    """An incident is the team's own again."""

    verb: ClassVar = "incident_made_internal"
    text: ClassVar = EventText("eye-off", "made an incident internal again")
    incident: IncidentId
    solution: SolutionId
    deployment: DeploymentId
