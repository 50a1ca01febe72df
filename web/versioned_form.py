"""What a form knows of the texts it was made from, be it a page's or the admin's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.datastructures import MultiValueDict

from web.text_versions import MADE_FROM, THEIRS, Overtaken, digest, merged, packed, unpacked

if TYPE_CHECKING:

    class Part(forms.BaseForm):  # a mixin of forms and of those of models
        def _post_clean(self) -> None: ...

else:
    Part = object


def _copied(data: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    if isinstance(data, MultiValueDict):
        return data.copy()
    return MultiValueDict({name: [value] for name, value in data.items()})


class Versioned(Part):
    """Keeps what was left alone as it stands, and shows both where two people wrote."""

    original: Any = None  # what it changes, where somebody else may change that too
    _version: str | None = None

    @property
    def made_from(self) -> str:
        """What the form's texts were when the reader saw them; goes with the form and back."""
        if self.original is None:
            return ""
        if self._version is not None:
            return self._version
        if self.is_bound:
            return str(self.data.get(MADE_FROM, ""))
        return self._digests(self.original.shown)

    def _merge(self, now: dict[str, Any]) -> None:
        """Leave alone what wasn't changed here; refuse what somebody else changed too."""
        seen, theirs = unpacked(self.data.get(MADE_FROM, "")), {}
        data = _copied(self.data)
        taken = data.getlist(THEIRS)
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
        self.data = data
        if theirs:
            self._version = self._digests(now)
            for name, text in theirs.items():
                vars(self[name])["theirs"] = self._told(name, text)
            raise Overtaken(theirs)

    def _digests(self, values: dict[str, Any]) -> str:
        names = []
        for name in self.fields:
            if name in values:
                names.append(name)
        return packed({name: digest(self._shown(name, values[name])) for name in names})

    def _put(self, data: MultiValueDict[str, Any], name: str, value: Any) -> None:
        shown = self.fields[name].widget.format_value(self.fields[name].prepare_value(value))
        alone = [self._shown(name, value)] if value is not False else []
        data.setlist(name, shown if isinstance(shown, list) else alone)

    def _told(self, name: str, shown: str) -> str:
        """What stands there, as a reader knows it: the name of a choice, not its key."""
        names = {}
        for key, label in getattr(self.fields[name], "choices", ()):
            names[str(key)] = str(label)
        if names:
            return ", ".join(names.get(key, key) for key in shown.split(","))
        return shown

    def _shown(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            if value:
                return "on"
            return ""
        field = self.fields[name]
        shown = field.widget.format_value(field.prepare_value(value))
        if isinstance(shown, list):
            return ",".join(map(str, shown))
        if shown is None:
            return ""
        return str(shown)
