"""What the pages of solutions ask for; each form is answered by one verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from base.roles import Discipline
from projects.models import Hypothesis, UseCase
from projects.reasons import LEAST_REASON, MOST_REASON
from solutions.models import Solution
from solutions.models.linked import LONGEST_ADDRESS, LONGEST_LABEL
from teams.models import User
from web.forms import VerbForm, offer, text

if TYPE_CHECKING:
    from projects.models import Project
    from stories.models import Story

DOES = "One paragraph that the other discipline understands."
MEANT_FOR = "Who decides what by it, and how often?"
NOT_FOR = "Where would somebody use it and be misled?"


def several(label: str, **options: Any) -> forms.ModelMultipleChoiceField[Any]:
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


def keeper(label: str) -> forms.ModelChoiceField[User]:
    return forms.ModelChoiceField(
        label=label, queryset=None, required=False, empty_label="Nobody yet"
    )


def offer_keepers(form: forms.BaseForm, project: Project) -> None:
    for side in (Discipline.SCIENCE, Discipline.ENGINEERING):
        offer(form, f"{side}_keeper", User.objects.working_in(project.team, side))


class NameForm(VerbForm):
    name = forms.CharField(max_length=120)


class WordsForm(VerbForm):
    """What it is: an edit asks both disciplines to look at it again."""

    kind = forms.ChoiceField(choices=Solution.Kind)
    does = text("What it does", max_length=2000, required=False, help_text=DOES)
    meant_for = text("What it is for", max_length=1000, required=False, help_text=MEANT_FOR)
    not_for = text("What it is not for", max_length=1000, required=False, help_text=NOT_FOR)


class ServedForm(VerbForm):
    """Which use cases and hypotheses it serves."""

    overwrites_nothing = "choices lose no words"

    use_cases: forms.ModelMultipleChoiceField[UseCase] = several("Use cases")
    hypotheses: forms.ModelMultipleChoiceField[Hypothesis] = several("Hypotheses")

    def __init__(self, data: QueryDict | None = None, *, solution: Solution, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "use_cases", solution.use_cases_to_serve())
        offer(self, "hypotheses", solution.project.hypotheses.all())


class KeepersForm(VerbForm):
    """Two people look after it, one of each discipline."""

    overwrites_nothing = "choices lose no words"

    science_keeper = keeper("From science")
    engineering_keeper = keeper("From engineering")

    side_by_side = (("science_keeper", "engineering_keeper"),)

    def __init__(self, data: QueryDict | None = None, *, solution: Solution, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer_keepers(self, solution.project)


class SketchForm(WordsForm):
    """A new one: a name and a kind are enough to begin with."""

    opens_new = True
    overwrites_nothing = "adds a solution"

    name = forms.CharField(max_length=120)
    use_cases: forms.ModelMultipleChoiceField[UseCase] = several("Use cases that it serves")
    hypotheses: forms.ModelMultipleChoiceField[Hypothesis] = several("Hypotheses that it serves")
    science_keeper = keeper("Looked after by, from science")
    engineering_keeper = keeper("Looked after by, from engineering")

    field_order = ["name", "kind"]
    side_by_side = (("name", "kind"), ("science_keeper", "engineering_keeper"))

    def __init__(self, data: QueryDict | None = None, *, project: Project, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "use_cases", project.use_cases.standing())
        offer(self, "hypotheses", project.hypotheses.all())
        offer_keepers(self, project)


class LearnedForm(VerbForm):
    """With what it ends."""

    overwrites_nothing = "a solution ends once, until it is taken up again"

    learned = text(
        "What was learned",
        min_length=LEAST_REASON,
        max_length=MOST_REASON,
        help_text="What would you tell somebody who begins the same again?",
    )


class SolutionLinkForm(VerbForm):
    overwrites_nothing = "adds a link"

    label = forms.CharField(
        max_length=LONGEST_LABEL, help_text="Repository, tracker run, registry, catalogue …"
    )
    address = forms.CharField(
        max_length=LONGEST_ADDRESS,
        widget=forms.URLInput,
        help_text="An https address, without a password in it.",
    )


class ServingStoryForm(VerbForm):
    overwrites_nothing = "links a story"

    story = forms.CharField(label="Key of the story", max_length=20)

    def __init__(self, data: QueryDict | None = None, *, project: Project, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.project = project

    def clean_story(self) -> Story:
        story: Story | None = self.project.stories.by_key(self.cleaned_data["story"]).first()
        if story is None:
            raise forms.ValidationError(f"There is no such story in {self.project.name}.")
        return story
