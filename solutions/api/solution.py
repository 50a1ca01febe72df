"""Solutions of a project: sketched, described, kept, linked, seen and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action

from projects.api.base import OfProjectResource, Teammate
from projects.api.plan import UseCaseIds
from projects.models import UseCase
from solutions.api.deployment_report import DeploymentReportInput
from solutions.api.deployment_shape import DeploymentShape, GateShape, gate_told
from solutions.api.path import SolutionPathShape, solution_path
from solutions.api.solution_shape import SolutionLinkShape, SolutionShape
from solutions.models import Deployment, Solution, SolutionLink, Stage
from solutions.models.deployment_gate import gate_of
from solutions.models.kept import KEEPERS
from solutions.models.linked import LONGEST_ADDRESS, LONGEST_LABEL
from solutions.models.worded import WORDS
from solutions.solution_detail import SolutionDetail
from stories.api.inputs import Neighbour
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.ending import ending, ending_of
from web.api.inputs import Input, Link, RowAmong, Text, Whole
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created
from web.api.session_only import session_only
from web.api.verbs import verb

if TYPE_CHECKING:
    from solutions.models.solution import SolutionQuerySet
    from teams.models.user import User
    from web.requests import ApiRequest

LARGEST = 2**63 - 1
ROW = "[1-9][0-9]{0,17}"
STORY = "[A-Za-z][A-Za-z0-9]{1,9}-[1-9][0-9]{0,8}"


def use_case_called(user: User, pk: int, filters: dict[str, Any]) -> QuerySet[Any]:
    return UseCase.objects.visible_to(user).filter(pk=pk)


class SolutionQuery(ListQuery):
    named = {"use_case": use_case_called}

    stage = serializers.ChoiceField(Stage.choices)
    kind = serializers.ChoiceField(Solution.Kind.choices)
    use_case = serializers.IntegerField(min_value=1, max_value=LARGEST)
    q = serializers.CharField(max_length=200, help_text="Part of what it says.")

    @staticmethod
    def with_stage(rows: SolutionQuerySet, name: str) -> SolutionQuerySet:
        return rows.in_stage(name)

    @staticmethod
    def with_use_case(rows: SolutionQuerySet, pk: int) -> SolutionQuerySet:
        return rows.serving(pk)

    @staticmethod
    def with_q(rows: SolutionQuerySet, text: str) -> SolutionQuerySet:
        return rows.mentioning(text)


class HypothesisIds(serializers.ListField):
    """Hypotheses of the project, each once however often it is named."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=RowAmong("hypothesis", "hypotheses"), max_length=200, **options)


class NameInput(Input):
    name = Text(max_length=120)


class WordsInput(Input):
    """What isn't given stays."""

    kind = serializers.ChoiceField(Solution.Kind.choices, required=False)
    does = Text(max_length=2000, allow_blank=True, required=False)
    meant_for = Text(max_length=1000, allow_blank=True, required=False)
    not_for = Text(max_length=1000, allow_blank=True, required=False)


class UseCasesInput(Input):
    use_cases = UseCaseIds(help_text="Ids of those that it serves, instead of those so far.")


class HypothesesInput(Input):
    hypotheses = HypothesisIds(help_text="Ids of those that it serves, instead of those so far.")


class KeepersInput(Input):
    """Who isn't given stays; null is nobody."""

    science_keeper = Teammate(allow_null=True, required=False)
    engineering_keeper = Teammate(allow_null=True, required=False)


class SolutionInput(WordsInput, KeepersInput):
    """A sketch: a name and a kind are enough to begin with."""

    name = Text(max_length=120)
    kind = serializers.ChoiceField(Solution.Kind.choices)
    use_cases = UseCaseIds(default=list, help_text="Ids of the use cases that it serves.")
    hypotheses = HypothesisIds(default=list, help_text="Ids of the hypotheses that it serves.")


class LookInput(Input):
    words_hash = Text(
        max_length=64,
        allow_null=True,
        default=None,
        help_text="That of the words that were looked at; else those of now.",
    )


class SolutionLinkInput(Input):
    label = Text(max_length=LONGEST_LABEL)  # type: ignore[assignment]  # inputs have one, too
    address = Link(max_length=LONGEST_ADDRESS)


class LinkEndInput(Input):
    link = Whole(min_value=1)


class ServingStoryInput(Input):
    story = Neighbour()


class SolutionResource(Created, Patched, OfProjectResource):
    """The project's solutions; guests see those that were shown to them."""

    shape = SolutionShape
    query = SolutionQuery
    services_may = frozenset({"list", "retrieve", "path", "gate", "deployment_reports"})
    takes = SolutionInput

    def make(self, given: dict[str, Any], by: User) -> Solution:
        """Sketch a solution."""
        return Solution.sketch(self.project, **given, by=by)

    @verb(takes=NameInput, edits={"name": "name"})
    def renamings(self, solution: Solution, given: dict[str, Any], by: User) -> None:
        """Call it something else; its words stay what they are."""
        solution.rename(given["name"], by=by)

    @verb(takes=WordsInput, edits={name: name for name in WORDS})
    def descriptions(self, solution: Solution, given: dict[str, Any], by: User) -> None:
        """Say anew what it is; both disciplines are asked to look at it again."""
        solution.describe(**given, by=by)

    @verb("use-cases", takes=UseCasesInput, edits={"use_cases": "use_cases"})
    def use_cases(self, solution: Solution, given: dict[str, Any], by: User) -> None:
        """Say which use cases it serves; both disciplines are asked to look at it again."""
        solution.serve(use_cases=given["use_cases"], by=by)

    @verb(takes=HypothesesInput, edits={"hypotheses": "hypotheses"})
    def hypotheses(self, solution: Solution, given: dict[str, Any], by: User) -> None:
        """Say which hypotheses it serves; both disciplines are asked to look at it again."""
        solution.serve(hypotheses=given["hypotheses"], by=by)

    @verb(takes=KeepersInput, edits={name: name for name in KEEPERS})
    def keepers(self, solution: Solution, given: dict[str, Any], by: User) -> None:
        """Say who looks after it: one of each discipline, both working in the team."""
        solution.name_keepers(**given, by=by)

    @verb(takes=LookInput, signs=True)
    def looks(self, solution: Solution, given: dict[str, Any], by: User) -> None:
        """Say that your discipline has looked at it, as its words stood when you read them.

        A token needs the scope `sign`.
        """
        solution.see(words_hash=given["words_hash"], by=by)

    @verb(takes=SolutionLinkInput, gives=SolutionLinkShape)
    def links(self, solution: Solution, given: dict[str, Any], by: User) -> SolutionLink:
        """Link to its repository, tracker run, registry or catalogue."""
        return solution.link(**given, by=by)

    @ending("links", names=("link", ROW), takes=LinkEndInput)
    def end_link(self, solution: Solution, given: dict[str, Any], by: User) -> None:
        """Take a link away."""
        solution.unlink(given["link"], by=by)

    @verb(takes=ServingStoryInput)
    def stories(self, solution: Solution, given: dict[str, Any], by: User) -> None:
        """Say that a story serves it."""
        solution.link_story(given["story"], by=by)

    @ending("stories", names=("story", STORY), takes=ServingStoryInput)
    def end_story(self, solution: Solution, given: dict[str, Any], by: User) -> None:
        """It doesn't serve it any more."""
        solution.unlink_story(given["story"], by=by)

    @verb()
    def shares(self, solution: Solution, given: dict[str, Any], by: User) -> None:
        """Show it to the team's guests."""
        solution.show(by=by)

    @ending_of(shares)
    def make_internal(self, solution: Solution, given: dict[str, Any], by: User) -> None:
        """Keep it in the team again; what was read before can't be unread."""
        solution.make_internal(by=by)

    @action(detail=True, methods=["get"], url_path="path", url_name="path")
    @documented(answers=SolutionPathShape)
    def path(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say how far each step is: sketched, fits, tried in the wild, live."""
        row = get_object_or_404(self.found(Solution.objects.all()))
        of = SolutionDetail.found(row.pk, request.user)
        return answer_computed(request, SolutionPathShape, lambda asked: solution_path(of))

    @action(detail=True, methods=["get"], url_path="gate", url_name="gate")
    @documented(answers=GateShape, refuses={409: "What it lacks for production."})
    def gate(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say whether it may start in production now; where not, what its start would say."""
        reading = gate_of(get_object_or_404(self.found(Solution.objects.all())))
        if reading.lacks:
            raise reading.refusal
        return answer_computed(request, GateShape, lambda asked: gate_told(reading))

    @verb("deployment-reports", takes=DeploymentReportInput, gives=DeploymentShape)
    def deployment_reports(self, solution: Solution, given: dict[str, Any], by: User) -> Deployment:
        """Say that a deployment has come to a state: no gate refuses what has happened.

        It is one for each environment and reference. The same again changes nothing, a later
        state is taken up, an earlier one takes nothing back.
        """
        return Deployment.report(solution, **given, by=by)

    @session_only("drops")
    def drops(self, solution: Solution) -> str:
        """Give it up: only a lead does, on the page, so this is refused."""
        return f"A lead drops a solution on its page {solution.address}, signed in."

    @session_only("retirements")
    def retirements(self, solution: Solution) -> str:
        """Retire it: only a lead does, on the page, so this is refused."""
        return f"A lead retires a solution on its page {solution.address}, signed in."

    @session_only("resumptions")
    def resumptions(self, solution: Solution) -> str:
        """Take it up again: only a lead does, on the page, so this is refused."""
        return f"A lead takes a solution up again on its page {solution.address}, signed in."
