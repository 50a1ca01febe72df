"""One signal of a report, with what its drawing and its words need."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from health.models.reading import Said
from health.reports.building import ROUNDS, trend_in_words
from health.reports.presenter.evidence import EvidenceRow, shown
from health.reports.presenter.histogram import Histogram
from health.reports.presenter.scale import Scale, on_a_scale
from health.reports.presenter.words import likely, said, spread_in_words
from health.signals.measurement import State
from health.signals.signal import Signal
from numerics.statistics.trends import OF_SPRINTS
from web.templatetags.figures import sparkline

# The class that gives a state its colour, where it isn't its name.
SHAPES = {"not_enough_data": "insufficient", "suppressed": "insufficient", "split": "unclear"}
UNTESTED = "No trend of this signal is tested; the line is for looking."
JUDGED_FROM = 13  # sprints, where a trend is
WITHIN = "{:.0f} % that it lies within; a state is said from 80 % on"


@dataclass(frozen=True)
class SignalPresenter:
    """One signal of the report, with what its drawing and its words need."""

    signal: Signal
    content: dict[str, Any]
    reading: Said | None
    before: Said | None
    titles: dict[tuple[str, int], str]
    origin: str = ""  # of all it is drawn from that it shares with the report's other signals

    @cached_property
    def drawn(self) -> SafeString:
        """All of it that is the same for every reader, drawn once for what it is drawn from.

        Nothing in it depends on who reads but which titles they see, and those are what it is
        drawn from: who may read at all was decided before, and the form to contest it stands
        beside it.
        """
        noted = self.reading and (self.reading.contest_note, self.reading.contester)
        known = [self.origin, self.signal.key, noted, self.before and self.before.value]
        key = hashlib.sha256(orjson.dumps(known)).hexdigest()
        drawn: SafeString | None = caches["drawings"].get(key)
        if drawn is None:
            drawn = self._draw()
            caches["drawings"].set(key, drawn)
        return drawn

    def _draw(self) -> SafeString:
        return render_to_string("health/health/_reading.html", {"shown": self})

    @property
    def shape(self) -> str:
        return SHAPES.get(self.state, self.state)

    @property
    def state(self) -> str:
        state: str = self.content["state"]
        return state

    @property
    def needs_attention(self) -> bool:
        return self.state == State.ATTENTION or self.is_alert

    @property
    def is_known(self) -> bool:
        """Whether there is anything to read but that there isn't."""
        return self.state != State.TOO_LITTLE

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
        chance, where = None, ""
        if self.state == State.HEALTHY:
            chance, where = self.content["chance_healthy"], "within"
        elif self.state == State.ATTENTION:
            chance, where = self.content["chance_attention"], "outside"
        parts = []
        if chance is not None:
            of_two = self.signal.sure_of and self.signal.sure_of[where == "outside"]
            parts.append(f"{likely(chance)} likely {of_two or f'to lie {where} its range'}")
        if self.content["value"] is not None and self.spread:
            parts.append(f"90 % sure: {self.spread}")
        if parts:
            return f"{'; '.join(parts)} (n = {self.content['n']})."
        return ""

    @property
    def trend(self) -> str:
        trend = self.content["trend"]
        if trend is None:
            known = sum(point["value"] is not None for point in self.content["series"])
            if known >= JUDGED_FROM:
                return UNTESTED
            return "A trend needs thirteen sprints."
        if not trend["stands"]:
            return f"No change {trend.get('over', OF_SPRINTS)} that stands out from chance."
        return trend_in_words(self.signal, trend)

    @cached_property
    def change(self) -> str:
        """How the value differs from the report before, in words; neither is judged by it.

        A round of the pulse stands beside those of its own kind alone, in the line.
        """
        if (
            self.signal.unit == ROUNDS
            or self.before is None
            or None in (self.before.value, self.content["value"])
        ):
            return ""
        was, now = self.said(self.before.value), self.value
        if was == now:
            return f"unchanged from {was}"
        return f"{was} in the report before"

    @cached_property
    def scale(self) -> Scale | None:
        """The value and its interval on their scale; nothing where there is none."""
        interval, value = self.content["interval"], self.content["value"]
        if not interval or value is None:
            return None
        label = f"{self.value}, 90 % sure between {self.spread}"
        return on_a_scale(self.signal.unit, value, interval, self.content["range"] or {}, label)

    @cached_property
    def past(self) -> SafeString:
        """The series as a line; one point is no line."""
        values = [point["value"] for point in self.content["series"]]
        if len(values) - values.count(None) < 2:
            return SafeString()
        return sparkline(values, self.trend)

    @property
    def rounds(self) -> str:
        """What a point of the series stands for."""
        return "rounds" if self.signal.unit == ROUNDS else "sprints"

    @property
    def facts(self) -> dict[str, str]:
        """How it is measured, as terms and what they are here."""
        one, content = self.signal, self.content
        if content["range"]:
            source = f" ({content['range']['source']})"
        else:
            source = ""
        chance = content["chance_healthy"]
        told = {
            "Window": one.window,
            "Sample": f"{one.sample}; here {content['n']}",
            "Interval": one.interval,
            "Well within": f"{one.range}{source}",
            "How sure": "" if chance is None else WITHIN.format(100 * chance),
            "Trend": self.trend,
            "Distribution": one.shape[:1].upper() + one.shape[1:],
            "Known gaming": one.gaming,
            "Limits": one.limits,
        }
        return {term: said for term, said in told.items() if said}

    @cached_property
    def histogram(self) -> Histogram | None:
        """How what was counted is spread; reports of before it was kept have none."""
        told = self.content.get("distribution")
        if told:
            return Histogram(told)
        return None

    @property
    def points(self) -> Iterator[tuple[str, str, int]]:
        """The series as rows of a table: the twin of its drawing."""
        for one in self.content["series"]:
            yield one["label"], self.said(one["value"]), one["n"]

    @cached_property
    def evidence(self) -> list[dict[str, Any]]:
        evidence = []
        for one in self.content["evidence"]:
            if one["count"]:
                rows = [self._row(one["model"], row) for row in one["rows"]]
                more = one["count"] - len(one["rows"])
                evidence.append(
                    {"why": one["why"], "count": one["count"], "more": more, "rows": rows}
                )
        return evidence

    def _row(self, model: str, row: dict[str, Any]) -> EvidenceRow:
        titles = []
        for name in ("id", "other"):
            titles.append(self.titles.get((model, row.get(name, 0)), ""))
        return shown(model, row, *titles)
