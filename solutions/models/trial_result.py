"""What the numbers of a verdict say: the difference, its interval and the grade of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import floor, log10, sqrt
from typing import TYPE_CHECKING, Any, Self

from numerics.statistics.groups import split_p_value, welch
from numerics.statistics.interval import Interval
from numerics.statistics.proportions import newcombe
from solutions.models.trial_design import OF_VALUE, Better, Comparison, MeasuredAs
from solutions.refusals import TrialNumbersUnfit

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUPS = ("new", "compared")
MEASURES = ("mean", "se", "sd", "hits", "n")
NUMBERS = tuple(f"{group}_{measure}" for group in GROUPS for measure in MEASURES)
GRADES = {
    Comparison.NOTHING: 0,
    Comparison.BEFORE_AFTER: 1,
    Comparison.CONTROL_PERIOD: 2,
    Comparison.COMPARISON_GROUP: 3,
    Comparison.RANDOM_GROUPS: 4,
}
MOST_OF_BROKEN_SPLIT = 1  # the grade of groups that weren't drawn as planned
NOT_AS_PLANNED = 0.001  # chi-square below which they weren't
CALLED = {
    Comparison.BEFORE_AFTER: ("After", "Before"),
    Comparison.CONTROL_PERIOD: ("Trial", "Control period"),
    Comparison.COMPARISON_GROUP: ("Trial", "Comparison group"),
    Comparison.RANDOM_GROUPS: ("New", "As it was"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """What was seen in one group or time: a mean with its error, or hits among n."""

    mean: float | None = None
    se: float | None = None
    sd: float | None = None
    hits: int | None = None
    n: int | None = None

    @property
    def value(self) -> float:
        """The mean, or the share in percent."""
        if self.hits is not None and self.n:
            return 100 * self.hits / self.n
        assert self.mean is not None
        return self.mean

    @property
    def error(self) -> float:
        """The standard error of a mean."""
        if self.se is None:
            assert self.sd is not None
            assert self.n is not None
            return self.sd / sqrt(self.n)
        return self.se


@dataclass(frozen=True)
class TrialResult:
    """The groups of one trial by its design."""

    environment: str
    comparison: str
    measured_as: str
    better: str
    unit: str
    threshold: float | None
    smallest_effect: float | None
    planned_share: float | None
    new: Group | None
    compared: Group | None

    @classmethod
    def of(cls, design: Mapping[str, Any], numbers: Mapping[str, Any]) -> Self:
        """Make it of the fields of a trial and of the numbers given; refuse what doesn't fit."""
        row = {name: design[name] for name in DESIGNED}
        groups = []
        for name in GROUPS:
            given = {measure: numbers.get(f"{name}_{measure}") for measure in MEASURES}
            groups.append(_group(name, given, row["measured_as"]))
        result = cls(**row, new=groups[0], compared=groups[1])
        result._refuse_halves()
        return result

    def _refuse_halves(self) -> None:
        if self.compared and not self.new:
            raise TrialNumbersUnfit("Say what was seen in the trial itself as well.", "new_n")
        if self.compared and self.comparison == Comparison.NOTHING:
            raise TrialNumbersUnfit("By its design it is compared with nothing.", "compared_n")
        if self.comparison == Comparison.RANDOM_GROUPS:
            for name, group in (("new", self.new), ("compared", self.compared)):
                if group and group.n is None:
                    raise TrialNumbersUnfit("Say how many were in each group.", f"{name}_n")

    @property
    def is_of_shares(self) -> bool:
        return self.measured_as == MeasuredAs.SHARE

    @property
    def called(self) -> str:
        """The unit of the difference; where nothing is compared, of the value itself."""
        if not self.is_of_shares:
            return self.unit
        return "%" if self.comparison == Comparison.NOTHING else "percentage points"

    @property
    def names(self) -> tuple[str, str]:
        return CALLED.get(Comparison(self.comparison), ("Trial", ""))

    @cached_property
    def interval(self) -> Interval | None:
        """That of the trial minus what it is compared with, at 90 %."""
        one, two = self.new, self.compared
        if one is None or two is None:
            return None
        if self.is_of_shares:
            shares = newcombe((one.hits or 0, two.hits or 0), (one.n or 1, two.n or 1))
            return Interval(100 * shares.low, 100 * shares.high)
        sizes = None
        if one.n and two.n:
            sizes = (float(one.n), float(two.n))
        return welch((one.value, two.value), (one.error, two.error), sizes)

    @property
    def difference(self) -> float | None:
        if self.new is None or self.compared is None:
            return None
        return self.new.value - self.compared.value

    @property
    def gain(self) -> float | None:
        """By how much it is better; less than nothing is worse."""
        if self.difference is None:
            return None
        return self.difference if self.better == Better.HIGHER else -self.difference

    @property
    def gain_interval(self) -> Interval | None:
        if self.interval is None or self.better == Better.HIGHER:
            return self.interval
        return Interval(-self.interval.high, -self.interval.low)

    @property
    def split_p_value(self) -> float | None:
        """How likely the counts of the two groups are, as they were planned."""
        if self.new is None or self.compared is None or self.planned_share is None:
            return None
        counts = (float(self.new.n or 0), float(self.compared.n or 0))
        return split_p_value(counts, self.planned_share / 100)

    @property
    def is_split_as_planned(self) -> bool:
        return self.split_p_value is None or self.split_p_value >= NOT_AS_PLANNED

    @property
    def grade(self) -> int | None:
        """That of its evidence, by the design; None where the place says nothing of value."""
        if self.environment not in OF_VALUE:
            return None
        if self.difference is None:
            return 0
        grade = GRADES[Comparison(self.comparison)]
        return grade if self.is_split_as_planned else min(grade, MOST_OF_BROKEN_SPLIT)

    @property
    def sentences(self) -> list[str]:
        """What the numbers say, in words; nothing where there are none."""
        told = [self._difference(), self._threshold(), self._smallest(), self._split()]
        return [sentence for sentence in told if sentence]

    def _difference(self) -> str:
        interval, gain = self.interval, self.gain
        if interval is None or self.difference is None or gain is None:
            return ""
        way = "better" if gain > 0 else "worse"
        method = "Newcombe" if self.is_of_shares else "Welch"
        told = f"The difference is {signed(self.difference)}{spaced(self.called)}"
        told += f", {way}" if gain else ""
        return (
            f"{told}; its 90 % interval reaches from {signed(interval.low)} to "
            f"{signed(interval.high)} ({method})."
        )

    def _threshold(self) -> str:
        if self.threshold is None or self.gain_interval is None:
            return ""
        if not self.gain_interval.holds(self.threshold):
            return ""
        return (
            f"The interval includes the threshold, better by {plain(self.threshold)}"
            f"{spaced(self.called)}: from these numbers alone it may lie on either side."
        )

    def _smallest(self) -> str:
        if self.smallest_effect is None or self.interval is None:
            return ""
        if max(abs(self.interval.low), abs(self.interval.high)) >= self.smallest_effect:
            return ""
        return (
            "All of the interval is smaller than the smallest effect that matters, "
            f"{plain(self.smallest_effect)}{spaced(self.called)}."
        )

    def _split(self) -> str:
        if self.is_split_as_planned or self.new is None or self.compared is None:
            return ""
        return (
            f"The groups aren't as planned: {self.new.n} and {self.compared.n} where "
            f"{plain(self.planned_share or 0)} % were to be in the first (chi-square, p < 0.001). "
            "What compares them can't be trusted, so its grade is 1 at most."
        )


DESIGNED = (
    "environment",
    "comparison",
    "measured_as",
    "better",
    "unit",
    "threshold",
    "smallest_effect",
    "planned_share",
)


def _group(name: str, given: dict[str, Any], measured_as: str) -> Group | None:
    """Return the group that the numbers make; None of none at all."""
    if all(value is None for value in given.values()):
        return None
    if measured_as == MeasuredAs.SHARE:
        _refuse_unfit_share(name, given)
    else:
        _refuse_unfit_mean(name, given)
    return Group(**given)


def _refuse_unfit_share(name: str, given: dict[str, Any]) -> None:
    for measure in ("mean", "se", "sd"):
        if given[measure] is not None:
            raise TrialNumbersUnfit("A share is given by counts alone.", f"{name}_{measure}")
    for measure in ("hits", "n"):
        if given[measure] is None:
            raise TrialNumbersUnfit("A share needs both counts.", f"{name}_{measure}")
    if not 0 <= given["hits"] <= given["n"] or given["n"] < 1:
        raise TrialNumbersUnfit("There can't be more of them than all.", f"{name}_hits")


def _refuse_unfit_mean(name: str, given: dict[str, Any]) -> None:
    if given["hits"] is not None:
        raise TrialNumbersUnfit("A mean isn't given by hits.", f"{name}_hits")
    if given["mean"] is None:
        raise TrialNumbersUnfit("Give the mean.", f"{name}_mean")
    if given["se"] is None and (given["sd"] is None or given["n"] is None):
        raise TrialNumbersUnfit(
            "Give its standard error, or the standard deviation and n.", f"{name}_se"
        )
    for measure in ("se", "sd"):
        if given[measure] is not None and given[measure] < 0:
            raise TrialNumbersUnfit("A spread is never below 0.", f"{name}_{measure}")
    if given["n"] is not None and given["n"] < 2:
        raise TrialNumbersUnfit("A mean with a spread is of two or more.", f"{name}_n")


def plain(value: float) -> str:
    """Four digits, as people read them."""
    if value == 0:
        return "0"
    digits = 3 - floor(log10(abs(value)))
    told = f"{round(value, digits):.{max(0, digits)}f}"
    if "." in told:
        told = told.rstrip("0").rstrip(".")
    return told.replace("-", "−")


def signed(value: float) -> str:
    """With its sign, as a difference is read."""
    return f"+{plain(value)}" if value > 0 else plain(value)


def spaced(unit: str) -> str:
    return f" {unit}" if unit else ""
