from django import forms

from integrations.models import ApiToken
from integrations.models.api_token import LIVES_DAYS
from web.forms import VerbForm


class TokenForm(VerbForm):
    """A key for an integration."""

    overwrites_nothing = "makes a token"

    name = forms.CharField(
        max_length=80, label="What it is for", help_text="Such as “CI server” or “Nightly export”."
    )
    scope = forms.ChoiceField(choices=ApiToken.Scope, label="It may")
    days = forms.IntegerField(label="Days it lives", min_value=1, max_value=366, initial=LIVES_DAYS)

    side_by_side = (("scope", "days"),)
