from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django import forms
from django.http import QueryDict
from django.utils import timezone

from base.refusals import Invalid
from health.handoffs.window import Window
from health.knowledge.reading import Days
from health.models import HealthReport
from health.reports.comparing import Comparison
from health.reports.past import refuse_unless_over
from health.signals.catalogue import BY_KEY
from health.templatetags.reports import told_of
from web.forms import VerbForm, text

if TYPE_CHECKING:
    from health.handoffs.crew import Crew
    from teams.models.team import Team


Chosen = TypeVar("Chosen", Window, Days)


class ContestForm(VerbForm):
    """Why a reading misleads; an empty note takes it back."""

    signal = forms.ChoiceField(choices=[(key, key) for key in BY_KEY], widget=forms.HiddenInput)
    note = text("Why does this mislead?", max_length=2000, required=False)


class PastDayForm(forms.Form):
    """A day that is over and within the team's history."""

    day = forms.DateField(
        label="Day", widget=forms.DateInput(attrs={"type": "date", "list": "ends"})
    )

    def __init__(self, asked: Any, *, team: Team) -> None:
        super().__init__(asked, label_suffix="")
        self.team = team

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        try:
            refuse_unless_over(self.team, day)
        except Invalid as error:
            raise forms.ValidationError(error.sentence) from None
        return day


class DaysForm(forms.Form, Generic[Chosen]):
    """From which day until which day to look."""

    since = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="To and with", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    window: Chosen

    def __init__(self, asked: QueryDict, *, crew: Crew) -> None:
        self.crew = crew
        super().__init__(asked, label_suffix="")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not self.errors:
            try:
                self.window = self._window(given["since"], given["until"])
            except Invalid as error:
                raise forms.ValidationError(error.sentence) from None
        return given

    def chosen(self) -> Chosen:
        """The window that was asked for; the usual one where that can't be."""
        if self.is_valid():
            return self.window
        return self._window(None, None)

    def _window(self, first: date | None, last: date | None) -> Chosen:
        raise NotImplementedError


class WindowForm(DaysForm[Window]):
    """In which days hand-offs are counted; left out, in the window of the report."""

    def _window(self, first: date | None, last: date | None) -> Window:
        return Window.of(self.crew, first, last)


class AwayForm(DaysForm[Days]):
    """In which days absences are looked at; left out, in the next two sprints."""

    def _window(self, first: date | None, last: date | None) -> Days:
        return Days.of(self.crew, first, last)


class ComparisonForm(forms.Form):
    """Two of the reports that the reader may see; the newest and that of the sprint before it."""

    then = forms.ChoiceField()
    now = forms.ChoiceField()

    def __init__(self, asked: QueryDict | None, *, reports: list[HealthReport]) -> None:
        self.reports = {str(report.pk): report for report in reports}
        super().__init__(asked or self._usual(reports), label_suffix="")
        labels = Counter(label_of(report) for report in reports)
        choices = []
        for pk, report in self.reports.items():
            choices.append((pk, label_of(report, is_one_of_many=labels[label_of(report)] > 1)))
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def compared(self) -> Comparison | None:
        """Return the comparison; None while there are no two reports, or these aren't any."""
        if len(self.reports) < 2 or not self.is_valid():
            return None
        return Comparison(*(self.reports[self.cleaned_data[name]] for name in ("then", "now")))

    @property
    def status(self) -> int:
        if len(self.reports) > 1 and self.errors:
            return 400
        return 200

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "now" in given and given["now"] == given.get("then"):
            raise forms.ValidationError("Choose two different reports.")
        return given

    @staticmethod
    def _usual(reports: list[HealthReport]) -> dict[str, str] | None:
        if len(reports) < 2:
            return None
        now, *earlier = reports
        then = next((one for one in earlier if one.sprint_id != now.sprint_id), earlier[0])
        return {"then": str(then.pk), "now": str(now.pk)}


def label_of(report: HealthReport, *, is_one_of_many: bool = False) -> str:
    """Name a report by its moment; of several of the same moment, by when each was computed."""
    if report.sprint:
        after = f", after {report.sprint.project.key} {report.sprint}"
    else:
        after = ""
    computed = f"{timezone.localtime(report.computed_at):%-d %b, %H:%M:%S}"
    return f"{told_of(report.as_of)}{after}{f', computed {computed}' if is_one_of_many else ''}"
