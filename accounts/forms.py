from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from accounts.models import ApiToken
from accounts.models.api_token import LIVES_DAYS
from accounts.sign_in import Attempt, Device
from teams.forms import ZONES
from teams.models import Team, User
from web.forms import VerbForm, offer


class TokenForm(VerbForm):
    """A key for an integration."""

    overwrites_nothing = "makes a token"

    name = forms.CharField(
        max_length=80, label="What it is for", help_text="Such as “CI server” or “Nightly export”."
    )
    scope = forms.ChoiceField(
        choices=ApiToken.Scope,
        label="It may",
        help_text=ApiToken._meta.get_field("scope").help_text,
    )
    days = forms.IntegerField(label="Days it lives", min_value=1, max_value=366, initial=LIVES_DAYS)

    team = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        required=False,
        label="Reports to",
        empty_label="No team: it acts as you",
        help_text="For a service, such as a pipeline: the team to whose projects it reports.",
    )

    side_by_side = (("scope", "days"),)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        led = Team.objects.led_by(by).order_by("name")
        offer(self, "team", led)
        if not led:  # it takes a lead to let a service in
            del self.fields["team"]
            scope = self.fields["scope"]
            assert isinstance(scope, forms.ChoiceField)
            kinds = [kind for kind in ApiToken.Scope if kind != ApiToken.Scope.REPORT]
            scope.choices = [(kind.value, kind.label) for kind in kinds]


class SignInForm(AuthenticationForm):
    """E-mail and password, tried a limited number of times."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "That e-mail and password don't belong together. Mind capital letters.",
        "throttled": "Too many attempts. Wait %(minutes)s, then try again.",
    }
    wait = 0  # seconds, once it was tried too often

    def clean(self) -> dict[str, str]:
        assert self.request is not None  # the view gives it
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


def _minutes(seconds: int) -> str:
    count = -(-seconds // 60)
    if count == 1:
        return "a minute"
    return f"{count} minutes"


class ProfileForm(VerbForm):
    name = forms.CharField(max_length=User._meta.get_field("name").max_length)
    time_zone = forms.ChoiceField(choices=ZONES)
    wants_digests = forms.BooleanField(
        required=False,
        label=User._meta.get_field("wants_digests").verbose_name.capitalize(),
        help_text=User._meta.get_field("wants_digests").help_text,
    )
