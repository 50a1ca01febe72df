"""An outlook in sentences, and drawn: the template only shows it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from web.axis import ValueAxis
from web.templatetags.numbers import about, amount, chance, compact, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerics.economics.outlook import Net, Outlook
    from numerics.statistics.interval import Interval
    from value.economics.reading import SolutionEconomics

INPUTS = {
    "value": "value a month at full use",
    "ramp": "months until full use",
    "run_cost": "run cost a month",
    "lasts": "months it lasts",
    "build_cost": "build cost",
}
LEAST_SHARE = 0.05  # what moves it less isn't named in the sentence


def money(value: float, currency: str) -> str:
    return str(amount(about(value), currency))


def between(interval: Interval, currency: str) -> str:
    return f"{money(interval.low, '')} and {money(interval.high, currency)}"


def months(value: float) -> str:
    """How many, or that they are never over."""
    if not isfinite(value):
        return "not reached"
    return f"{value:.1f} months" if value < 10 else f"{value:.0f} months"


@dataclass(frozen=True, slots=True)
class InputRow:
    """An input as the table tells it; its share is that of the spread that it explains."""

    name: str
    ends: tuple[float, float] | None
    share: float | None


def input_rows(of: SolutionEconomics) -> list[InputRow]:
    ends = of.ends
    shares = of.outlook.hangs_on if of.outlook else {}
    rows = []
    for name, words in INPUTS.items():
        rows.append(InputRow(words, ends[name], shares.get(name)))
    return rows


class OutlookWords:
    """What is said first of an outlook."""

    def __init__(self, outlook: Outlook, currency: str) -> None:
        self.outlook, self.currency = outlook, currency

    @property
    def sentences(self) -> list[str]:
        last = self.outlook.nets[-1]
        said = [self._net(last), *[self._net(net) for net in self.outlook.nets[:-1]]]
        return [*said, self._loss(), self._break_even(), self._hangs_on()]

    @property
    def parts(self) -> list[tuple[str, float]]:
        """What it hangs on, by name, the most first."""
        rows = sorted(self.outlook.hangs_on.items(), key=lambda row: -row[1])
        return [(INPUTS[name], share) for name, share in rows]

    def _net(self, net: Net) -> str:
        return (
            f"{net.months} months after its first use it has brought between "
            f"{between(net.interval, self.currency)} (90 %), "
            f"{money(net.median, self.currency)} in the middle, "
            "less what it costs to build and to run."
        )

    def _loss(self) -> str:
        told = [f"{chance(net.loss)} after {net.months} months" for net in self.outlook.nets]
        return f"The chance of a loss is {' and '.join(told)}."

    def _break_even(self) -> str:
        reached, interval = self.outlook.reached, self.outlook.break_even_interval
        if not reached:
            return "Its cost is earned back in no draw while it lasts: not reached."
        return (
            f"Its cost is earned back while it lasts with a chance of {chance(reached)}. "
            f"Break-even: {months(self.outlook.break_even)} in the middle, and with 90 % certainty "
            f"between {months(interval.low)} and {months(interval.high)}."
        )

    def _hangs_on(self) -> str:
        named = []
        for name, share in self.parts:
            if share > LEAST_SHARE:
                named.append(f"{name} ({percent(share)})")
        if not named:
            return "It hangs on nothing: every input is known."
        return f"It hangs most on {', then on '.join(named)}."


class MoneyChart:
    """Net value over the months after first use: the middle, and where 90 % of the draws lie."""

    def __init__(self, outlook: Outlook) -> None:
        self.curve = outlook.curve
        values = [0.0]
        for net in self.curve:
            values += [net.interval.low, net.interval.high]
        self.axis = ValueAxis.over(values)

    @property
    def grid(self) -> list[tuple[str, str]]:
        return [(f"{self.axis.at(value):.2f}%", compact(value)) for value in self.axis.ticks]

    @property
    def nought(self) -> str:
        return f"{self.axis.at(0):.2f}%"

    @property
    def band(self) -> str:
        lows = [(net, net.interval.low) for net in self.curve]
        highs = [(net, net.interval.high) for net in self.curve]
        return f"{self._path([*lows, *reversed(highs)])}Z"

    @property
    def middle(self) -> str:
        return self._path([(net, net.median) for net in self.curve])

    @property
    def labels(self) -> list[tuple[str, str, str]]:
        """Every half year with its place and how it stands there."""
        labels = []
        for net in self.curve:
            if net.months % 6 == 0:
                anchor = "end" if net.months == self.curve[-1].months else "middle"
                labels.append((f"{self._x(net):.2f}%", str(net.months), anchor))
        return labels

    def _path(self, points: Sequence[tuple[Net, float]]) -> str:
        places = [f"{self._x(net):.2f} {self.axis.at(value):.2f}" for net, value in points]
        return "M" + "L".join(places)

    def _x(self, net: Net) -> float:
        return 100 * net.months / self.curve[-1].months
