from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from base.roles import Discipline, Role
from teams.models import User
from teams.models.team import WEEKDAYS
from teams.models.user import time_zones
from web.forms import VerbForm, clock_time, currency, day, offer

if TYPE_CHECKING:
    from teams.models.user import UserQuerySet

ZONES = [(zone, zone) for zone in time_zones()]


class MemberForm(VerbForm):
    """What somebody in the team is from now on."""

    discipline = forms.ChoiceField(choices=Discipline)
    role = forms.ChoiceField(choices=Role, initial=Role.MEMBER)
    capacity = forms.DecimalField(
        min_value=0,
        max_value=1,
        decimal_places=2,
        initial=1,
        help_text="Share of a full working day, 0 to 1.",
    )

    from_customer = forms.BooleanField(
        label="From the customer",
        required=False,
        help_text="Counts in their own discipline, and signs the charter for the customer.",
    )

    side_by_side = (("discipline", "role"),)


class InvitationForm(MemberForm):
    """Somebody who has an account here, by e-mail."""

    overwrites_nothing = "takes somebody in"

    user = forms.ModelChoiceField(
        label="E-mail",
        queryset=User.objects.filter(is_active=True),
        to_field_name="email",
        widget=forms.EmailInput,
        help_text="Of an account here; an admin makes accounts.",
        error_messages={"invalid_choice": "Nobody with this e-mail has an account here."},
    )
    field_order = ["user"]


class RhythmForm(VerbForm):
    """How many belong to the team, on which days it works, how long its sprints are."""

    working_days = forms.TypedMultipleChoiceField(
        choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    sprint_days = forms.IntegerField(
        label="Length of a sprint in days",
        min_value=1,
        max_value=60,
        help_text="14 is two weeks. Sprints that are planned already keep their dates.",
    )
    time_zone = forms.ChoiceField(
        choices=ZONES,
        required=False,
        help_text="Where the team's days begin and end, for every reader.",
    )
    hours_from = clock_time("Daily hours from")
    hours_until = clock_time(
        "Daily hours until", help_text="Earlier than the begin: on the next day. Empty: none."
    )
    size_limit = forms.IntegerField(
        label="People at most", min_value=1, max_value=30, help_text="As many as two pizzas feed."
    )

    side_by_side = (("hours_from", "hours_until"), ("sprint_days", "size_limit"))


class DayRateForm(VerbForm):
    """What a person-day of the team costs on average."""

    rate = forms.DecimalField(
        label="Cost of a person-day",
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text="On average over the team, never of a person. Empty: not known.",
    )
    currency = currency()

    side_by_side = (("rate", "currency"),)


class AbsenceForm(VerbForm):
    """Who is away from when to when."""

    overwrites_nothing = "adds an absence"

    user: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        queryset=None, label="Who", empty_label=None
    )
    first_day = day("First day away")
    last_day = day("Last day away")
    share = forms.DecimalField(
        label="How much of each day", min_value=0, max_value=1, decimal_places=2, initial=1
    )

    side_by_side = (("first_day", "last_day"),)

    def __init__(
        self, data: QueryDict | None = None, *, people: UserQuerySet, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        offer(self, "user", people)
