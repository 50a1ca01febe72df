"""Whether a solution fits, over the API: rounds, verdicts, signatures and the team's checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework import serializers
from rest_framework.decorators import action

from projects.api.base import NUMBER, id_of
from projects.models import ShelfItem
from solutions.api.fit_shape import FitShape, FitSignatureShape
from solutions.models import FitReview, Judgement, Solution, Verdict
from solutions.models.fit_checklist import LONGEST_ITEM, MOST_ITEMS, Asks, checklist_of
from solutions.models.fit_item import LONGEST_NOTE
from solutions.models.fit_review import LONGEST_TITLE, MOST_MONEY
from teams.api import seen_team
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.ending import ending_of
from web.api.inputs import Amount, Input, RowAmong, RowOf, Text, Whole
from web.api.pagination import Order
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created, Listed, Resource, Retrieved
from web.api.session_only import done_on_a_page, never_done
from web.api.shape import Shape
from web.api.verbs import verb

if TYPE_CHECKING:
    from solutions.models.fit_review import FitReviewQuerySet
    from solutions.models.fit_signed import FitSignatureQuerySet
    from teams.models.team import Team
    from teams.models.user import User
    from web.requests import ApiRequest

LARGEST_ROUND = 10**9


class FitRoundInput(Input):
    """The next round copies the last one; what is named is asked again."""

    again = serializers.ListField(
        child=Whole(min_value=1),
        max_length=MOST_ITEMS,
        default=list,
        help_text="Ids of items of the last round that have changed since.",
    )
    after = Whole(
        min_value=0,
        max_value=LARGEST_ROUND,
        allow_null=True,
        default=None,
        help_text="The round that was looked at, 0 for none: refused if another one was begun.",
    )


class ItemOfRound(RowAmong):
    """Names an item of the round that the address names."""

    def __init__(self, **options: Any) -> None:
        super().__init__("item in this round", "items", **options)


class FitVerdictInput(Input):
    """What your discipline says of an item; what isn't given, or null, stays."""

    item = ItemOfRound()
    verdict = serializers.ChoiceField(
        Verdict.choices, allow_blank=True, allow_null=True, default=None
    )
    note = Text(max_length=LONGEST_NOTE, allow_blank=True, allow_null=True, default=None)


class HashInput(Input):
    fit_hash = Text(
        max_length=64,
        allow_null=True,
        default=None,
        help_text="That of the fit that was read; else that of now.",
    )


class ItemInput(Input):
    text = Text(max_length=LONGEST_ITEM)


def money() -> Amount:
    return Amount(
        max_digits=12, decimal_places=2, min_value=0, max_value=MOST_MONEY, allow_null=True
    )


class RunCostInput(Input):
    """What it costs to run a month, from and to; null for both where it isn't known."""

    run_cost_low = money()
    run_cost_high = money()


class ItemStoryInput(Input):
    item = ItemOfRound()
    title = Text(
        max_length=LONGEST_TITLE, allow_blank=True, default="", help_text="Else the item's words."
    )


def shelf_of(review: FitReview) -> QuerySet[ShelfItem, Any]:
    return ShelfItem.objects.filter(team=review.project.team_id)


class PickInput(Input):
    item = ItemOfRound()
    shelf = serializers.ListField(
        child=RowOf("thing on your shelf", shelf_of),
        max_length=200,
        help_text="Ids of what it uses again, instead of those so far.",
    )


class FitQuery(ListQuery):
    orders = {"-round": Order("-number", stable=True)}


class FitResource(Created, Patched, Listed, Retrieved, Resource):
    """The rounds in which both disciplines say whether a solution fits, the newest first.

    Guests see those that were shown to them, of solutions that were shown as well.
    """

    shape = FitShape
    query = FitQuery
    takes = FitRoundInput
    lookup_field = "number"
    lookup_value_regex = NUMBER
    related = ("project__team", "solution")
    lock = {"even_closed": True}

    def seen(self, rows: FitReviewQuerySet) -> FitReviewQuerySet:
        seen = rows.visible_to(self.request.user).filter(project=id_of(self.kwargs["project"]))
        return seen.filter(solution=self.kwargs["solution"])

    def must_see_parent(self) -> None:
        seen_solution(self)

    def scope(self) -> FitReview:
        review: FitReview = self.row
        return review

    def scope_of_new(self) -> Solution:
        self.solution = seen_solution(self)
        return self.solution

    def make(self, given: dict[str, Any], by: User) -> FitReview:
        """Begin a round from the team's checklist, with what still stands of the last one."""
        return FitReview.begin(self.solution, **given, by=by)

    @verb(takes=FitVerdictInput)
    def verdicts(self, review: FitReview, given: dict[str, Any], by: User) -> None:
        """Say of an item, for your discipline, whether it fits and why."""
        judgement = Judgement(given["verdict"], given["note"])
        review.judge({given["item"].pk: judgement}, by=by)

    @verb(takes=HashInput, signs=True)
    def agreements(self, review: FitReview, given: dict[str, Any], by: User) -> None:
        """Say that you went through it together: all open items fit, for your discipline.

        Once both disciplines say of all items that they fit or don't apply, this signs it as well.
        A token needs the scope `sign`.
        """
        review.go_through(fit_hash=given["fit_hash"], by=by)

    @verb(takes=HashInput, signs=True)
    def signatures(self, review: FitReview, given: dict[str, Any], by: User) -> None:
        """Sign for your discipline what you read, once all of it is settled.

        A token needs the scope `sign`.
        """
        review.sign(fit_hash=given["fit_hash"], by=by)

    @verb(takes=ItemInput)
    def items(self, review: FitReview, given: dict[str, Any], by: User) -> None:
        """Ask one more item, beside those of the checklist."""
        review.ask(given["text"], by=by)

    @verb(
        "run-costs",
        takes=RunCostInput,
        edits={"run_cost_low": "run_cost_low", "run_cost_high": "run_cost_high"},
    )
    def run_costs(self, review: FitReview, given: dict[str, Any], by: User) -> None:
        """Say what it costs to run a month, as a range."""
        review.estimate_run_cost(**given, by=by)

    @verb(takes=PickInput)
    def shelf(self, review: FitReview, given: dict[str, Any], by: User) -> None:
        """Say what it uses of what your team has already, for the item that asks for that."""
        review.pick(given["item"].pk, given["shelf"], by=by)

    @verb(takes=ItemStoryInput)
    def stories(self, review: FitReview, given: dict[str, Any], by: User) -> None:
        """Make a story of an item that needs change; when it is done, the item asks again."""
        review.write_story(given["item"].pk, title=given["title"], by=by)

    @verb()
    def shares(self, review: FitReview, given: dict[str, Any], by: User) -> None:
        """Show the round with its notes to the team's guests."""
        review.show(by=by)

    @ending_of(shares)
    def make_internal(self, review: FitReview, given: dict[str, Any], by: User) -> None:
        """Keep it in the team again; what was read before can't be unread."""
        review.make_internal(by=by)


class FitSignatureResource(Listed, Retrieved, Resource):
    """All that was signed of a solution's fit, with what it said then."""

    shape = FitSignatureShape

    def seen(self, rows: FitSignatureQuerySet) -> FitSignatureQuerySet:
        seen = rows.visible_to(self.request.user).of_solution(self.kwargs["solution"])
        return seen.of_project(id_of(self.kwargs["project"]))

    def must_see_parent(self) -> None:
        seen_solution(self)


def seen_solution(view: Resource) -> Solution:
    seen = Solution.objects.visible_to(view.request.user).select_related("project__team")
    rows = seen.filter(project__key=view.kwargs["project"].upper())
    return get_object_or_404(rows, pk=view.kwargs["solution"])


class EntryShape(serializers.Serializer[Any]):
    """An item of a team's checklist."""

    text = serializers.CharField()
    otherwise = serializers.CharField(
        help_text="Its words for platforms, pipelines and data sets; empty for the same."
    )
    in_reports = serializers.BooleanField(help_text="Whether the review of a report has it.")
    asks = serializers.ChoiceField(Asks.choices, allow_blank=True)


class FitChecklistShape(serializers.Serializer[Any]):
    """What the team's later reviews go through."""

    team = serializers.CharField()
    entries = EntryShape(many=True)


def checklist_told(team: Team) -> dict[str, Any]:
    return {"team": team.slug, "entries": [one._asdict() for one in checklist_of(team)]}


class FitChecklistResource(Resource):
    """The team's fit checklist; whoever sees the team reads it."""

    shape = Shape

    @action(detail=False, methods=["get"], url_path="fit-checklist", url_name="read")
    @documented(answers=FitChecklistShape)
    def read(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Read the items that the team's later reviews begin with."""
        team = seen_team(self)
        return answer_computed(request, FitChecklistShape, lambda asked: checklist_told(team))

    @read.mapping.post
    @never_done
    def write(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Write the checklist anew: only a lead does, on the page, so this is refused."""
        page = reverse("fit_checklist", args=[seen_team(self).slug])
        raise done_on_a_page(
            f"A lead edits the team's fit checklist on the page {page}, signed in; no program does."
        )
