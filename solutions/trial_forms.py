"""What the pages of trials ask for; each form is answered by one verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.http import QueryDict

from projects.amendment_forms import AmendmentForm
from projects.reasons import MOST_REASON
from solutions.forms import several
from solutions.models.trial_amendment import LONGEST_AMENDED, PARTS
from solutions.models.trial_design import MOST, Better, Comparison, Environment, MeasuredAs
from solutions.models.trial_guardrail import LONGEST_GUARDRAIL
from solutions.models.trial_observation import LONGEST_OBSERVATION
from solutions.models.trial_result import GROUPS, NUMBERS
from solutions.models.trial_verdict import LARGEST_N, LONGEST_LEARNED, Verdict
from solutions.refusals import RunByOneDiscipline
from teams.models import User
from web.forms import VerbForm, day, offer, text

if TYPE_CHECKING:
    from projects.models import Project
    from solutions.models import Trial

FROM = (
    "By how much better than what it is compared with, at least, in the unit; for shares in "
    "percentage points. Where nothing is compared: the value itself."
)
GRADED = (
    "The evidence is graded by it: before and after 1, a control period 2, a comparison group 3, "
    "groups drawn at random (A/B) 4."
)


def _number(label: str, least: float = -MOST, **options: Any) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=least, max_value=MOST, required=False, **options)


def _count(label: str, least: int = 0, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=least, max_value=LARGEST_N, required=False, **options
    )


class DesignForm(VerbForm):
    """How it is to be tried: locked when it starts."""

    environment = forms.ChoiceField(choices=Environment)
    name = forms.CharField(
        label="Called", max_length=120, help_text="Such as “Vienna, forty boxes”."
    )
    population = text("Who or what is in it", max_length=1000, required=False)
    planned_from = day("Planned from", required=False)
    planned_until = day("Planned until", required=False)
    planned_n = _count("Or until so many were seen", 1, help_text="In all groups together.")
    metric = forms.CharField(label="Primary metric", max_length=240, required=False)
    unit = forms.CharField(max_length=40, required=False)
    measured_as = forms.ChoiceField(label="Measured as", choices=MeasuredAs)
    better = forms.ChoiceField(label="Better when", choices=Better)
    threshold = _number("Passes from", help_text=FROM)
    smallest_effect = _number("Smallest effect that matters", 0)
    comparison = forms.ChoiceField(label="Compared with", choices=Comparison, help_text=GRADED)
    planned_share = forms.FloatField(
        label="A/B: share of the new group, in %", min_value=1, max_value=99, required=False
    )
    compared = text("Who is compared with whom", max_length=500, required=False)
    rollback_plan = text("How it is taken back", max_length=1000, required=False)
    rollback_tried_on = day(
        "Taking it back was tried on", required=False, help_text="Empty: not tried."
    )

    side_by_side = (
        ("environment", "name"),
        ("planned_from", "planned_until", "planned_n"),
        ("metric", "unit"),
        ("measured_as", "better"),
        ("threshold", "smallest_effect"),
        ("comparison", "planned_share"),
    )


class DraftForm(DesignForm):
    """A new one: a place and a name are enough to begin with."""

    opens_new = True
    overwrites_nothing = "adds a trial"

    runners: forms.ModelMultipleChoiceField[User] = several("Run by")

    def __init__(self, data: QueryDict | None = None, *, project: Project, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, "runners", User.objects.working_in(project.team))


class RunnersForm(VerbForm):
    """One person of each discipline at least, before it starts."""

    overwrites_nothing = "choices lose no words"

    runners: forms.ModelMultipleChoiceField[User] = several("Run by")

    def __init__(self, data: QueryDict | None = None, *, trial: Trial, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        here = User.objects.working_in(trial.project.team).order_by().values("pk")
        so_far = trial.runners.order_by().values("pk")
        offer(self, "runners", User.objects.filter(Q(pk__in=here) | Q(pk__in=so_far)))


class GuardrailForm(VerbForm):
    overwrites_nothing = "adds a guardrail"

    what = forms.CharField(label="What is watched", max_length=LONGEST_GUARDRAIL)
    limit = forms.CharField(
        max_length=LONGEST_GUARDRAIL, help_text="Beyond it the trial is stopped."
    )

    side_by_side = (("what", "limit"),)


class GuardrailEndForm(VerbForm):
    overwrites_nothing = "takes a guardrail away"

    guardrail = forms.IntegerField(min_value=1, max_value=2**63 - 1)


class StartForm(VerbForm):
    """The start; with why, where a lead starts it without both disciplines."""

    overwrites_nothing = "a trial starts once"

    waiver = text(
        "Start all the same, because",
        required=False,
        max_length=MOST_REASON,
        help_text="10 to 500 characters; the trial shows them from then on.",
    )

    @property
    def asks_waiver(self) -> bool:
        """Whether it was refused for a missing discipline, or somebody has begun to say why not."""
        return isinstance(self.refusal, RunByOneDiscipline) or bool(self["waiver"].value())


class TrialAmendmentForm(AmendmentForm):
    overwrites_nothing = "stands beside the design"
    parts = PARTS
    longest = LONGEST_AMENDED
    help_text = "A day such as 2026-11-30, a number or words, as that part has it."


class ObservationForm(VerbForm):
    overwrites_nothing = "adds what was seen"

    seen_on = day("Seen on")
    words = text("What was seen", max_length=LONGEST_OBSERVATION)
    value = _number("Value of the primary metric, if it was measured")


class ConfirmForm(VerbForm):
    overwrites_nothing = "stands for the verdict as it was read"

    verdict_hash = forms.CharField(max_length=64)


class VerdictForm(VerbForm):
    """How it ended; one that failed is a result."""

    verdict = forms.ChoiceField(choices=Verdict)
    learned = text("What was learned", max_length=LONGEST_LEARNED)
    stopping_guardrail = forms.TypedChoiceField(
        label="Stopped by a guardrail", coerce=int, empty_value=None, required=False
    )
    new_mean = _number("Mean")
    new_se = _number("Standard error", 0)
    new_sd = _number("or standard deviation", 0)
    new_hits = _count("Count")
    new_n = _count("n", 1)
    compared_mean = _number("Mean")
    compared_se = _number("Standard error", 0)
    compared_sd = _number("or standard deviation", 0)
    compared_hits = _count("Count")
    compared_n = _count("n", 1)

    side_by_side = (
        ("verdict", "stopping_guardrail"),
        tuple(name for name in NUMBERS if name.startswith("new")),
        tuple(name for name in NUMBERS if name.startswith("compared")),
    )

    def __init__(self, data: QueryDict | None = None, *, trial: Trial, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        result = trial.result_of({}, ())
        unasked = ("mean", "se", "sd") if result.is_of_shares else ("hits",)
        for group, called in zip(GROUPS, result.names, strict=True):
            self._ask_of(group, called, unasked)
        rails = [("", "no"), *((row.pk, str(row)) for row in trial.guardrails.all())]
        field = self.fields["stopping_guardrail"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = rails

    def _ask_of(self, group: str, called: str, unasked: tuple[str, ...]) -> None:
        """Ask what its design measures, each beside the name of its group."""
        for name in [name for name in self.fields if name.startswith(f"{group}_")]:
            if not called or name.removeprefix(f"{group}_") in unasked:
                del self.fields[name]
            else:
                label = self.fields[name].label or ""
                self.fields[name].label = f"{called}: {label[0].lower()}{label[1:]}"

    @property
    def numbers(self) -> dict[str, Any]:
        """Those of the verdict, once it was found valid."""
        return {name: self.cleaned_data.get(name) for name in NUMBERS}

    def say_only_numbers(self) -> None:
        """Leave what is wrong with the words for when they are meant."""
        for name in ("verdict", "learned", "stopping_guardrail"):
            self.errors.pop(name, None)

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields line by line; what the design doesn't measure isn't there."""
        shown = []
        done: set[str] = set()
        lines = {name: line for line in self.side_by_side for name in line}
        for name in self.fields:
            if name not in done:
                line = [each for each in lines.get(name, (name,)) if each in self.fields]
                done.update(line)
                shown.append([self[each] for each in line])
        return shown
