"""What solutions are thought to be worth, and what follows: for the team alone."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action

from base.roles import Role
from projects.api.base import OfProjectResource
from projects.models import Project
from solutions.models import Solution
from teams.models.membership import Actor
from value.economics.of_project import ProjectEconomics
from value.economics.reading import economics_of, with_economics
from value.models import Economics
from value.models.economics import ENDS, MOST_MONTHS, MOST_VALUE
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.inputs import Input, Number, RowAmong
from web.api.patching import Patched, edit
from web.api.resources import Created, Resource
from web.api.shape import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numerics.economics.outlook import Net, Outlook
    from teams.models.user import User
    from value.economics.build_cost import BuildCost
    from value.economics.reading import SolutionEconomics
    from web.requests import ApiRequest


# --- What was estimated ---------------------------------------------------------------------------
class EconomicsShape(Shape):
    """Ranges of 90 %: money in the project's currency, times in months from the first use."""

    model = Economics
    solution = serializers.IntegerField(source="solution_id", help_text="Id of the solution.")
    value_low = serializers.FloatField(allow_null=True, help_text="A month, at full use.")
    value_high = serializers.FloatField(allow_null=True)
    ramp_low = serializers.FloatField(allow_null=True, help_text="Months until full use.")
    ramp_high = serializers.FloatField(allow_null=True)
    lasts_low = serializers.FloatField(help_text="Months it lasts.")
    lasts_high = serializers.FloatField()


def _value() -> Number:
    return Number(min_value=-MOST_VALUE, max_value=MOST_VALUE, allow_null=True, required=False)


def _months(*, may_be_unknown: bool = True) -> Number:
    bounds = {"min_value": 0, "max_value": MOST_MONTHS}
    return Number(**bounds, allow_null=may_be_unknown, required=False)


class EndsInput(Input):
    """What isn't given stays; null, for both ends of a range, is not known."""

    value_low = _value()
    value_high = _value()
    ramp_low = _months()
    ramp_high = _months()
    lasts_low = _months(may_be_unknown=False)
    lasts_high = _months(may_be_unknown=False)


class EconomicsInput(EndsInput):
    solution = RowAmong("solution in this project", "solutions")


class EconomicsResource(Created, Patched, OfProjectResource):
    """What the solutions of a project are thought to be worth, addressed by the solution's id."""

    shape = EconomicsShape
    takes = EconomicsInput
    lookup_field = "solution"
    related = ("project__team", "solution")

    def name_of(self, row: Economics) -> int:
        return row.solution_id

    def scope_of_new(self) -> Project:
        project = super().scope_of_new()
        # Who may not say it doesn't learn which solutions there are.
        Actor.admitted(project.team, self.request.user, Role.MEMBER)
        return project

    def make(self, given: dict[str, Any], by: User) -> Economics:
        """Say what a solution is thought to be worth; said again, what isn't given stays."""
        return Economics.estimate(given.pop("solution"), by=by, **given)

    @edit(takes=EndsInput, edits={name: name for name in ENDS})
    def estimate(self, row: Economics, given: dict[str, Any], by: User) -> None:
        """Say it anew."""
        Economics.estimate(row.solution, by=by, **given)


# --- What follows ---------------------------------------------------------------------------------
class MissingShape(serializers.Serializer[Any]):
    """What has to be said before anything is drawn."""

    sentence = serializers.CharField()
    address = serializers.CharField(help_text="Of the page on which it is said.")


class NetShape(serializers.Serializer[Any]):
    """Net of building and running, undiscounted, so many months after the first use."""

    months = serializers.IntegerField(min_value=0)
    median = serializers.FloatField()
    low = serializers.FloatField(help_text="5 % of the draws lie below.")
    high = serializers.FloatField(help_text="5 % of the draws lie above.")
    chance_of_loss = serializers.FloatField(min_value=0, max_value=1)


class BreakEvenShape(serializers.Serializer[Any]):
    """When building and running is earned back; null: not reached while it lasts."""

    chance_reached = serializers.FloatField(min_value=0, max_value=1)
    median = serializers.FloatField(allow_null=True, help_text="Months after the first use.")
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class HangsOnShape(serializers.Serializer[Any]):
    """Squared rank correlation of each input with the net after 36 months."""

    value = serializers.FloatField(min_value=0, max_value=1)
    ramp = serializers.FloatField(min_value=0, max_value=1)
    run_cost = serializers.FloatField(min_value=0, max_value=1)
    lasts = serializers.FloatField(min_value=0, max_value=1)
    build_cost = serializers.FloatField(min_value=0, max_value=1)


class BuildCostShape(serializers.Serializer[Any]):
    """Capacity by the share of finished stories by a day rate, by count and by points."""

    first_day = serializers.DateField()
    last_day = serializers.DateField()
    person_days = serializers.FloatField(help_text="Of the whole team in these days.")
    stories_finished = serializers.IntegerField(help_text="That serve the solution.")
    stories_of_all = serializers.IntegerField(help_text="That the team finished in these days.")
    share_by_count = serializers.FloatField()
    share_by_points = serializers.FloatField(allow_null=True)
    stories_left = serializers.IntegerField()
    spent_low = serializers.FloatField()
    spent_high = serializers.FloatField()
    to_spend_low = serializers.FloatField()
    to_spend_high = serializers.FloatField()


class OutlookShape(serializers.Serializer[Any]):
    """What a solution is worth; what is missing stands in place of what can't be drawn."""

    solution = serializers.IntegerField()
    currency = serializers.CharField()
    missing = MissingShape(many=True)
    run_cost_low = serializers.FloatField(allow_null=True, help_text="A month, from its fit.")
    run_cost_high = serializers.FloatField(allow_null=True)
    build_cost = BuildCostShape(allow_null=True)
    nets = NetShape(many=True, help_text="After 12 and 36 months, of 10,000 draws.")
    curve = NetShape(many=True, help_text="Every three months.")
    break_even = BreakEvenShape(allow_null=True)
    hangs_on = HangsOnShape(allow_null=True)


class TogetherShape(serializers.Serializer[Any]):
    """What the solutions of a project come to together, in its one currency."""

    currency = serializers.CharField()
    solutions = serializers.ListField(
        child=serializers.IntegerField(), help_text="Ids of those of which nothing is missing."
    )
    nets = NetShape(many=True, help_text="Of their sum; none of a single one.")


def nets_told(nets: Iterable[Net]) -> list[dict[str, Any]]:
    told = []
    for net in nets:
        told.append(
            {
                "months": net.months,
                "median": net.median,
                "low": net.interval.low,
                "high": net.interval.high,
                "chance_of_loss": net.loss,
            }
        )
    return told


def outlook_told(of: SolutionEconomics) -> dict[str, Any]:
    outlook, cost = of.outlook, of.run_cost or (None, None)
    missing = []
    for one in of.missing:
        missing.append({"sentence": f"{one.sentence}.", "address": one.link.address})
    return {
        "solution": of.solution.pk,
        "currency": of.currency,
        "missing": missing,
        "run_cost_low": cost[0],
        "run_cost_high": cost[1],
        "build_cost": _cost_told(of.build_cost) if of.build_cost else None,
        "nets": nets_told(outlook.nets if outlook else ()),
        "curve": nets_told(outlook.curve if outlook else ()),
        "break_even": _break_even_told(outlook) if outlook else None,
        "hangs_on": outlook.hangs_on if outlook else None,
    }


def _cost_told(cost: BuildCost) -> dict[str, Any]:
    return {
        "first_day": cost.first_day,
        "last_day": cost.last_day,
        "person_days": cost.person_days,
        "stories_finished": cost.finished,
        "stories_of_all": cost.of_all,
        "share_by_count": cost.by_count,
        "share_by_points": cost.by_points,
        "stories_left": cost.left,
        "spent_low": cost.spent[0],
        "spent_high": cost.spent[1],
        "to_spend_low": cost.to_spend[0],
        "to_spend_high": cost.to_spend[1],
    }


def _break_even_told(outlook: Outlook) -> dict[str, Any]:
    interval = outlook.break_even_interval
    return {
        "chance_reached": outlook.reached,
        "median": _finite(outlook.break_even),
        "low": _finite(interval.low),
        "high": _finite(interval.high),
    }


def _finite(months: float) -> float | None:
    return months if isfinite(months) else None


class SolutionEconomicsResource(Resource):
    """What follows for one solution."""

    shape = Shape

    @action(detail=False, methods=["get"], url_path="economics", url_name="read")
    @documented(answers=OutlookShape, refuses={403: "Only its team reads it."})
    def read(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Read net value, break-even, and what they hang on, or what is missing."""
        rows = with_economics(Solution.objects.visible_to(request.user))
        named = rows.filter(project__key=self.kwargs["project"].upper())
        solution = get_object_or_404(named, pk=self.kwargs["solution"])
        Actor.admitted(solution.project.team, request.user, Role.MEMBER)
        [of] = economics_of([solution])
        return answer_computed(request, OutlookShape, lambda asked: outlook_told(of))


class ProjectEconomicsResource(Resource):
    """What follows for a project."""

    shape = Shape

    @action(detail=False, methods=["get"], url_path="economics-together", url_name="read")
    @documented(answers=TogetherShape, refuses={403: "Only its team reads it."})
    def read(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Read what its standing solutions come to together; nothing is added over currencies."""
        seen = Project.objects.visible_to(request.user).select_related("team")
        project = get_object_or_404(seen, key=self.kwargs["project"].upper())
        Actor.admitted(project.team, request.user, Role.MEMBER)
        return answer_computed(request, TogetherShape, lambda asked: _together(project))


def _together(project: Project) -> dict[str, Any]:
    of = ProjectEconomics(project)
    return {
        "currency": project.currency,
        "solutions": [one.solution.pk for one in of.drawn],
        "nets": nets_told(of.nets),
    }
