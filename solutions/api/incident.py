"""Incidents of a solution: reported, described, over, and what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from rest_framework import serializers

from solutions.api.ids import ids_of
from solutions.api.of_solution import OfSolutionResource
from solutions.api.solution import STORY, ServingStoryInput
from solutions.models import Deployment, Incident, IncidentStory
from solutions.models.incident import LONGEST_TOLD, TOLD
from stories.api.shape import needed_keys
from web.api.ending import ending, ending_of
from web.api.inputs import Input, Moment, RowAmong, Text, Whole
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created
from web.api.shape import Shape, made
from web.api.verbs import verb

if TYPE_CHECKING:
    from solutions.models.incident import IncidentQuerySet
    from teams.models.user import User


class IncidentShape(Shape):
    """What went wrong in use: it has causes, not culprits."""

    model = Incident
    annotations = {
        "fix_ids": ids_of(Deployment.objects.mending_outer(), "pk"),
        "story_numbers": ids_of(IncidentStory.objects.of_outer(), "story__number"),
    }

    id = serializers.IntegerField()
    solution = serializers.IntegerField(source="solution_id", help_text="Id of what it is of.")
    deployment = serializers.IntegerField(
        source="deployment_id", help_text="Id of the deployment that it is of."
    )
    kind = serializers.ChoiceField(Incident.Kind.choices)
    severity = serializers.IntegerField(help_text="1 is the heaviest, 3 the lightest.")
    began_at = serializers.DateTimeField()
    noticed_at = serializers.DateTimeField()
    noticed_by = serializers.ChoiceField(Incident.NoticedBy.choices)
    restored_at = serializers.DateTimeField(allow_null=True, help_text="Null: it goes on.")
    happened = serializers.CharField()
    changed = serializers.CharField(help_text="What was changed since.")
    fixes = made(
        serializers.ListField(
            child=serializers.IntegerField(), help_text="Ids of the deployments that mend it."
        ),
        "fix_ids",
        by=orjson.loads,
    )
    stories = made(
        serializers.ListField(
            child=serializers.CharField(), help_text="Keys of the stories that came of it."
        ),
        "project__key",
        "story_numbers",
        by=needed_keys,
    )
    noted_at = serializers.DateTimeField(help_text="When it was first told.")
    is_shared = made(
        serializers.BooleanField(help_text="Whether the team's guests see it."),
        "shared_at",
        by=bool,
    )


class IncidentQuery(ListQuery):
    kind = serializers.ChoiceField(Incident.Kind.choices)
    open = serializers.BooleanField(help_text="It goes on; or it is over.")

    @staticmethod
    def with_open(rows: IncidentQuerySet, is_open: bool) -> IncidentQuerySet:
        return rows.open() if is_open else rows.restored()


class IncidentToldInput(Input):
    """What isn't given stays."""

    kind = serializers.ChoiceField(Incident.Kind.choices, required=False)
    severity = Whole(min_value=1, max_value=3, required=False)
    began_at = Moment(required=False)
    noticed_at = Moment(required=False)
    noticed_by = serializers.ChoiceField(Incident.NoticedBy.choices, required=False)
    happened = Text(max_length=LONGEST_TOLD, required=False)
    changed = Text(max_length=LONGEST_TOLD, allow_blank=True, required=False)


class IncidentDeploymentInput(Input):
    deployment = RowAmong("deployment", "deployments")


class IncidentInput(IncidentToldInput):
    """What happened, of which kind and how heavy; it began now, unless said otherwise."""

    begins = True

    kind = serializers.ChoiceField(Incident.Kind.choices)
    severity = Whole(min_value=1, max_value=3)
    happened = Text(max_length=LONGEST_TOLD)
    restored_at = Moment(allow_null=True, default=None, help_text="Null: it goes on.")
    deployment = RowAmong(
        "deployment",
        "deployments",
        allow_null=True,
        default=None,
        help_text="Id of its deployment; null: what was live when it began.",
    )


class RestorationInput(Input):
    at = Moment(allow_null=True, default=None, help_text="Since when; else it is now.")


class IncidentResource(Created, Patched, OfSolutionResource):
    """Incidents of a solution: the team's own, until a member shows them to the customer."""

    shape = IncidentShape
    query = IncidentQuery
    services_may = frozenset({"list", "retrieve", "create", "restorations"})
    takes = IncidentInput
    related: tuple[str, ...] = ("project__team", "solution__project__team", "deployment")

    def make(self, given: dict[str, Any], by: User) -> Incident:
        """Report an incident; also after the project is finished."""
        return Incident.report(self.solution, **given, by=by)

    @verb(takes=IncidentToldInput, edits={name: name for name in TOLD})
    def descriptions(self, incident: Incident, given: dict[str, Any], by: User) -> None:
        """Say anew what happened, how heavy it was and when."""
        incident.describe(**given, by=by)

    @verb(takes=IncidentDeploymentInput, edits={"deployment": "deployment"})
    def deployment(self, incident: Incident, given: dict[str, Any], by: User) -> None:
        """Say of which deployment it is."""
        incident.move_to(given["deployment"], by=by)

    @verb(takes=RestorationInput)
    def restorations(self, incident: Incident, given: dict[str, Any], by: User) -> None:
        """It is over; another moment corrects the first."""
        incident.restore(at=given["at"], by=by)

    @ending_of(restorations)
    def reopen(self, incident: Incident, given: dict[str, Any], by: User) -> None:
        """It isn't over after all."""
        incident.reopen(by=by)

    @verb(takes=ServingStoryInput)
    def stories(self, incident: Incident, given: dict[str, Any], by: User) -> None:
        """Say that a story came of it."""
        incident.link_story(given["story"], by=by)

    @ending("stories", names=("story", STORY), takes=ServingStoryInput)
    def end_story(self, incident: Incident, given: dict[str, Any], by: User) -> None:
        """It didn't come of it."""
        incident.unlink_story(given["story"], by=by)

    @verb()
    def shares(self, incident: Incident, given: dict[str, Any], by: User) -> None:
        """Show it to the team's guests."""
        incident.show(by=by)

    @ending_of(shares)
    def make_internal(self, incident: Incident, given: dict[str, Any], by: User) -> None:
        """Keep it in the team again; what was read before can't be unread."""
        incident.make_internal(by=by)
