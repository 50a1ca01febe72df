"""What projects, use cases, charters, themes, hypotheses and releases say in the history."""

from typing import Annotated, ClassVar, Literal

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
    Place,
    ReleaseId,
    Text,
    ThemeId,
)

ProjectState = Literal["active", "paused", "finished", "archived"]
ThemeState = Literal["planned", "active", "done", "dropped"]
Verdict = Literal["supported", "refuted", "inconclusive"]
UseCaseId = Annotated[int, Meta(description="The id of a use case.", examples=[7])]
CharterId = Annotated[int, Meta(description="The id of this version of the charter.", examples=[7])]
CharterVersion = Annotated[int, Meta(description="Counted from 1.", examples=[2])]
TimeBox = Annotated[int, Meta(description="Calendar days.", examples=[14])]


# --- Projects -------------------------------------------------------------------------------------
class ProjectStarted(EventDetails):
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


class ProjectEdited(EventDetails):
    """The project's words changed."""

    verb: ClassVar = "project_edited"
    text: ClassVar = EventText("pencil", "edited the project's {now:changed_fields}")
    was: ProjectWords
    now: ProjectWords


class ProjectStateChanged(EventDetails):
    """The project was paused, finished, archived or taken up again."""

    verb: ClassVar = "project_state_changed"
    text: ClassVar = EventText("flag", "moved the project from {was} to {now}")
    was: ProjectState
    now: ProjectState


# --- Use cases ------------------------------------------------------------------------------------
class UseCaseDistilled(EventDetails):
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


class UseCaseReworded(EventDetails):
    """A use case has other words."""

    verb: ClassVar = "usecase_reworded"
    text: ClassVar = EventText("pencil", "reworded the use case {now.title:quoted}")
    usecase: UseCaseId
    was: TitleAndDescription
    now: TitleAndDescription


class WhenDropped(Fields):
    """When it was dropped, if it was."""

    dropped_at: Moment | None


class UseCaseDropped(EventDetails):
    """A use case was taken off the list."""

    verb: ClassVar = "usecase_dropped"
    text: ClassVar = EventText("ban", "dropped the use case {usecase:usecase}")
    usecase: UseCaseId
    was: WhenDropped
    now: WhenDropped


# --- Charters -------------------------------------------------------------------------------------
class CharterWritten(EventDetails):
    """A new version of the charter voids the signatures of the last one."""

    verb: ClassVar = "charter_written"
    text: ClassVar = EventText("file-text", "wrote version {version} of the charter")
    charter: CharterId
    version: CharterVersion
    voided_signatures: Count


class CharterSigned(EventDetails):
    """Somebody signed the charter for their discipline."""

    verb: ClassVar = "charter_signed"
    text: ClassVar = EventText(
        "signature", "signed version {version} of the charter for {discipline:discipline}"
    )
    charter: CharterId
    version: CharterVersion
    discipline: DisciplineName


# --- Themes ---------------------------------------------------------------------------------------
class ThemeCharted(EventDetails):
    """A theme was put on the plan."""

    verb: ClassVar = "theme_charted"
    text: ClassVar = EventText("map", "put the theme {title:quoted} on the plan")
    theme: ThemeId
    title: Text
    description: Text
    starts_on: Day | None
    ends_on: Day | None
    position: Place


class ThemeReworded(EventDetails):
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


class ThemePlanned(EventDetails):
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


class ThemeStateChanged(EventDetails):
    """A theme was begun, done, dropped or taken up again."""

    verb: ClassVar = "theme_state_changed"
    text: ClassVar = EventText("map", "called the theme {theme:theme} {now.state}")
    theme: ThemeId
    was: StateOfTheme
    now: StateOfTheme


class ThemePlaced(EventDetails):
    """A theme stands elsewhere in the list."""

    verb: ClassVar = "theme_placed"
    text: ClassVar = EventText("move", "moved the theme {theme:theme} to place {now}")
    theme: ThemeId
    was: Place
    now: Place


# --- Hypotheses -----------------------------------------------------------------------------------
class HypothesisDrafted(EventDetails):
    """A prediction was written down."""

    verb: ClassVar = "hypothesis_drafted"
    text: ClassVar = EventText("flask-conical", "drafted the hypothesis {prediction:quoted}")
    hypothesis: HypothesisId
    theme: ThemeId
    prediction: Text
    threshold: Text
    kill_rule: Text
    time_box_days: TimeBox


class HypothesisWords(Fields):
    """Those words of a draft that were given anew."""

    prediction: Text | UnsetType = UNSET
    threshold: Text | UnsetType = UNSET
    kill_rule: Text | UnsetType = UNSET
    time_box_days: TimeBox | UnsetType = UNSET


class HypothesisReworded(EventDetails):
    """A draft has other words."""

    verb: ClassVar = "hypothesis_reworded"
    text: ClassVar = EventText("pencil", "reworded the hypothesis {hypothesis:hypothesis}")
    hypothesis: HypothesisId
    was: HypothesisWords
    now: HypothesisWords


class HypothesisStarted(EventDetails):
    """The test began; from here on the words are locked."""

    verb: ClassVar = "hypothesis_started"
    text: ClassVar = EventText(
        "flask-conical", "began to test the hypothesis {hypothesis:hypothesis}, due {due_on:date}"
    )
    hypothesis: HypothesisId
    due_on: Day


class HypothesisDecided(EventDetails):
    """The test has a verdict."""

    verb: ClassVar = "hypothesis_decided"
    text: ClassVar = EventText(
        "flask-conical", "called the hypothesis {hypothesis:hypothesis} {now}"
    )
    hypothesis: HypothesisId
    was: Literal[""]
    now: Verdict


class HypothesisVerdictChanged(EventDetails):
    """The verdict, or what was decided upon it, is another."""

    verb: ClassVar = "hypothesis_verdict_changed"
    text: ClassVar = EventText(
        "flask-conical", "changed the verdict on {hypothesis:hypothesis} from {was} to {now}"
    )
    hypothesis: HypothesisId
    was: Verdict
    now: Verdict


# --- Releases -------------------------------------------------------------------------------------
class ReleaseAnnounced(EventDetails):
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


class ReleaseUsed(EventDetails):
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


class ReleaseWithdrawn(EventDetails):
    """A release won't go to the users after all."""

    verb: ClassVar = "release_withdrawn"
    text: ClassVar = EventText("rocket", "withdrew the release {release:release}")
    release: ReleaseId
    was: WhenWithdrawn
    now: WhenWithdrawn
