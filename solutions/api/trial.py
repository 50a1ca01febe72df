"""Trials of a solution: drafted, started by both disciplines, amended, decided, confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from projects.api.base import Teammate
from projects.reasons import LEAST_REASON, MOST_REASON
from solutions.api.of_solution import OfSolutionResource
from solutions.api.solution import ROW, STORY, ServingStoryInput
from solutions.api.trial_shape import (
    AmendmentShape,
    GuardrailShape,
    TrialObservationShape,
    TrialShape,
)
from solutions.models import (
    Trial,
    TrialAmendment,
    TrialGuardrail,
    TrialObservation,
)
from solutions.models.trial_amendment import LONGEST_AMENDED, PARTS
from solutions.models.trial_design import (
    DESIGN,
    MOST,
    Better,
    Comparison,
    Environment,
    MeasuredAs,
)
from solutions.models.trial_guardrail import LONGEST_GUARDRAIL
from solutions.models.trial_observation import LONGEST_OBSERVATION
from solutions.models.trial_verdict import LARGEST_N, LONGEST_LEARNED, Verdict
from web.api.ending import ending, ending_of
from web.api.inputs import Day, Input, Number, Reason, Text, Whole
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created, Listed, Resource, Retrieved
from web.api.session_only import session_only
from web.api.verbs import verb

if TYPE_CHECKING:
    from solutions.models.trial import TrialQuerySet
    from solutions.models.trial_observation import TrialObservationQuerySet
    from teams.models.user import User


class TrialQuery(ListQuery):
    state = serializers.ChoiceField(Trial.State.choices)
    environment = serializers.ChoiceField(Environment.choices)
    verdict = serializers.ChoiceField(Verdict.choices)


def _day() -> Day:
    return Day(allow_null=True, required=False)


def _number(least: float = -MOST, most: float = MOST) -> Number:
    return Number(min_value=least, max_value=most, allow_null=True, required=False)


def _count(least: int = 0) -> Whole:
    return Whole(min_value=least, max_value=LARGEST_N, allow_null=True, required=False)


def _words(longest: int) -> Text:
    return Text(max_length=longest, allow_blank=True, required=False)


class DesignInput(Input):
    """What isn't given stays."""

    environment = serializers.ChoiceField(Environment.choices, required=False)
    name = Text(max_length=120, required=False, help_text="What the environment is called.")
    population = _words(1000)
    planned_from = _day()
    planned_until = _day()
    planned_n = _count(1)
    metric = _words(240)
    unit = _words(40)
    measured_as = serializers.ChoiceField(MeasuredAs.choices, required=False)
    better = serializers.ChoiceField(Better.choices, required=False)
    threshold = _number()
    smallest_effect = _number(0)
    comparison = serializers.ChoiceField(Comparison.choices, required=False)
    compared = _words(500)
    planned_share = _number(1, 99)
    rollback_plan = _words(1000)
    rollback_tried_on = _day()


class RunnersInput(Input):
    runners = serializers.ListField(
        child=Teammate(), max_length=50, help_text="Ids of who runs it, instead of those so far."
    )


class TrialInput(DesignInput):
    """A draft: a place and a name are enough to begin with."""

    begins = True

    environment = serializers.ChoiceField(Environment.choices)
    name = Text(max_length=120, help_text="What the environment is called.")
    runners = serializers.ListField(
        child=Teammate(), max_length=50, default=list, help_text="Ids of who runs it."
    )


class GuardrailInput(Input):
    what = Text(max_length=LONGEST_GUARDRAIL)
    limit = Text(max_length=LONGEST_GUARDRAIL)


class GuardrailEndInput(Input):
    guardrail = Whole(min_value=1)


class AmendmentInput(Input):
    part = serializers.ChoiceField(list(PARTS.items()))
    now = Text(
        max_length=LONGEST_AMENDED,
        help_text="A day such as 2026-11-30, a number or words, as that part has it.",
    )
    reason = Reason(LEAST_REASON, MOST_REASON)


class TrialObservationInput(Input):
    begins = True

    seen_on = Day()
    words = Text(max_length=LONGEST_OBSERVATION)
    value = Number(allow_null=True, default=None)


class TrialVerdictInput(Input):
    """Means with their standard error, or standard deviation and n; or shares with counts."""

    verdict = serializers.ChoiceField(Verdict.choices)
    learned = Text(max_length=LONGEST_LEARNED)
    stopping_guardrail = Whole(
        min_value=1, allow_null=True, default=None, help_text="Id of the guardrail, if one did."
    )
    new_mean = _number()
    new_se = _number(0)
    new_sd = _number(0)
    new_hits = _count()
    new_n = _count(1)
    compared_mean = _number()
    compared_se = _number(0)
    compared_sd = _number(0)
    compared_hits = _count()
    compared_n = _count(1)


class ConfirmationInput(Input):
    verdict_hash = Text(
        max_length=64,
        allow_null=True,
        default=None,
        help_text="That of the verdict that was read; else that of now.",
    )


class WithdrawalInput(Input):
    reason = Reason(LEAST_REASON, MOST_REASON)


class TrialResource(Created, Patched, OfSolutionResource):
    """Trials of a solution; guests see outcomes, and what was shown to them."""

    shape = TrialShape
    query = TrialQuery
    services_may = frozenset({"list", "retrieve"})
    takes = TrialInput
    related: tuple[str, ...] = ("project__team", "solution__project__team")

    def make(self, given: dict[str, Any], by: User) -> Trial:
        """Draft a trial."""
        return Trial.draft(self.solution, **given, by=by)

    @verb(takes=DesignInput, edits={name: name for name in DESIGN})
    def designs(self, trial: Trial, given: dict[str, Any], by: User) -> None:
        """Change a draft; what runs is locked."""
        trial.redesign(**given, by=by)

    @verb(takes=RunnersInput, edits={"runners": "runners"})
    def runners(self, trial: Trial, given: dict[str, Any], by: User) -> None:
        """Say who runs it: one person of each discipline at least."""
        trial.name_runners(given["runners"], by=by)

    @verb(takes=GuardrailInput, gives=GuardrailShape)
    def guardrails(self, trial: Trial, given: dict[str, Any], by: User) -> TrialGuardrail:
        """Say what would stop it, and from where on."""
        return trial.guard(**given, by=by)

    @ending("guardrails", names=("guardrail", ROW), takes=GuardrailEndInput)
    def end_guardrail(self, trial: Trial, given: dict[str, Any], by: User) -> None:
        """Take a guardrail from a draft."""
        trial.unguard(given["guardrail"], by=by)

    @verb()
    def starts(self, trial: Trial, given: dict[str, Any], by: User) -> None:
        """Begin: the design is locked; it needs one person of each discipline who runs it."""
        trial.start(by=by)

    @session_only("waivers")
    def waivers(self, trial: Trial) -> str:
        """Start it without both disciplines: only a lead does, on the page; this is refused."""
        return (
            f"A lead starts a trial without both disciplines on its page {trial.address}, signed "
            "in and with a reason; no program does."
        )

    @verb(takes=AmendmentInput, gives=AmendmentShape)
    def amendments(self, trial: Trial, given: dict[str, Any], by: User) -> TrialAmendment:
        """Say what is different from now on, and why; the locked words stay."""
        amended: TrialAmendment = trial.amend(**given, by=by)
        return amended

    @verb(takes=TrialVerdictInput)
    def verdicts(self, trial: Trial, given: dict[str, Any], by: User) -> None:
        """Say how it ended and what was learned; another verdict later is told as a change."""
        trial.decide(given.pop("verdict"), **given, by=by)

    @verb(takes=ConfirmationInput, signs=True)
    def confirmations(self, trial: Trial, given: dict[str, Any], by: User) -> None:
        """Stand for the verdict, for the discipline that didn't write it.

        A token needs the scope `sign`.
        """
        trial.confirm(verdict_hash=given["verdict_hash"], by=by)

    @verb(takes=WithdrawalInput)
    def withdrawals(self, trial: Trial, given: dict[str, Any], by: User) -> None:
        """Call it off before it has a verdict."""
        trial.withdraw(given["reason"], by=by)

    @verb(takes=ServingStoryInput)
    def stories(self, trial: Trial, given: dict[str, Any], by: User) -> None:
        """Say that a story belongs to it."""
        trial.link_story(given["story"], by=by)

    @ending("stories", names=("story", STORY), takes=ServingStoryInput)
    def end_story(self, trial: Trial, given: dict[str, Any], by: User) -> None:
        """It doesn't belong to it any more."""
        trial.unlink_story(given["story"], by=by)

    @verb()
    def shares(self, trial: Trial, given: dict[str, Any], by: User) -> None:
        """Show it to the team's guests, with what was observed."""
        trial.show(by=by)

    @ending_of(shares)
    def make_internal(self, trial: Trial, given: dict[str, Any], by: User) -> None:
        """Keep what was observed in the team again; an outcome stays open."""
        trial.make_internal(by=by)


class TrialObservationResource(Listed, Retrieved, Created, Resource):
    """What was seen while it was tried: the team's own, until the trial is shown."""

    shape = TrialObservationShape
    services_may = frozenset({"list", "retrieve", "create"})
    takes = TrialObservationInput
    related = ("trial__project__team",)

    def trials(self) -> TrialQuerySet:
        seen = Trial.objects.shown_whole_to(self.request.user)
        here = seen.filter(project__key=self.kwargs["project"].upper())
        found: TrialQuerySet = here.filter(
            solution=self.kwargs["solution"], pk=self.kwargs["trial"]
        )
        return found

    def seen(self, rows: TrialObservationQuerySet) -> TrialObservationQuerySet:
        return rows.on(self.trials())

    def must_see_parent(self) -> None:
        get_object_or_404(self.trials())

    def scope_of_new(self) -> None:
        self.of = get_object_or_404(self.trials().select_related("project__team"))

    def make(self, given: dict[str, Any], by: User) -> TrialObservation:
        """Note what was seen on a day; also after the project is finished."""
        return self.of.observe(**given, by=by)
