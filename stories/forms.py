"""Input for one verb each. Forms check shape and belonging; what may be is for the verb to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict

from stories.bulk import MOST_AT_ONCE
from stories.models import BlockerKind, Story
from teams.models import User
from web.forms import VerbForm
from web.text_versions import Original

if TYPE_CHECKING:
    from projects.models.project import Project
    from stories.models.comment import Comment

DEEDS = {  # what a bulk form's buttons say: the verb, and the field it takes
    "plan": ("plan_into", "sprint"),
    "hand": ("hand_to", "owner"),
    "file": ("file_under", "theme"),
    "label": ("add_labels", "labels"),
    "drop": ("drop", None),
}


class StoryKeyField(forms.CharField):
    """The key of a story of the same project, such as TV-42."""

    stories = Story.objects.none()

    def clean(self, value: str | None) -> Story | None:
        key = super().clean(value)
        if not key:
            return None
        found = self.stories.by_key(key).first()
        if found is None:
            raise forms.ValidationError(f"There is no story “{key[:20]}” here.")
        return found


class ProjectForm(VerbForm):
    """A form whose choices are those of one project.

    What somebody typed has the version it was made from. A choice of an owner, column, sprint,
    theme and the like has none: it loses no words, the history keeps what it replaced with who
    and when, and one more choice brings it back. So the later choice counts.
    """

    asks = word = ""  # what is asked before it happens, and what the button says
    # Fields somebody typed; a refusal gives the page back with them.
    keeps: tuple[str, ...] = ()
    # Fields whose words replace others, and what these are called in the row.
    rewrites: dict[str, str] = {}
    of: dict[str, int]  # what else its address names

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        project: Project,
        row: Comment | Story | None = None,
        **kwargs: Any,
    ) -> None:
        if self.rewrites and row is not None:
            kwargs["original"] = self._original(row, project)
        super().__init__(data, **kwargs)
        self.project = project
        for name, field in self.fields.items():
            if isinstance(field, StoryKeyField):
                field.stories = project.stories.all()
            elif isinstance(field, forms.ModelChoiceField):
                field.queryset = self._rows_of(name)

    def _original(self, row: Comment | Story, project: Project) -> Original:
        return Original.row(row, project, (), **self.rewrites)

    def _rows_of(self, name: str) -> QuerySet[Any]:
        of: dict[str, Callable[[], QuerySet[Any]]] = {
            "column": self.project.columns.all,
            "sprint": self.project.sprints.all,
            "theme": self.project.themes.all,
            "hypothesis": self.project.hypotheses.all,
            "release": self.project.releases.all,
            "stories": self.project.stories.with_people,
        }
        if name in of:
            return of[name]()
        return User.objects.in_team(self.project.team)

    @property
    def chosen(self) -> set[int]:
        """The numbers of the stories that were ticked, whatever became of the form."""
        if hasattr(self.data, "getlist"):
            numbers = self.data.getlist("stories")
        else:
            numbers = []
        chosen = set()
        for number in numbers:
            if number.isascii() and number.isdecimal():
                chosen.add(int(number))
        return chosen

    @property
    def sentence(self) -> str:
        """What is wrong, in one line."""
        parts = []
        for name, errors in self.errors.items():
            for error in errors:
                parts.append(
                    f"{self.fields[name].label or name.capitalize()}: {error}"
                    if name in self.fields
                    else str(error)
                )
        return " ".join(parts)


def one_of(**kwargs: Any) -> forms.ModelChoiceField[Any]:
    return forms.ModelChoiceField(Story.objects.none(), **kwargs)


class MoveForm(ProjectForm):
    overwrites_nothing = "a place holds no words"

    column = one_of()
    before = StoryKeyField(required=False)
    after = StoryKeyField(required=False)


class RankingForm(ProjectForm):
    overwrites_nothing = "a place holds no words"

    before = StoryKeyField(required=False)
    after = StoryKeyField(required=False)

    def clean(self) -> dict[str, Story | None]:
        if not (self.cleaned_data.get("before") or self.cleaned_data.get("after")):
            raise forms.ValidationError("Say before or after which story it comes.")
        return self.cleaned_data


class HandOverForm(ProjectForm):
    owner = one_of(required=False)


class PairingForm(ProjectForm):
    coworker = one_of()
    ends = forms.BooleanField(required=False)


class PlanForm(ProjectForm):
    """Into which sprint, or into none; in a list also between which stories."""

    overwrites_nothing = "a place holds no words"

    sprint = one_of(required=False)
    before = StoryKeyField(required=False)
    after = StoryKeyField(required=False)


class FilingForm(ProjectForm):
    theme = one_of(required=False)


class TestForm(ProjectForm):
    hypothesis = one_of(required=False)


class ShipmentForm(ProjectForm):
    release = one_of(required=False)


class KindForm(ProjectForm):
    kind = forms.ChoiceField(choices=Story.Kind)


class LabelsField(forms.CharField):
    """Labels as people type them: with commas between."""

    def prepare_value(self, value: list[str]) -> str:
        if isinstance(value, list):
            return ", ".join(value)
        return value

    def clean(self, value: str | None) -> list[str]:
        cleaned = []
        for label in super().clean(value).split(","):
            if label.strip():
                cleaned.append(label.strip())
        return cleaned


class LabelForm(ProjectForm):
    keeps = ("labels",)
    rewrites = {"labels": "labels"}
    labels = LabelsField(required=False, max_length=1000)


class BlockerForm(ProjectForm):
    """What it waits for; with `lifted` it waits no longer."""

    keeps = ("reason",)
    rewrites = {"reason": "blocked_reason"}
    reason = forms.CharField(required=False, max_length=240)
    kind = forms.ChoiceField(required=False, choices=[("", "Not said"), *BlockerKind.choices])
    lifted = forms.BooleanField(required=False)


class NeedForm(ProjectForm):
    """Which story it waits for; with `ends` it goes on without."""

    overwrites_nothing = "adds a need"
    keeps = ("needs",)
    needs = StoryKeyField(label="Story")
    ends = forms.BooleanField(required=False)


@dataclass(frozen=True, slots=True)
class Size:
    """A number of points or of days; both at once are what somebody sees and changes."""

    number: Decimal | None
    unit: str

    @classmethod
    def of(cls, story: Story) -> Self:
        is_boxed = story.points is None and story.time_box_days is not None
        if is_boxed:
            return cls(story.time_box_days, "days")
        return cls(story.points, "points")

    def __str__(self) -> str:
        if self.number is None:
            return ""
        return f"{float(self.number):g} {self.unit}"


class EstimateForm(ProjectForm):
    """A number of points, or of days for a time box."""

    keeps = ("size",)
    rewrites = {"size": "points"}
    size = forms.DecimalField(
        required=False, min_value=0, max_value=Decimal(1000), max_digits=5, decimal_places=1
    )
    unit = forms.ChoiceField(choices=[("points", "points"), ("days", "days")], required=False)

    def _original(self, row: Comment | Story, project: Project) -> Original:
        assert isinstance(row, Story)

        def now() -> dict[str, Size]:
            row.refresh_from_db(fields=["points", "time_box_days"])
            return {"size": Size.of(row)}

        return Original(project, now, {"size": Size.of(row)})

    def clean(self) -> dict[str, Size]:
        unit = self.cleaned_data.pop("unit", "") or "points"
        if "size" in self.cleaned_data:
            self.cleaned_data["size"] = Size(self.cleaned_data["size"], unit)
        return self.cleaned_data

    def _shown(self, name: str, value: Size) -> str:
        if isinstance(value, Size):
            return str(value)
        return super()._shown(name, value)


class TitleForm(ProjectForm):
    keeps = ("title",)
    rewrites = {"title": "title"}
    title = forms.CharField(max_length=240)


class DescriptionForm(ProjectForm):
    keeps = ("body",)
    rewrites = {"body": "body"}
    body = forms.CharField(
        label="Description", required=False, max_length=100_000, strip=False, widget=forms.Textarea
    )


class SayingForm(ProjectForm):
    overwrites_nothing = "adds a comment"
    keeps = ("body",)
    body = forms.CharField(label="Comment", max_length=20_000, strip=False, widget=forms.Textarea)


class CommentForm(SayingForm):
    overwrites_nothing = "adds a comment"

    internal = forms.BooleanField(required=False)


class RewordingForm(SayingForm):
    """The same comment in other words."""

    rewrites = {"body": "body"}


class WithdrawalForm(ProjectForm):
    """Nothing more to say, but is it meant?"""

    asks = "Your words leave the discussion; the history keeps them until a lead strikes them out."
    word = "Withdraw"


class StoryForm(ProjectForm):
    """A new story; all but the title may come later."""

    overwrites_nothing = "writes a story"
    keeps = ("title",)
    title = forms.CharField(max_length=240)
    kind = forms.ChoiceField(choices=Story.Kind, required=False)
    column = one_of(required=False)
    sprint = one_of(required=False)
    theme = one_of(required=False)
    owner = one_of(required=False)
    points = forms.DecimalField(
        required=False, min_value=0, max_value=Decimal(1000), max_digits=5, decimal_places=1
    )
    labels = LabelsField(required=False, max_length=1000)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())  # a pasted title may have line breaks

    def clean(self) -> dict[str, Any]:
        """Only what was said: the verb knows what is usual for the rest."""
        cleaned = {}
        for name, value in self.cleaned_data.items():
            if value not in ("", None, []):
                cleaned[name] = value
        return cleaned


class BulkForm(ProjectForm):
    """Several stories and what is to happen to them; the pressed button says which."""

    overwrites_nothing = "adds labels to those there are"

    stories = forms.ModelMultipleChoiceField(
        Story.objects.none(),
        to_field_name="number",
        error_messages={"required": "Select some stories first."},
    )
    do = forms.ChoiceField(choices=[(name, name) for name in DEEDS])
    sprint = one_of(required=False)
    owner = one_of(required=False)
    theme = one_of(required=False)
    labels = LabelsField(required=False, max_length=200)

    @property
    def verb(self) -> str:
        return DEEDS[self.cleaned_data["do"]][0]

    @property
    def arguments(self) -> list[Model | list[str]]:
        field = DEEDS[self.cleaned_data["do"]][1]
        if field:
            return [self.cleaned_data[field]]
        return []

    def clean(self) -> dict[str, Any]:
        if len(self.cleaned_data.get("stories") or []) > MOST_AT_ONCE:
            raise forms.ValidationError(f"Change {MOST_AT_ONCE} stories at once at most.")
        return self.cleaned_data
