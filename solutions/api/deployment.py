"""Deployments of a solution: planned, started past the gate, live, taken back; and reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action

from projects.reasons import MOST_REASON
from solutions.api.deployment_report import carried_release, change_link
from solutions.api.deployment_shape import DeploymentShape
from solutions.api.drama import DramaShape
from solutions.api.of_solution import OfSolutionResource
from solutions.api.solution import STORY, ServingStoryInput
from solutions.drama_told import DramaTold, drama_told
from solutions.models import Deployment
from solutions.models.deployment import (
    LONGEST_DIFFERENT,
    LONGEST_REFERENCE,
    LONGEST_VERSION,
    PLAN,
)
from solutions.models.drama_reading import DramaReading
from teams.models import User
from teams.models.membership import Actor
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.ending import ending
from web.api.inputs import Day, Input, RowAmong, RowOf, Text, Yes
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created
from web.api.session_only import session_only
from web.api.verbs import verb

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from projects.models import Project
    from web.requests import ApiRequest


def _people_to_name(project: Project) -> QuerySet[User]:
    """Everybody who is or was in the team: whom of them one may name, the verb says."""
    return User.objects.filter(memberships__team=project.team_id).distinct()


class DeploymentQuery(ListQuery):
    state = serializers.ChoiceField(Deployment.State.choices)
    environment = serializers.ChoiceField(Deployment.Environment.choices)
    gate = serializers.ChoiceField([choice for choice in Deployment.Gate.choices if choice[0]])


class DeploymentPlanInput(Input):
    """What isn't given stays."""

    version = Text(max_length=LONGEST_VERSION, required=False)
    environment = serializers.ChoiceField(Deployment.Environment.choices, required=False)
    planned_for = Day(allow_null=True, required=False)
    rollout = serializers.ChoiceField(Deployment.Rollout.choices, required=False)
    is_planned = Yes(required=False)
    reference = Text(max_length=LONGEST_REFERENCE, allow_blank=True, required=False)
    link = change_link()
    fixes = RowAmong(
        "incident",
        "incidents",
        allow_null=True,
        required=False,
        help_text="Id of the incident that it mends.",
    )
    different = Text(max_length=LONGEST_DIFFERENT, allow_blank=True, required=False)


class DeploymentCustomerInput(Input):
    customer = serializers.ChoiceField(Deployment.Customer.choices)


class DeploymentCarriesInput(Input):
    release = RowAmong("release", "releases", allow_null=True, help_text="Id of the release.")


class AttendedInput(Input):
    attendees = serializers.ListField(
        child=RowOf("one of the customer's people here", _people_to_name),
        max_length=50,
        help_text="Ids of who of the customer was there, instead of those so far.",
    )


class DeploymentInput(DeploymentPlanInput):
    """A plan: a version is enough; unless it says otherwise it goes to production."""

    begins = True

    version = Text(max_length=LONGEST_VERSION)
    customer = serializers.ChoiceField(Deployment.Customer.choices, required=False)
    release = carried_release()


class DeploymentEndInput(Input):
    reason = Text(max_length=MOST_REASON, allow_blank=True, default="")


class DeploymentResource(Created, Patched, OfSolutionResource):
    """Deployments of a solution; guests see those that came to something."""

    shape = DeploymentShape
    query = DeploymentQuery
    services_may = frozenset({"list", "retrieve", "drama", "rollbacks"})
    takes = DeploymentInput
    related: tuple[str, ...] = ("project__team", "solution__project__team", "fixes")

    def make(self, given: dict[str, Any], by: User) -> Deployment:
        """Plan a deployment; also after the project is finished."""
        return Deployment.plan(self.solution, **given, by=by)

    @verb(takes=DeploymentPlanInput, edits={name: name for name in PLAN})
    def plans(self, deployment: Deployment, given: dict[str, Any], by: User) -> None:
        """Plan it otherwise, before it starts."""
        deployment.replan(**given, by=by)

    @verb(takes=DeploymentCustomerInput, edits={"customer": "customer"})
    def customer(self, deployment: Deployment, given: dict[str, Any], by: User) -> None:
        """Say whether the customer is present, informed or absent."""
        deployment.note_customer(given["customer"], by=by)

    @verb(takes=DeploymentCarriesInput, edits={"release": "release"})
    def carries(self, deployment: Deployment, given: dict[str, Any], by: User) -> None:
        """Say which release it carries to its users, or none."""
        deployment.carry(given["release"], by=by)

    @verb(takes=AttendedInput, edits={"attendees": "attendees"})
    def attendances(self, deployment: Deployment, given: dict[str, Any], by: User) -> None:
        """Say who of the customer, who is present, was there."""
        deployment.note_customer(deployment.customer, given["attendees"], by=by)

    @verb(takes=ServingStoryInput)
    def stories(self, deployment: Deployment, given: dict[str, Any], by: User) -> None:
        """Say that a story came of it."""
        deployment.link_story(given["story"], by=by)

    @ending("stories", names=("story", STORY), takes=ServingStoryInput)
    def end_story(self, deployment: Deployment, given: dict[str, Any], by: User) -> None:
        """It didn't come of it."""
        deployment.unlink_story(given["story"], by=by)

    @action(detail=True, methods=["get"], url_path="drama", url_name="drama")
    @documented(answers=DramaShape)
    def drama(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say what it lost of 100 and why; so far, or as it was settled."""
        return answer_computed(request, DramaShape, lambda asked: self._drama())

    def _drama(self) -> dict[str, Any]:
        found = get_object_or_404(self.found(Deployment.objects.with_drama()))
        works = Actor.of(found.project.team, self.request.user).works
        return drama_told(DramaTold(DramaReading(found), works=works))

    @verb("drama-answers")
    def drama_answers(self, deployment: Deployment, given: dict[str, Any], by: User) -> None:
        """On day 30 say as its keeper that there is nothing more to tell."""
        deployment.nothing_to_tell(by=by)

    @verb()
    def starts(self, deployment: Deployment, given: dict[str, Any], by: User) -> None:
        """Begin; in production it needs a signed fit and a passed trial of today's words."""
        deployment.start(by=by)

    @session_only("waivers")
    def waivers(self, deployment: Deployment) -> str:
        """Pass the gate without what it asks for: only a lead does, on the page."""
        return (
            "A lead lets something go to production without its gate on the page "
            f"{deployment.address}, signed in and with a reason; no program does."
        )

    @verb("go-lives")
    def go_lives(self, deployment: Deployment, given: dict[str, Any], by: User) -> None:
        """It is in use; what stood in that environment is replaced."""
        deployment.go_live(by=by)

    @verb(takes=DeploymentEndInput)
    def rollbacks(self, deployment: Deployment, given: dict[str, Any], by: User) -> None:
        """Take it back."""
        deployment.roll_back(given["reason"], by=by)

    @verb(takes=DeploymentEndInput)
    def failures(self, deployment: Deployment, given: dict[str, Any], by: User) -> None:
        """It didn't come about."""
        deployment.fail(given["reason"], by=by)

    @verb(takes=DeploymentEndInput)
    def cancellations(self, deployment: Deployment, given: dict[str, Any], by: User) -> None:
        """It won't be."""
        deployment.cancel(given["reason"], by=by)
