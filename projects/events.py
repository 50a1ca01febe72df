"""What projects, use cases, charters, themes, hypotheses and releases say in the history."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType

from history.schema import (
    Count,
    Day,
    DisciplineName,
    EventDetails,
    EventText,
    Fields,
    HypothesisId,
    Moment,
    OpenEventDetails,
    PersonId,
    Place,
    ReleaseId,
    Text,
    ThemeId,
    row_id,
)

ProjectState = Literal["active", "paused", "finished", "archived"]
ThemeState = Literal["planned", "active", "done", "dropped"]
Verdict = Literal["supported", "refuted", "inconclusive"]
UseCaseId = Annotated[int, Meta(description="The id of a use case.", examples=[7])]
UseCaseIds = Annotated[list[int], Meta(description="Ids of use cases.", examples=[[7, 9]])]
ThemeIds = Annotated[list[int], Meta(description="Ids of themes.", examples=[[3, 4]])]
CharterId = Annotated[int, Meta(description="The id of this version of the charter.", examples=[7])]
CharterVersion = Annotated[int, Meta(description="Counted from 1.", examples=[2])]
TimeBox = Annotated[int, Meta(description="Calendar days.", examples=[14])]
ByKillRule = Annotated[
    bool | UnsetType,
    Meta(description="Whether its own rule to end early did; not said until November 2026."),
]
HypothesisPart = Annotated[
    Literal["prediction", "threshold", "kill_rule", "time_box_days", "metric"],
    Meta(description="The part of the hypothesis that is amended."),
]


# --- Projects -------------------------------------------------------------------------------------
class ProjectStarted(OpenEventDetails):
    """A project of the team began."""

    verb: ClassVar = "project_started"
    text: ClassVar = EventText("flag", "started the project {name:quoted}")
    key: Annotated[str, Meta(examples=["TV"])]
    name: Text


class ProjectWords(Fields):
    """What a project is called, for whom it is and what it is for."""

    name: Text
    customer: Text
    business_goal: Text


class ProjectEdited(OpenEventDetails):
    """The project's words changed."""

    verb: ClassVar = "project_edited"
    text: ClassVar = EventText("pencil", "edited the project's {now:changed_fields}")
    was: ProjectWords
    now: ProjectWords


CurrencyCode = Annotated[str, Meta(description="ISO 4217, or empty.", examples=["EUR"])]


class ProjectCurrencySet(OpenEventDetails):
    """The project's money is counted in another currency from now on."""

    verb: ClassVar = "project_currency_set"
    text: ClassVar = EventText(
        "layers",
        "counts the project’s money in {now}",
        without=(("now", "counts the project’s money in no currency any more"),),
    )
    was: CurrencyCode
    now: CurrencyCode


class ProjectStateChanged(OpenEventDetails):
    """The project was paused, finished, archived or taken up again."""

    verb: ClassVar = "project_state_changed"
    text: ClassVar = EventText("flag", "moved the project from {was} to {now}")
    was: ProjectState
    now: ProjectState


# --- Use cases ------------------------------------------------------------------------------------
class UseCaseDistilled(OpenEventDetails):
    """A use case was added to the list."""

    verb: ClassVar = "usecase_distilled"
    text: ClassVar = EventText("lightbulb", "distilled the use case {title:quoted}")
    usecase: UseCaseId
    title: Text
    description: Text
    position: Place


class TitleAndDescription(Fields):
    """The words of a use case or a theme."""

    title: Text
    description: Text


class UseCaseReworded(OpenEventDetails):
    """A use case has other words."""

    verb: ClassVar = "usecase_reworded"
    text: ClassVar = EventText("pencil", "reworded the use case {now.title:quoted}")
    usecase: UseCaseId
    was: TitleAndDescription
    now: TitleAndDescription


class WhenDropped(Fields):
    """When it was dropped, if it was."""

    dropped_at: Moment | None


class UseCaseDropped(OpenEventDetails):
    """A use case was taken off the list."""

    verb: ClassVar = "usecase_dropped"
    text: ClassVar = EventText("ban", "dropped the use case {usecase:usecase}")
    usecase: UseCaseId
    was: WhenDropped
    now: WhenDropped


# --- Charters -------------------------------------------------------------------------------------
class CharterWritten(OpenEventDetails):
    """A new version of the charter voids the signatures of the last one."""

    verb: ClassVar = "charter_written"
    text: ClassVar = EventText("file-text", "wrote version {version} of the charter")
    charter: CharterId
    version: CharterVersion
    voided_signatures: Count


class CharterSigned(OpenEventDetails):
    """Somebody signed the charter for their discipline, or for the customer they are from."""

    verb: ClassVar = "charter_signed"
    text: ClassVar = EventText(
        "signature", "signed version {version} of the charter for {discipline:discipline}"
    )
    charter: CharterId
    version: CharterVersion
    discipline: DisciplineName


class CharterConfirmed(OpenEventDetails):
    """Somebody said that the charter is still right."""

    verb: ClassVar = "charter_confirmed"
    text: ClassVar = EventText(
        "circle-check", "said that version {version} of the charter is right"
    )
    charter: CharterId
    version: CharterVersion


class PlanFrozen(OpenEventDetails):
    """All had signed the charter, and the plan was kept as it stood."""

    verb: ClassVar = "plan_frozen"
    text: ClassVar = EventText("lock", "signed last, and so froze the plan of version {version}")
    charter: CharterId
    version: CharterVersion
    themes: Annotated[list[int], Meta(description="The ids of its themes.", examples=[[3, 4]])]


# --- Themes ---------------------------------------------------------------------------------------
class ThemeCharted(OpenEventDetails):
    """A theme was put on the plan."""

    verb: ClassVar = "theme_charted"
    text: ClassVar = EventText("map", "put the theme {title:quoted} on the plan")
    theme: ThemeId
    title: Text
    description: Text
    starts_on: Day | None
    ends_on: Day | None
    position: Place


class ThemeReworded(OpenEventDetails):
    """A theme has other words."""

    verb: ClassVar = "theme_reworded"
    text: ClassVar = EventText("pencil", "reworded the theme {now.title:quoted}")
    theme: ThemeId
    was: TitleAndDescription
    now: TitleAndDescription


class Window(Fields):
    """From which day to which."""

    starts_on: Day | None
    ends_on: Day | None


class ThemePlanned(OpenEventDetails):
    """A theme's window on the timeline moved."""

    verb: ClassVar = "theme_planned"
    text: ClassVar = EventText(
        "calendar-range",
        "planned the theme {theme:theme} from {now.starts_on:date} to {now.ends_on:date}",
    )
    theme: ThemeId
    was: Window
    now: Window


class StateOfTheme(Fields):
    """Where a theme stands."""

    state: ThemeState


class ThemeStateChanged(OpenEventDetails):
    """A theme was begun, done, dropped or taken up again."""

    verb: ClassVar = "theme_state_changed"
    text: ClassVar = EventText("map", "called the theme {theme:theme} {now.state}")
    theme: ThemeId
    was: StateOfTheme
    now: StateOfTheme


class ThemeServed(OpenEventDetails):
    """A theme serves other use cases than before."""

    verb: ClassVar = "theme_served"
    text: ClassVar = EventText("link", "linked the theme {theme:theme} to {now:use_cases}")
    theme: ThemeId
    was: UseCaseIds
    now: UseCaseIds


class ThemeFollows(OpenEventDetails):
    """A theme comes after other themes than before."""

    verb: ClassVar = "theme_follows"
    text: ClassVar = EventText("link", "let the theme {theme:theme} follow {now:themes}")
    theme: ThemeId
    was: ThemeIds
    now: ThemeIds


class ThemePlaced(OpenEventDetails):
    """A theme stands elsewhere in the list."""

    verb: ClassVar = "theme_placed"
    text: ClassVar = EventText("move", "moved the theme {theme:theme} to place {now}")
    theme: ThemeId
    was: Place
    now: Place


# --- Hypotheses -----------------------------------------------------------------------------------
class HypothesisDrafted(OpenEventDetails):
    """A prediction was written down."""

    verb: ClassVar = "hypothesis_drafted"
    text: ClassVar = EventText("flask-conical", "drafted the hypothesis {prediction:quoted}")
    hypothesis: HypothesisId
    theme: ThemeId
    prediction: Text
    threshold: Text
    kill_rule: Text
    time_box_days: TimeBox
    tests_again: Annotated[
        HypothesisId | UnsetType | None, Meta(description="The earlier one that it tests again.")
    ] = UNSET


class HypothesisWords(Fields):
    """Those words of a draft that were given anew."""

    prediction: Text | UnsetType = UNSET
    threshold: Text | UnsetType = UNSET
    kill_rule: Text | UnsetType = UNSET
    time_box_days: TimeBox | UnsetType = UNSET


class HypothesisReworded(OpenEventDetails):
    """A draft has other words."""

    verb: ClassVar = "hypothesis_reworded"
    text: ClassVar = EventText("pencil", "reworded the hypothesis {hypothesis:hypothesis}")
    hypothesis: HypothesisId
    was: HypothesisWords
    now: HypothesisWords


class HypothesisStarted(OpenEventDetails):
    """The test began; from here on the words are locked."""

    verb: ClassVar = "hypothesis_started"
    text: ClassVar = EventText(
        "flask-conical", "began to test the hypothesis {hypothesis:hypothesis}, due {due_on:date}"
    )
    hypothesis: HypothesisId
    due_on: Day


class HypothesisDecided(OpenEventDetails):
    """The test has a verdict."""

    verb: ClassVar = "hypothesis_decided"
    text: ClassVar = EventText(
        "flask-conical", "called the hypothesis {hypothesis:hypothesis} {now}"
    )
    hypothesis: HypothesisId
    was: Literal[""]
    now: Verdict
    by_kill_rule: ByKillRule = UNSET


class HypothesisVerdictChanged(OpenEventDetails):
    """The verdict, or what was decided upon it, is another."""

    verb: ClassVar = "hypothesis_verdict_changed"
    text: ClassVar = EventText(
        "flask-conical", "changed the verdict on {hypothesis:hypothesis} from {was} to {now}"
    )
    hypothesis: HypothesisId
    was: Verdict
    now: Verdict
    by_kill_rule: ByKillRule = UNSET


class HypothesisAmended(OpenEventDetails):
    """Something of a hypothesis is different since its test began; the locked words stay."""

    verb: ClassVar = "hypothesis_amended"
    text: ClassVar = EventText(
        "pencil",
        "amended the {part:words} of the hypothesis {hypothesis:hypothesis} to {now:quoted}: "
        "{reason:quoted}",
    )
    hypothesis: HypothesisId
    amendment: Annotated[int, row_id("an amendment")]
    part: HypothesisPart
    now: Text
    reason: Text
    after_results: Annotated[bool, Meta(description="Whether results had been noted before it.")]
    due_on: Day


class HypothesisSeen(OpenEventDetails):
    """A discipline has looked at a hypothesis as its words stand."""

    verb: ClassVar = "hypothesis_seen"
    text: ClassVar = EventText(
        "eye", "looked at the hypothesis {hypothesis:hypothesis} for {side:discipline}"
    )
    hypothesis: HypothesisId
    side: DisciplineName
    words_hash: Annotated[str, Meta(description="The hash of the words that were seen.")]


class HypothesisWithdrawn(OpenEventDetails):
    """A hypothesis was called off before it had a verdict."""

    verb: ClassVar = "hypothesis_withdrawn"
    text: ClassVar = EventText(
        "undo-2", "withdrew the hypothesis {hypothesis:hypothesis}: {reason:quoted}"
    )
    hypothesis: HypothesisId
    reason: Text


# --- Releases -------------------------------------------------------------------------------------
class ReleaseAnnounced(OpenEventDetails):
    """Something is to go to the users, or is used there already."""

    verb: ClassVar = "release_announced"
    text: ClassVar = EventText("rocket", "announced the release {title:quoted}")
    release: ReleaseId
    title: Text
    announced_at: Moment
    first_used_on: Day | None
    evidence: Text


class FirstUse(Fields):
    """Since when something is used, and what shows it."""

    first_used_on: Day | None
    evidence: Text


class ReleaseUsed(OpenEventDetails):
    """A release is in use."""

    verb: ClassVar = "release_used"
    text: ClassVar = EventText(
        "rocket", "noted that {release:release} is in use since {now.first_used_on:date}"
    )
    release: ReleaseId
    was: FirstUse
    now: FirstUse


class WhenWithdrawn(Fields):
    """When it was withdrawn, if it was."""

    withdrawn_at: Moment | None


class ReleaseWithdrawn(OpenEventDetails):
    """A release won't go to the users after all."""

    verb: ClassVar = "release_withdrawn"
    text: ClassVar = EventText("rocket", "withdrew the release {release:release}")
    release: ReleaseId
    was: WhenWithdrawn
    now: WhenWithdrawn


# --- Questions ------------------------------------------------------------------------------------
if TYPE_CHECKING:
    Side = str
    Stance = str
    ShelfKind = str
else:
    Side = Annotated[
        Literal["science", "engineering"], Meta(description="The discipline that answers.")
    ]
    Stance = Annotated[
        Literal["agree", "differ"], Meta(description="Whether a side sees it as the other does.")
    ]
    ShelfKind = Literal["data_set", "platform", "environment"]
QuestionId = Annotated[int, row_id("a question")]
DecisionId = Annotated[int, row_id("a decision")]
ShelfItemId = Annotated[int, row_id("something on the shelf")]
Round = Annotated[int, Meta(description="How often it was asked, from 1.", examples=[1])]
IsSealed = Annotated[bool, Meta(description="Whether each side answers without the other's words.")]


class StarterFields(Fields):
    """A question of a team's set, and the side it is asked from."""

    asked_from: Side
    text: Text


class TeamQuestionSetEdited(EventDetails):
    """The team's later use cases begin with other questions."""

    verb: ClassVar = "team_question_set_edited"
    text: ClassVar = EventText("list-checks", "edited the questions that use cases begin with")
    was: list[StarterFields]
    now: list[StarterFields]


class UseCaseQuestionsAsked(EventDetails):
    """The board of a use case was opened with the team's questions."""

    verb: ClassVar = "usecase_questions_asked"
    text: ClassVar = EventText(
        "message-circle-question-mark",
        "opened the questions of {usecase:usecase}: {asked:count} asked",
    )
    usecase: UseCaseId
    asked: Annotated[list[int], Meta(description="Ids of questions.", examples=[[7, 9]])]
    set_aside: Annotated[list[int], Meta(description="Ids of questions.", examples=[[8]])]


class QuestionAsked(EventDetails):
    """One more question was asked of a use case."""

    verb: ClassVar = "question_asked"
    text: ClassVar = EventText("message-circle-question-mark", "asked {words:quoted}")
    question: QuestionId
    usecase: UseCaseId
    words: Text
    asked_from: Side
    answer_by: Day
    is_sealed: IsSealed


class QuestionAskedAgain(EventDetails):
    """A new round of a question began."""

    verb: ClassVar = "question_asked_again"
    text: ClassVar = EventText(
        "message-circle-question-mark", "asked {question:question} again, round {round}"
    )
    question: QuestionId
    round: Round
    answer_by: Day
    is_sealed: IsSealed


class TextOfQuestion(Fields):
    """What is asked."""

    text: Text


class QuestionReworded(EventDetails):
    """A question that nobody has begun to answer has other words."""

    verb: ClassVar = "question_reworded"
    text: ClassVar = EventText("pencil", "reworded the question {question:question}")
    question: QuestionId
    was: TextOfQuestion
    now: TextOfQuestion


class QuestionSetAside(EventDetails):
    """A question doesn't matter here."""

    verb: ClassVar = "question_set_aside"
    text: ClassVar = EventText("archive", "set aside {question:question}: {reason:quoted}")
    question: QuestionId
    reason: Text


class AnswerBegun(EventDetails):
    """A side has begun to answer; the line has the time of the asking, as its own is sealed."""

    verb: ClassVar = "answer_begun"
    is_of_a_side: ClassVar = True
    text: ClassVar = EventText("pencil", "began to answer {question:question}")
    question: QuestionId
    round: Round
    side: Side


class AnswerFinal(EventDetails):
    """A side's answer is final; the line has the time of the asking, as its own is sealed."""

    verb: ClassVar = "answer_final"
    is_of_a_side: ClassVar = True
    text: ClassVar = EventText("lock", "called its answer to {question:question} final")
    question: QuestionId
    round: Round
    side: Side


class AnswerTakenBack(EventDetails):
    """A side's answer isn't final after all; the line has the time of the asking."""

    verb: ClassVar = "answer_taken_back"
    is_of_a_side: ClassVar = True
    text: ClassVar = EventText("lock-open", "took its answer to {question:question} back")
    question: QuestionId
    round: Round
    side: Side


class QuestionRevealed(EventDetails):
    """What was final was opened to the team: both answers, or one where a lead opened it early."""

    verb: ClassVar = "question_revealed"
    text: ClassVar = EventText("eye", "opened the answers to {question:question}")
    question: QuestionId
    round: Round
    science: Text | None
    engineering: Text | None


class AnswerOpenedLate(EventDetails):
    """A side's answer became final, and was opened, when the other's was open already."""

    verb: ClassVar = "answer_opened_late"
    is_of_a_side: ClassVar = True
    text: ClassVar = EventText("eye", "answered {question:question} after the other was open")
    question: QuestionId
    round: Round
    side: Side
    belief: Text


class QuestionStanceTaken(EventDetails):
    """A side said whether it sees the question as the other does."""

    verb: ClassVar = "question_stance_taken"
    text: ClassVar = EventText(
        "scale", "said for {side:discipline} on {question:question}: {stance:stance}"
    )
    question: QuestionId
    round: Round
    side: Side
    stance: Stance


class QuestionNoteAdded(EventDetails):
    """Somebody added a note to a question whose answers are open."""

    verb: ClassVar = "question_note_added"
    text: ClassVar = EventText("message-square", "added a note to {question:question}")
    question: QuestionId
    body: Text


class QuestionShown(OpenEventDetails):
    """A question and its answers were shown to the customer."""

    verb: ClassVar = "question_shown"
    text: ClassVar = EventText("eye", "showed a question and its answers to the customer")
    question: QuestionId


class QuestionMadeInternal(OpenEventDetails):
    """A question and its answers are the team's own again."""

    verb: ClassVar = "question_made_internal"
    text: ClassVar = EventText("eye-off", "made a question internal again")
    question: QuestionId


# --- Decisions ------------------------------------------------------------------------------------
class DecisionOpened(EventDetails):
    """Something is to be decided."""

    verb: ClassVar = "decision_opened"
    text: ClassVar = EventText("scale", "opened a decision on {title:quoted}")
    decision: DecisionId
    title: Text
    question: QuestionId | None
    usecase: UseCaseId | None
    theme: ThemeId | None
    replaces: DecisionId | None
    due_on: Day | None


class DecisionDecided(EventDetails):
    """A decision was made."""

    verb: ClassVar = "decision_decided"
    text: ClassVar = EventText("scale", "decided on {decision:decision}: {chosen:quoted}")
    decision: DecisionId
    chosen: Text
    considered: Text
    why: Text
    keeper: PersonId | None
    until: Day | None
    is_two_way: Annotated[bool, Meta(description="Whether it can be undone cheaply.")]
    look_again_on: Day | None
    heard: Text
    still_held: Text


class DecisionSuperseded(EventDetails):
    """Another decision took its place."""

    verb: ClassVar = "decision_superseded"
    text: ClassVar = EventText("scale", "put {by_decision:decision} in the place of an earlier one")
    decision: DecisionId
    by_decision: DecisionId


class OutcomeOfDecision(Fields):
    """What has come of a decision."""

    outcome: Text


class DecisionOutcomeNoted(EventDetails):
    """Somebody noted what has come of a decision."""

    verb: ClassVar = "decision_outcome_noted"
    text: ClassVar = EventText("pencil", "noted what has come of {decision:decision}")
    decision: DecisionId
    was: OutcomeOfDecision
    now: OutcomeOfDecision


class DecisionShown(OpenEventDetails):
    """A decision was shown to the customer."""

    verb: ClassVar = "decision_shown"
    text: ClassVar = EventText("eye", "showed a decision to the customer")
    decision: DecisionId


class DecisionMadeInternal(OpenEventDetails):
    """A decision is the team's own again."""

    verb: ClassVar = "decision_made_internal"
    text: ClassVar = EventText("eye-off", "made a decision internal again")
    decision: DecisionId


# --- The shelf ------------------------------------------------------------------------------------
class ShelfFields(Fields):
    """What stands on the shelf, who knows it and how one gets access."""

    kind: ShelfKind
    name: Text
    description: Text
    kept_by: DisciplineName
    access: Text
    link: Text


class TeamShelfAdded(EventDetails):
    """Something that is there already was noted."""

    verb: ClassVar = "team_shelf_added"
    text: ClassVar = EventText("library", "put {name:quoted} on the shelf")
    shelf_item: ShelfItemId
    kind: ShelfKind
    name: Text
    description: Text
    kept_by: DisciplineName
    access: Text
    link: Text


class TeamShelfEdited(EventDetails):
    """What is told of something on the shelf changed."""

    verb: ClassVar = "team_shelf_edited"
    text: ClassVar = EventText("library", "edited {now.name:quoted} on the shelf")
    shelf_item: ShelfItemId
    was: ShelfFields
    now: ShelfFields


class TeamShelfRemoved(EventDetails):
    """Something isn't there any more."""

    verb: ClassVar = "team_shelf_removed"
    text: ClassVar = EventText("library", "took {shelf_item:shelf} off the shelf")
    shelf_item: ShelfItemId
