from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from base.roles import Discipline, Role
from teams.models import User
from teams.models.team import WEEKDAYS
from teams.models.user import time_zones
from teams.sign_in import Attempt, Device
from web.forms import VerbForm, day

ZONES = [(zone, zone) for zone in time_zones()]


class SignInForm(AuthenticationForm):
    """E-mail and password, tried a limited number of times."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "That e-mail and password don't belong together. Mind capital letters.",
        "throttled": "Too many attempts. Wait %(minutes)s, then try again.",
    }
    wait = 0  # seconds, once it was tried too often

    def clean(self):
        email = self.cleaned_data.get("username", "")
        attempt = Attempt(email, self.request.META.get("REMOTE_ADDR", ""), Device.of(self.request))
        self.wait = attempt.must_wait()
        if self.wait:
            raise ValidationError(
                self.error_messages["throttled"], "throttled", {"minutes": _minutes(self.wait)}
            )
        cleaned = super().clean()
        if self.user_cache:
            attempt.succeeded()
        return cleaned


def _minutes(seconds):
    count = -(-seconds // 60)
    return "a minute" if count == 1 else f"{count} minutes"


class ProfileForm(VerbForm):
    name = forms.CharField(max_length=User._meta.get_field("name").max_length)
    time_zone = forms.ChoiceField(choices=ZONES)
    wants_digests = forms.BooleanField(
        required=False,
        label=User._meta.get_field("wants_digests").verbose_name.capitalize(),
        help_text=User._meta.get_field("wants_digests").help_text,
    )


class MemberForm(VerbForm):
    """What somebody in the team is from now on."""

    discipline = forms.ChoiceField(choices=Discipline)
    role = forms.ChoiceField(choices=Role, initial=Role.MEMBER)
    capacity = forms.DecimalField(
        min_value=0, max_value=1, decimal_places=2, initial=1,
        help_text="Share of a full working day, 0 to 1.",
    )  # fmt: skip

    side_by_side = (("discipline", "role"),)


class InvitationForm(MemberForm):
    """Somebody who has an account here, by e-mail."""

    overwrites_nothing = "takes somebody in"

    user = forms.ModelChoiceField(
        label="E-mail", queryset=User.objects.filter(is_active=True), to_field_name="email",
        widget=forms.EmailInput, help_text="Of an account here; an admin makes accounts.",
        error_messages={"invalid_choice": "Nobody with this e-mail has an account here."},
    )  # fmt: skip
    field_order = ["user"]


class RhythmForm(VerbForm):
    """How many belong to the team, on which days it works, how long its sprints are."""

    working_days = forms.TypedMultipleChoiceField(
        choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    sprint_days = forms.IntegerField(
        label="Length of a sprint in days", min_value=1, max_value=60,
        help_text="14 is two weeks. Sprints that are planned already keep their dates.",
    )  # fmt: skip
    time_zone = forms.ChoiceField(
        choices=ZONES,
        required=False,
        help_text="Where the team's days begin and end, for every reader.",
    )
    size_limit = forms.IntegerField(
        label="People at most", min_value=1, max_value=30, help_text="As many as two pizzas feed."
    )

    side_by_side = (("sprint_days", "size_limit"),)


class AbsenceForm(VerbForm):
    """Who is away from when to when."""

    overwrites_nothing = "adds an absence"

    user = forms.ModelChoiceField(queryset=None, label="Who", empty_label=None)
    first_day = day("First day away")
    last_day = day("Last day away")
    share = forms.DecimalField(
        label="How much of each day", min_value=0, max_value=1, decimal_places=2, initial=1
    )

    side_by_side = (("first_day", "last_day"),)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people
