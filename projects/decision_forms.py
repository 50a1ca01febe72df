"""What the pages of decisions ask for; each form is answered by one verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from projects.models import Decision
from teams.models import User
from web.forms import VerbForm, day, offer, text

if TYPE_CHECKING:
    from projects.models import Project, Theme, UseCase

LONGEST_SEARCH = 200


class LogQuery:
    """What of the log is asked for; what can't be asked for shows all, and says so."""

    def __init__(self, data: QueryDict) -> None:
        self.text = data.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
        asked = data.get("state", "")
        self.is_unknown = bool(asked) and asked not in Decision.State.values
        self.state = "" if self.is_unknown else asked


class NewDecisionForm(VerbForm):
    """Something that is to be decided."""

    overwrites_nothing = "opens a decision"

    title = forms.CharField(
        label="What is to be decided?", max_length=300, help_text="One sentence, best a question."
    )
    use_case: forms.ModelChoiceField[UseCase] = forms.ModelChoiceField(
        label="Use case", queryset=None, required=False, empty_label="Of none"
    )
    theme: forms.ModelChoiceField[Theme] = forms.ModelChoiceField(
        queryset=None, required=False, empty_label="Of none"
    )
    due_on = day(
        "To be decided by",
        required=False,
        help_text="A sprint that works on its use case or theme isn't kicked off before.",
    )

    side_by_side = (("use_case", "theme"),)

    def __init__(self, data: QueryDict | None = None, *, project: Project, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "use_case", project.use_cases.standing())
        offer(self, "theme", project.themes.all())


class ChoiceForm(VerbForm):
    """What was chosen, and all that explains it later."""

    overwrites_nothing = "a decision is made once"

    chosen = text("What was chosen", max_length=4000)
    considered = text("What else was considered", max_length=4000, required=False)
    why = text("Why", max_length=4000, required=False)
    heard = forms.CharField(label="Who was heard", max_length=300, required=False)
    still_held = text(
        "What the other side still holds",
        max_length=4000,
        required=False,
        help_text="Disagree and commit: what is done all the same, and what is still doubted.",
    )
    keeper: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        label="Who looks after it", queryset=None, required=False, empty_label="Nobody yet"
    )
    until = day("Done until", required=False)
    is_two_way = forms.TypedChoiceField(
        label="Can it be undone cheaply?",
        choices=[("yes", "Yes, it is a two-way door"), ("no", "No, going back is dear")],
        coerce=lambda word: word == "yes",
        initial="yes",
    )
    look_again_on = day("Looked at again on", required=False)

    side_by_side = (("keeper", "until"), ("is_two_way", "look_again_on"))

    def __init__(self, data: QueryDict | None = None, *, project: Project, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "keeper", User.objects.working_in(project.team))


class SuccessorForm(VerbForm):
    """What is to be decided anew; without words it is the same again."""

    overwrites_nothing = "opens a decision"

    title = forms.CharField(
        label="What is to be decided now?",
        max_length=300,
        required=False,
        help_text="Empty: the same as before.",
    )
    due_on = day("To be decided by", required=False)


class OutcomeForm(VerbForm):
    outcome = text(
        "What has come of it",
        max_length=4000,
        required=False,
        help_text="What was seen since: did it hold, what surprised you?",
    )
