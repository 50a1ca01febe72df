from django import forms

from metrics.signals.catalogue import BY_KEY


class ContestForm(forms.Form):
    """Why a reading misleads; an empty note takes it back."""

    signal = forms.ChoiceField(choices=[(key, key) for key in BY_KEY])
    note = forms.CharField(max_length=2000, required=False)
