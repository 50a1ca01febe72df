"""A report as a person reads it: what needs attention first, then the rest by dimension."""

from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from itertools import groupby

from defusedcsv import csv
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from metrics.models import HealthReport, Reading, SuccessMetric
from metrics.reports.evidence import drawn
from metrics.reports.histogram import Histogram
from metrics.reports.making import trend_in_words
from metrics.signals.catalogue import BY_KEY
from metrics.signals.measurement import State
from metrics.signals.signal import DIMENSIONS, Signal
from metrics.signals.words import days, percent
from projects.models import Hypothesis, Theme
from sprints.models import Action
from stories.models import Story

SHARES = ("share", "ratio")
TITLED = {
    "story": (Story, "title"),
    "theme": (Theme, "title"),
    "action": (Action, "title"),
    "hypothesis": (Hypothesis, "prediction"),
    "success_metric": (SuccessMetric, "name"),
}
SAID = {
    "share": percent,
    "ratio": percent,
    "working days": days,
    "factor": "{:.1f}".format,
    "minutes": "{:.0f} min".format,
    "points of 7": "{:.1f}".format,
}


@dataclass(frozen=True)
class SignalShown:
    """One signal of the report, with what its drawing and its words need."""

    signal: Signal
    content: dict
    reading: Reading | None
    earlier: tuple[Reading, ...]
    titles: dict

    @property
    def state(self) -> str:
        return self.content["state"]

    @property
    def needs_attention(self) -> bool:
        return self.state == State.ATTENTION or self.is_alert

    @property
    def is_alert(self) -> bool:
        return bool(self.content["trend"] and self.content["trend"]["alert"])

    @property
    def value(self) -> str:
        return self.said(self.content["value"])

    @property
    def spread(self) -> str:
        interval = self.content["interval"] or {}
        return spread_in_words(self.signal.unit, interval.get("low"), interval.get("high"))

    def said(self, value: float | None) -> str:
        return said(self.signal.unit, value)

    @property
    def sureness(self) -> str:
        """How likely the state is, and on how much that rests; nothing where nothing is known."""
        chance, where = {
            State.HEALTHY: (self.content["chance_healthy"], "within"),
            State.ATTENTION: (self.content["chance_attention"], "outside"),
        }.get(self.state, (None, ""))
        parts = []
        if chance is not None:
            parts.append(f"{likely(chance)} likely to lie {where} its range")
        if self.content["value"] is not None and self.spread:
            parts.append(f"90 % sure: {self.spread}")
        return f"{'; '.join(parts)} (n = {self.content['n']})." if parts else ""

    @property
    def trend(self) -> str:
        trend = self.content["trend"]
        if trend is None:
            return "A trend needs thirteen sprints."
        if not trend["stands"]:
            return (
                "No change that stands out from chance: the last three sprints against ten before."
            )
        return trend_in_words(self.signal, trend)

    @cached_property
    def change(self) -> str:
        """How the value differs from the report before, in words; neither is judged by it."""
        before = self.earlier[0] if self.earlier else None
        if before is None or before.value is None or self.content["value"] is None:
            return ""
        was, now = self.said(before.value), self.value
        return f"unchanged from {was}" if was == now else f"{was} in the report before"

    @cached_property
    def drawing(self) -> dict | None:
        """The interval on its scale as percentages, with the good range behind it."""
        interval, reach = self.content["interval"], self.content["range"] or {}
        if not interval or self.content["value"] is None:
            return None
        ends = [interval["low"], interval["high"], self.content["value"], reach.get("high")]
        most = max(
            [1.0 if self.signal.unit in SHARES else 0.0, *(v for v in ends if v is not None)]
        )
        most *= 1.0 if self.signal.unit == "share" else 1.15
        at = lambda v: f"{min(100.0, max(0.0, 100 * v / (most or 1))):.2f}%"  # noqa: E731
        high = most if interval["high"] is None else interval["high"]
        good_low, good_high = reach.get("low") or 0.0, reach.get("high")
        return {
            "start": at(interval["low"]),
            "width": at(max(high - interval["low"], 0.01 * most)),
            "point": at(self.content["value"]),
            "good_start": good_high is not None and at(good_low),
            "good_width": good_high is not None and at(good_high - good_low),
            "least": "0 days" if self.signal.unit == "working days" else self.said(0.0),
            "most": self.said(most),
            "label": f"{self.value}, 90 % sure between {self.spread}",
        }

    @property
    def series(self) -> list:
        return [point["value"] for point in self.content["series"]]

    @cached_property
    def histogram(self) -> Histogram | None:
        """How what was counted is spread; reports of before it was kept have none."""
        told = self.content.get("distribution")
        return Histogram(told) if told else None

    @property
    def points(self) -> list[dict]:
        """The series as a table: the twin of its drawing."""
        return [point | {"said": self.said(point["value"])} for point in self.content["series"]]

    @cached_property
    def evidence(self) -> list[dict]:
        return [
            {
                "why": one["why"],
                "count": one["count"],
                "more": one["count"] - len(one["rows"]),
                "rows": format_html_join(
                    "", "{}", ((self._row(one["model"], row),) for row in one["rows"])
                ),
            }
            for one in self.content["evidence"]
            if one["count"]
        ]

    def _row(self, model: str, row: dict) -> SafeString:
        titles = [self.titles.get((model, row.get(name)), "") for name in ("id", "other")]
        return drawn(row, *titles)


def said(unit: str, value: float | None) -> str:
    """Say a value in its unit."""
    return "–" if value is None else SAID[unit](value)


def spread_in_words(unit: str, low: float | None, high: float | None) -> str:
    """Say an interval, whose upper end may be open; nothing where there is none."""
    if low is None:
        return ""
    return (
        f"at least {said(unit, low)}"
        if high is None
        else f"{said(unit, low)} to {said(unit, high)}"
    )


def difference_in_words(unit: str, *amounts: float) -> str:
    """Say a difference, or from which to which it goes; that of two shares is told in points."""
    is_share = SAID[unit] is percent
    said_now = [f"{100 * one:+.0f}" if is_share else f"{one:+.1f}" for one in amounts]
    if all(float(one) == 0 for one in said_now):
        return "none"
    noun = "points" if is_share else "days" if unit == "working days" else ""
    return f"{' to '.join(said_now)} {noun}".strip().replace("-", "−")


def likely(chance: float) -> str:
    """Say a chance; nothing that is estimated is sure."""
    return "over 99 %" if chance > 0.99 else percent(chance)


class ReportShown:
    """A report with its signals in the order of reading."""

    def __init__(self, report: HealthReport, readings):
        self.report = report
        self.content = report.content
        self._readings = list(readings)
        self._own = {one.signal: one for one in self._readings if one.report_id == report.pk}

    @cached_property
    def signals(self) -> list[SignalShown]:
        titles = self._titles()
        return [
            SignalShown(
                BY_KEY[one["key"]],
                one,
                self._own.get(one["key"]),
                tuple(self._before(one["key"])),
                titles,
            )
            for one in self.content["signals"]
            if one["key"] in BY_KEY
        ]

    @cached_property
    def attention(self) -> list[SignalShown]:
        return [one for one in self.signals if one.needs_attention]

    @cached_property
    def rest(self) -> list[tuple[str, list[SignalShown]]]:
        calm = [one for one in self.signals if not one.needs_attention]
        calm.sort(key=lambda one: list(DIMENSIONS.values()).index(one.signal.dimension))
        groups = groupby(calm, key=lambda one: one.signal.dimension)
        return [(dimension, list(group)) for dimension, group in groups]

    @property
    def calm_in_words(self) -> str:
        """How the signals stand that don't need attention: 5 healthy, 3 unclear."""
        states = [one.state for one in self.signals if not one.needs_attention]
        counts = [(State(state), states.count(state)) for state in dict.fromkeys(states)]
        counts.sort(key=lambda one: list(State).index(one[0]))
        return ", ".join(f"{count} {state.label.lower()}" for state, count in counts)

    @cached_property
    def earlier(self) -> list[dict]:
        """The reports before this one, each with how many of its signals needed attention."""
        rows = []
        for report, group in groupby(self._readings, key=lambda reading: reading.report):
            if report.pk != self.report.pk:
                states = [reading.state for reading in group]
                rows.append({"report": report, "attention": states.count(State.ATTENTION)})
        return rows

    def _before(self, key: str):
        return (
            one for one in self._readings if one.signal == key and one.report_id != self.report.pk
        )

    def _titles(self) -> dict:
        """What stories and themes are called today; a report itself holds their keys alone."""
        named = {name: set() for name in TITLED}
        for one in self.content["signals"]:
            for evidence in one["evidence"]:
                if evidence["model"] in named:
                    named[evidence["model"]] |= {
                        row[name] for row in evidence["rows"] for name in ("id", "other")
                        if name in row
                    }  # fmt: skip
        first, *others = (
            model.objects.filter(pk__in=named[name])
            .values_list(Value(name), "pk", Cast(field, TextField()))
            .order_by()
            for name, (model, field) in TITLED.items()
        )
        return {(model, pk): title for model, pk, title in first.union(*others)}


def as_csv(report: HealthReport) -> str:
    """Return the report as a table: a line a signal, then a line a remark on the data.

    A leading = is no formula in it.
    """
    file = StringIO()
    table = csv.writer(file)
    notes = dict(report.readings.contested().values_list("signal", "contest_note"))
    table.writerow(
        ["signal", "name", "dimension", "state", "value", "low", "high", "unit", "n", "range_low",
         "range_high", "says", "action", "evidence", "contested"]
    )  # fmt: skip
    for one in report.content["signals"]:
        signal = BY_KEY[one["key"]]
        interval, reach = one["interval"] or {}, one["range"] or {}
        rows = [row for part in one["evidence"] for row in part["rows"]]
        keys = [row[name] for row in rows for name in ("key", "other_key") if name in row]
        table.writerow(
            [one["key"], signal.name, signal.dimension, one["state"], one["value"],
             interval.get("low"), interval.get("high"), signal.unit, one["n"], reach.get("low"),
             reach.get("high"), one["says"] or one["why_not"], one["action"], " ".join(keys),
             notes.get(one["key"], "")]
        )  # fmt: skip
    for one in report.content.get("data", []):
        keys = [row["key"] for part in one["evidence"] for row in part["rows"]]
        table.writerow(
            [one["kind"], "About the data", "", "", one["count"], *[""] * 6, one["says"], "",
             " ".join(keys)]
        )  # fmt: skip
    return file.getvalue()
