"""A distribution as it is drawn and as it is read: bars in percentages, and their table."""

from dataclasses import dataclass
from functools import cached_property

PLOT, TOP = 78.0, 4.0  # percent of the drawing's height: where bars stand, and what stays free
GAP = 0.08  # of a bin's width
CROWDED = 6  # bins over which only every other one has its label under it
SHARES = ("share", "ratio")


@dataclass(frozen=True)
class Histogram:
    content: dict

    @cached_property
    def rows(self) -> list[dict]:
        """A bin in words with its counts: the drawing's twin."""
        return [one | {"said": self._said(one)} for one in self.content["bins"]]

    @cached_property
    def bars(self) -> list[dict]:
        most = max((one["count"] + one["also"] for one in self.rows), default=0) or 1
        return [self._bar(place, one, most) for place, one in enumerate(self.rows)]

    def _bar(self, place: int, one: dict, most: int) -> dict:
        high, more = ((PLOT - TOP) * one[name] / most for name in ("count", "also"))
        return {
            "x": _percent((place + GAP) * self._step),
            "width": _percent((1 - 2 * GAP) * self._step),
            "y": _percent(PLOT - high),
            "height": _percent(high),
            "also_y": _percent(PLOT - high - more),
            "also_height": more and _percent(more),
            "title": f"{one['said']}: {self._counts(one)}",
        }

    @cached_property
    def ticks(self) -> list[dict]:
        """What stands under the bars: the ends of bins, or in their middle what they hold."""
        bins = self.content["bins"]
        every = 2 if len(bins) > CROWDED + 2 * self._is_continuous else 1
        if not self._is_continuous:
            texts = [one["label"] or _whole(one) for one in bins]
            return [
                {"x": _percent((place + 0.5) * self._step), "anchor": "middle", "text": text}
                for place, text in enumerate(texts)
                if place % every == 0
            ]
        ends = [bins[0]["low"], *(one["high"] for one in bins)]
        anchors = ["start", *["middle"] * (len(bins) - 1), "end"]
        return [
            {"x": _percent(place * self._step), "anchor": anchor, "text": self._number(end)}
            for place, (end, anchor) in enumerate(zip(ends, anchors, strict=True))
            if place % every == 0
        ]

    @cached_property
    def marks(self) -> list[dict]:
        """Where a range ends, as a line; one that lies beyond all bins has none."""
        places = [(self._place(one["at"]), one) for one in self.content["marks"]]
        return [
            {"x": _percent(place * self._step), "says": f"{self._amount(one['at'])}, {one['says']}"}
            for place, one in places
            if place is not None
        ]

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

    def _counts(self, one: dict) -> str:
        more = f", {one['also']} {self.content['also']}" if one["also"] else ""
        return f"{one['count']:,} {self.content['counted']}{more}"

    def _said(self, one: dict) -> str:
        if not self._is_continuous:
            return one["label"] or _whole(one)
        ends = f"{self._number(one['low'])}–{self._number(one['high'])}"
        return f"{ends} %" if self.content["unit"] in SHARES else ends

    def _number(self, value: float) -> str:
        if self.content["unit"] in SHARES:
            return f"{100 * value:.4g}"
        return "½" if value == 0.5 else f"{value:g}"

    def _amount(self, value: float) -> str:
        unit = "%" if self.content["unit"] in SHARES else self.content["unit"]
        rounded = round(100 * value) / 100 if unit == "%" else round(value, 1)
        return f"{self._number(rounded)} {unit[:-1] if value == 1 and unit != '%' else unit}"

    def _place(self, at: float) -> float | None:
        aside = 0.0 if self._is_continuous else 0.5
        for place, one in enumerate(self.content["bins"]):
            low, high = one["low"] - aside, one["high"] + aside
            if low <= at <= high:
                return place + (at - low) / (high - low)
        return None


WHOLE = ("stories", "returns")


def _whole(one: dict) -> str:
    low, high = (f"{one[name]:g}".replace("-", "−") for name in ("low", "high"))
    return low if low == high else f"{low} to {high}" if "−" in low else f"{low}–{high}"


def _percent(value: float) -> str:
    return f"{value:.2f}%"
