"""What a deployment came to, and why."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from projects.models.sides import SIDE_CHOICES
from solutions.drama import WEIGHTS
from solutions.models import Settlement

ROWS_TOLD = [*[(row, row.replace("_", " ")) for row in WEIGHTS], ("unshown", "unshown")]
OF = [(name, name) for name in ("", "deployment", "incident", "story")]


class DeductionShape(serializers.Serializer[Any]):
    """What one happening cost, by its heaviest row."""

    row = serializers.ChoiceField(
        ROWS_TOLD,
        help_text="Of the formula; unshown: of incidents that guests don’t see, all together.",
    )
    at = serializers.DateTimeField(allow_null=True, help_text="When it happened.")
    sentence = serializers.CharField()
    points = serializers.IntegerField(min_value=0)
    along = serializers.ListField(
        child=serializers.CharField(),
        help_text="What else is of the same happening, and costs nothing more.",
    )
    of = serializers.ChoiceField(OF, help_text="What it is of; empty: not shown.")
    id = serializers.IntegerField(
        allow_null=True, help_text="Of that row; null: the deployment itself."
    )
    address = serializers.CharField(help_text="Of the page on which it stands.")


class SettlementShape(serializers.Serializer[Any]):
    """How it was settled, as it was then."""

    round = serializers.IntegerField(min_value=1)
    how = serializers.ChoiceField(Settlement.How.choices)
    settled_at = serializers.DateTimeField()
    sentence = serializers.CharField()
    number = serializers.IntegerField(min_value=0, max_value=100)
    version = serializers.IntegerField(help_text="Of the formula.")
    deductions = DeductionShape(many=True)


class FormulaRowShape(serializers.Serializer[Any]):
    what = serializers.CharField()
    loses = serializers.CharField()


class DramaShape(serializers.Serializer[Any]):
    """What a deployment lost of 100, why, and whether that is settled; compared with nothing."""

    deployment = serializers.IntegerField()
    is_settled = serializers.BooleanField(help_text="Else it is what was lost so far.")
    is_asked = serializers.BooleanField(help_text="Whether it waits for who looks after it.")
    day_thirty = serializers.DateTimeField(allow_null=True)
    waits_for = serializers.ListField(
        child=serializers.ChoiceField(SIDE_CHOICES),
        help_text="Sides whose keeper hasn’t answered; told to the team alone.",
    )
    sentence = serializers.CharField(help_text="The deductions in words, then what is left.")
    number = serializers.IntegerField(
        min_value=0,
        max_value=100,
        allow_null=True,
        help_text="Null: it didn’t go live in production here.",
    )
    version = serializers.IntegerField(help_text="Of the formula.")
    deductions = DeductionShape(many=True, help_text="In the order of time.")
    settlements = SettlementShape(many=True, help_text="The first time first.")
    formula = FormulaRowShape(many=True)
