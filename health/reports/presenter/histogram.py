"""A distribution as it is drawn, an SVG in percentages, and as it is read.

It is put together here: in a template the hundreds of bars of a report, with their labels, take
most of its page's time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from django.utils.safestring import SafeString

PLOT, TOP = 78.0, 4.0  # percent of the drawing's height: where bars stand, and what stays free
GAP = 0.08  # of a bin's width
CROWDED = 6  # bins over which only every other one has its label under it
SHARES = ("share", "ratio")
BAR = '<rect class="histogram-{}" x="{}" y="{}" width="{}" height="{}"/>'
FOOT = f'<line class="histogram-foot" x1="0" x2="100%" y1="{PLOT:g}%" y2="{PLOT:g}%"/>'
MARK = f'<line class="range-limit" x1="{{0}}" x2="{{0}}" y1="0" y2="{PLOT:g}%"/>'
TICK = '<text x="{}" y="97%" text-anchor="{}">{}</text>'


@dataclass(frozen=True)
class Histogram:
    content: dict[str, Any]

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """A bin in words with its counts: the drawing's twin."""
        return [one | {"said": self._said(one)} for one in self.content["bins"]]

    @cached_property
    def drawing(self) -> SafeString:
        """Bars, the line they stand on, the marks and what stands under them, within an svg."""
        parts = [*self._bars(), FOOT]
        parts += (MARK.format(one["x"]) for one in self.marks)
        for x, anchor, text in self._ticks():
            parts.append(TICK.format(x, anchor, escape(text)))
        return SafeString("".join(parts))

    def _bars(self) -> Iterator[str]:
        most = max((one["count"] + one["also"] for one in self.rows), default=0) or 1
        width = _percent((1 - 2 * GAP) * self._step)
        for place, one in enumerate(self.rows):
            x = _percent((place + GAP) * self._step)
            high, more = ((PLOT - TOP) * one[name] / most for name in ("count", "also"))
            bar = BAR.format("bar", x, _percent(PLOT - high), width, _percent(high))
            if more:
                bar += BAR.format("also", x, _percent(PLOT - high - more), width, _percent(more))
            yield f"<g><title>{escape(one['said'])}: {escape(self._counts(one))}</title>{bar}</g>"

    def _ticks(self) -> Iterator[tuple[str, str, str]]:
        """What stands under the bars: the ends of bins, or in their middle what they hold."""
        bins = self.content["bins"]
        every = 2 if len(bins) > CROWDED + 2 * self._is_continuous else 1
        if self._is_continuous:
            texts = []
            for end in (bins[0]["low"], *(one["high"] for one in bins)):
                texts.append(self._number(end))
            anchors, aside = ["start", *["middle"] * (len(bins) - 1), "end"], 0.0
        else:
            texts = [one["label"] or _whole(one) for one in bins]
            anchors, aside = ["middle"] * len(bins), 0.5
        for place, (anchor, text) in enumerate(zip(anchors, texts, strict=True)):
            if place % every == 0:
                yield _percent((place + aside) * self._step), anchor, text

    @cached_property
    def marks(self) -> list[dict[str, Any]]:
        """Where a range ends, as a line; one that lies beyond all bins has none."""
        places = []
        for one in self.content["marks"]:
            places.append((self._place(one["at"]), one))
        marks = []
        for place, one in places:
            if place is not None:
                marks.append(
                    {
                        "x": _percent(place * self._step),
                        "says": f"{self._amount(one['at'])}, {one['says']}",
                    }
                )
        return marks

    @property
    def caption(self) -> str:
        """What was counted by what, and what the lines mark."""
        still = sum(one["also"] for one in self.rows)
        told = f"{self.content['n'] - still:,} {self.content['counted']} by {self.content['by']}"
        if still:
            told += f", above in light {still:,} {self.content['also']}"
        if self.marks:
            told += f". Dashed: {'; '.join(one['says'] for one in self.marks)}"
        return f"{told}."

    @property
    def title(self) -> str:
        """What its table holds."""
        ends = "; a row holds its upper end" if self._is_continuous else ""
        return f"{self.content['counted'].capitalize()} by {self.content['by']}{ends}."

    @property
    def label(self) -> str:
        """The drawing in words, for who can't see it."""
        fullest = max(self.rows, key=lambda one: one["count"] + one["also"])
        return f"{self.caption} Most lie in {fullest['said']}: {self._counts(fullest)}."

    @property
    def _is_continuous(self) -> bool:
        first = self.content["bins"][0]
        return not first["label"] and self.content["unit"] not in WHOLE

    @property
    def _step(self) -> float:
        return 100 / len(self.content["bins"])

    def _counts(self, one: dict[str, Any]) -> str:
        if one["also"]:
            more = f", {one['also']} {self.content['also']}"
        else:
            more = ""
        return f"{one['count']:,} {self.content['counted']}{more}"

    def _said(self, one: dict[str, Any]) -> str:
        if not self._is_continuous:
            return one["label"] or _whole(one)
        ends = f"{self._number(one['low'])}–{self._number(one['high'])}"
        if self.content["unit"] in SHARES:
            return f"{ends} %"
        return ends

    def _number(self, value: float) -> str:
        if self.content["unit"] in SHARES:
            return f"{100 * value:.4g}"
        if value == 0.5:
            return "½"
        return f"{value:g}"

    def _amount(self, value: float) -> str:
        if self.content["unit"] in SHARES:
            unit = "%"
        else:
            unit = self.content["unit"]
        if unit == "%":
            rounded = round(100 * value) / 100
        else:
            rounded = round(value, 1)
        return f"{self._number(rounded)} {unit[:-1] if value == 1 and unit != '%' else unit}"

    def _place(self, at: float) -> float | None:
        aside = 0.0 if self._is_continuous else 0.5
        for place, one in enumerate(self.content["bins"]):
            low, high = one["low"] - aside, one["high"] + aside
            if low <= at <= high:
                return float(place + (at - low) / (high - low))
        return None


WHOLE = ("stories", "returns")


def _whole(one: dict[str, Any]) -> str:
    low, high = (f"{one[name]:g}".replace("-", "−") for name in ("low", "high"))
    if low == high:
        return low
    if "−" in low:
        return f"{low} to {high}"
    return f"{low}–{high}"


def _percent(value: float) -> str:
    return f"{value:.2f}%"
