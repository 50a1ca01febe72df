"""What a pipeline says of a deployment."""

from __future__ import annotations

from rest_framework import serializers

from projects.reasons import MOST_REASON
from solutions.models import Deployment
from solutions.models.deployment import LONGEST_REFERENCE, LONGEST_VERSION
from solutions.models.deployment_report import REPORTED
from solutions.models.linked import LONGEST_ADDRESS
from web.api.inputs import Input, Link, Moment, RowAmong, Text, Yes


def change_link() -> Link:
    return Link(max_length=LONGEST_ADDRESS, allow_blank=True, required=False)


def carried_release() -> RowAmong:
    return RowAmong(
        "release",
        "releases",
        allow_null=True,
        required=False,
        help_text="Id of the release that it carries to its users.",
    )


class DeploymentReportInput(Input):
    """What has happened; the same again changes nothing, a later state is taken up."""

    environment = serializers.ChoiceField(Deployment.Environment.choices)
    reference = Text(max_length=LONGEST_REFERENCE, help_text="A tag, or the number of a run.")
    state = serializers.ChoiceField(REPORTED)
    at = Moment(
        allow_null=True, default=None, help_text="When it came to that state; else it is now."
    )
    version = Text(
        max_length=LONGEST_VERSION, required=False, help_text="Unless given, the reference."
    )
    rollout = serializers.ChoiceField(Deployment.Rollout.choices, required=False)
    is_planned = Yes(required=False)
    link = change_link()
    fixes = RowAmong(
        "incident",
        "incidents",
        required=False,
        help_text="Id of the incident that it mends; while that is open, no gate is asked.",
    )
    customer = serializers.ChoiceField(Deployment.Customer.choices, required=False)
    release = carried_release()
    reason = Text(max_length=MOST_REASON, allow_blank=True, default="")
    is_imported = Yes(required=False, help_text="Of another tool's past: it meets no gate.")
