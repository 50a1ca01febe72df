"""Deployments of a solution: planned, started past the gate, live, taken back; and reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from projects.reasons import MOST_REASON
from solutions.api.deployment_report import carried_release, change_link
from solutions.api.deployment_shape import DeploymentShape
from solutions.api.of_solution import OfSolutionResource
from solutions.models import Deployment
from solutions.models.deployment import (
    LONGEST_DIFFERENT,
    LONGEST_REFERENCE,
    LONGEST_VERSION,
    PLAN,
)
from web.api.inputs import Day, Input, RowAmong, Text, Yes
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created
from web.api.session_only import session_only
from web.api.verbs import verb

if TYPE_CHECKING:
    from teams.models.user import User


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
