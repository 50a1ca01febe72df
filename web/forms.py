"""Forms in front of verbs: what was typed stays when the form or the verb says no."""

from datetime import date

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import transaction
from django.shortcuts import redirect, render

from base.refusals import Refused
from web.versions import MADE_FROM, SENTENCE, THEIRS, Overtaken, digest, merged, packed, unpacked

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)


class VerbForm(forms.Form):
    """Checks the input, then calls one verb with it; a refusal comes back beside its field."""

    status = 200
    refusal = None  # what the verb said no with
    overwrites_nothing = ""  # why it needs no version, though somebody types into it
    side_by_side = ()  # tuples of fields that share a line

    def __init__(self, *args, original=None, **kwargs):
        self.original = original  # what it changes, where somebody else may change that too
        self._version = None
        super().__init__(*args, label_suffix="", **kwargs)

    @property
    def made_from(self):
        """What the form's texts were when the reader saw them; goes with the form and back."""
        if self.original is None:
            return ""
        if self._version is not None:
            return self._version
        if self.is_bound:
            return self.data.get(MADE_FROM, "")
        return self._digests(self.original.shown)

    def rows(self):
        """The fields as the page shows them, line by line."""
        mates = {name: line for line in self.side_by_side for name in line}
        shown = []
        for name in self.fields:
            line = mates.get(name, (name,))
            if line[0] == name:
                shown.append([self[each] for each in line])
        return shown

    def performs(self, verb, **more):
        """Return whether the verb was done; if not, `status` and the errors say why."""
        if not self.is_valid():
            self.status = 400
            return False
        try:
            with transaction.atomic():
                if self.original:
                    self._merge(self.original.held())
                verb(**self.cleaned_data, **more)
        except Overtaken as overtaken:
            self.status, self.refusal = Overtaken.status, overtaken
            self.add_error(None, SENTENCE)
        except Refused as refused:
            self.status, self.refusal = refused.status, refused
            field = refused.field if refused.field in self.fields else None
            self.add_error(field, refused.sentence)
        except ValidationError as error:
            self.status = 400
            self.add_error(None, error.messages)
        return not self.errors

    def _merge(self, now):
        """Leave alone what wasn't changed here; refuse what somebody else changed too."""
        seen, theirs = unpacked(self.data.get(MADE_FROM, "")), {}
        taken = self.data.getlist(THEIRS) if hasattr(self.data, "getlist") else []
        data = self.data.copy()
        for name in now.keys() & self.cleaned_data.keys():
            shown, mine = self._shown(name, now[name]), self._shown(name, self.cleaned_data[name])
            try:
                kept = merged(seen.get(name, ""), shown, mine, name in taken)
            except Overtaken:
                theirs[name] = shown
                continue
            if kept is shown:
                self.cleaned_data[name] = now[name]
                self._put(data, name, now[name])
        if theirs:
            self.data, self._version = data, self._digests(now)
            for name, text in theirs.items():
                self[name].theirs = self._told(name, text)
            raise Overtaken(theirs)

    def _digests(self, values):
        names = [name for name in self.fields if name in values]
        return packed({name: digest(self._shown(name, values[name])) for name in names})

    def _put(self, data, name, value):
        shown = self.fields[name].widget.format_value(self.fields[name].prepare_value(value))
        alone = [self._shown(name, value)] if value is not False else []
        data.setlist(name, shown if isinstance(shown, list) else alone)

    def _told(self, name, shown):
        """What stands there, as a reader knows it: the name of a choice, not its key."""
        names = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", ())}
        return ", ".join(names.get(key, key) for key in shown.split(",")) if names else shown

    def _shown(self, name, value):
        if isinstance(value, bool):
            return "on" if value else ""
        field = self.fields[name]
        shown = field.widget.format_value(field.prepare_value(value))
        if isinstance(shown, list):
            return ",".join(map(str, shown))
        return "" if shown is None else str(shown)


def sent(request):
    """What a form was sent with, be it nothing; None while it is only asked for."""
    return request.POST if request.method == "POST" else None


def answer(request, form, verb, *, to, told, **words):
    """Do what a sent form asks for and go on; else show it, on a page of its own."""
    if request.method == "POST" and form.performs(verb, by=request.user):
        messages.success(request, told)
        return redirect(to)
    return render(request, "form.html", {"form": form, "back": to, **words}, status=form.status)


def day(label=None, **options):
    """A day that people plan with, so that nothing computed from it leaves the calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    bounds = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
    return forms.DateField(label=label, widget=widget, validators=bounds, **options)


def text(label=None, **options):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 4}), **options)
