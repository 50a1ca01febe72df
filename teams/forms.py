from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from teams.models import User
from teams.sign_in import may_try


class SignInForm(AuthenticationForm):
    """E-mail and password, tried a limited number of times."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "That e-mail and password don't belong together. Mind capital letters.",
        "throttled": "Too many attempts. Wait a few minutes, then try again.",
    }

    def clean(self):
        address = self.request.META.get("REMOTE_ADDR", "")
        if not may_try(self.cleaned_data.get("username", ""), address):
            raise ValidationError(self.error_messages["throttled"], code="throttled")
        return super().clean()


class ProfileForm(forms.ModelForm):
    time_zone = forms.ChoiceField(choices=[(zone, zone) for zone in sorted(available_timezones())])

    class Meta:
        model = User
        fields = ["name", "time_zone"]
