"""Values made from a contract: what it allows, at the edges above all, and what it forbids."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import singledispatch
from itertools import cycle, islice
from math import inf, nan
from pathlib import Path
from typing import Any

import numpy as np

from numerics.contracts import (
    Array,
    Contract,
    Each,
    Either,
    Flag,
    Function,
    Instance,
    Mapped,
    Maybe,
    Number,
    OneOf,
    Positions,
)
from numerics.economics.elicited import Elicited
from numerics.economics.outlook import Inputs
from numerics.forecasting import (
    CountForecast,
    Forecast,
    History,
    Recalibration,
    Replayed,
    SprintRecord,
    Standing,
    WhenForecast,
    replay_points,
)
from numerics.forecasting.ranges import Range
from numerics.statistics.calendar import WorkingCalendar
from numerics.statistics.interval import Interval
from numerics.statistics.pace import Lifetimes
from numerics.statistics.rates import rate_ratio
from numerics.statistics.survival import Survival, fit
from numerics.statistics.trends import Change

LITTLE, MUCH = 1e-6, 100


@dataclass
class Making:
    """How long dimensions are, which of the edges is next, and what was made so far."""

    length: int
    turn: int
    arguments: dict[str, Any] = field(default_factory=dict)
    least: dict[str, int] = field(default_factory=dict)

    def lengths(self, array: Array) -> tuple[int, ...]:
        dimensions = array.dimensions or (("any", 0),)
        return tuple(self.length_of(name, least) for name, least in dimensions)

    def length_of(self, name: str, least: int) -> int:
        if name.isdigit():
            return int(name)
        return max(self.length, least, self.least.get(name, 0))


def arguments(
    function: str, contracts: Mapping[str, Contract], length: int, turn: int
) -> dict[str, Any]:
    """One value for each parameter, all of which go together."""
    making = Making(length, turn, least=least_lengths(contracts.values()))
    for place, (name, contract) in enumerate(contracts.items()):
        making.turn = turn + place * turn // 3  # so that not all are at one edge at once
        special = EXAMPLES_OF.get((function, name))
        made = special(length, turn) if special else allowed(contract, making)
        making.arguments[name] = made
    for name, contract in contracts.items():
        if contract.tie:
            making.arguments[name] = no_more(making.arguments[name], making.arguments[contract.tie])
    return making.arguments


def least_lengths(contracts: Iterable[Contract]) -> dict[str, int]:
    """How long the dimensions have to be, also where but one of several arrays says so."""
    least: dict[str, int] = {}
    for contract in contracts:
        if isinstance(contract, Array):
            for name, n in contract.dimensions:
                least[name] = max(least.get(name, 0), n, int(contract.positive))
    return least


def no_more(value: Any, other: Any) -> Any:
    least = np.minimum(value, other)
    return least if isinstance(value, np.ndarray) else type(value)(least)


def edges(number: Number) -> list[float]:
    """The ends of what is allowed, and something between them."""
    step = 1 if number.whole else LITTLE
    ends = [number.low, number.high, -inf, inf, -MUCH, 0, 1, MUCH, 0.5]
    if number.above is not None:
        ends.append(number.above + step)
    if number.below is not None:
        ends.append(number.below - step)
    kind = int if number.whole else float
    return sorted({kind(end) for end in ends if fits(number, end)})


def fits(number: Number, end: float) -> bool:
    if number.whole and end != end // 1:
        return False
    return number.holds(end, end)


# What is allowed


@singledispatch
def allowed(contract: Contract, making: Making) -> Any:
    raise NotImplementedError(f"Say what {type(contract).__name__} allows.")


@allowed.register
def _(contract: Number, making: Making) -> float:
    found = edges(contract)
    return found[making.turn % len(found)]


@allowed.register
def _(contract: Array, making: Making) -> Any:
    shape = making.lengths(contract)
    size = int(np.prod(shape))
    if contract.flags:
        values = np.array(list(islice(cycle([True, False]), making.turn, making.turn + size)), bool)
    else:
        found = [*edges(contract.each), *([nan] if contract.nan else [])]
        kind = int if contract.each.whole else float
        chosen = list(islice(cycle(found), making.turn, making.turn + size))
        values = np.array(chosen, kind)
    if contract.ascending:
        values = np.sort(values)
    if contract.positive and not values.sum() > 0:
        values[-1] = 1
    values = values.reshape(shape)
    return values.tolist() if contract.listed else values


@allowed.register
def _(contract: Positions, making: Making) -> list[int]:
    return list(range(len(making.arguments[contract.of])))[-making.turn % 4 :]


@allowed.register
def _(contract: Flag, making: Making) -> bool:
    return making.turn % 2 == 0


@allowed.register
def _(contract: OneOf, making: Making) -> Any:
    return contract.words[making.turn % len(contract.words)]


@allowed.register
def _(contract: Function, making: Making) -> Callable[[object], None]:
    return lambda _: None


@allowed.register
def _(contract: Maybe, making: Making) -> Any:
    return None if making.turn % 3 == 2 else allowed(contract.else_, making)


@allowed.register
def _(contract: Either, making: Making) -> Any:
    return allowed(contract.one if making.turn % 2 else contract.other, making)


@allowed.register
def _(contract: Each, making: Making) -> list[Any]:
    lengths = [(making.length + place) % 4 for place in range(max(making.length, 1))]
    return [allowed(contract.item, Making(length, making.turn)) for length in lengths]


@allowed.register
def _(contract: Mapped, making: Making) -> dict[Any, Any]:
    return {allowed(contract.keys, making): allowed(contract.values, making)}


@allowed.register
def _(contract: Instance, making: Making) -> Any:
    return example(contract.of, making.length, making.turn)


def example(of: type, length: int, turn: int) -> Any:
    """An object of the class, the smaller the shorter dimensions are."""
    return EXAMPLES[of](length, turn)


def history(length: int, turn: int) -> History:
    """A few days at most, or what is just enough."""
    days = {13: 140, 23: 300}.get(length, length)
    return History(np.full(days, (1, 0, 30)[turn % 3]))


def lifetimes(length: int, turn: int) -> Lifetimes:
    """So many things in as many sprints of ten days, that end soon, never, or at once."""
    edges_of_sprints = np.arange(length + 1) * 10.0
    age = np.maximum(edges_of_sprints[None, :] - edges_of_sprints[:-1, None], 0)
    ends = np.resize([3.0, np.inf, 0.0, 25.0], length + turn)[turn:]
    return Lifetimes(age, ends, np.isfinite(ends) & (np.arange(length) % 2 == 0))


def sprint_record(length: int, turn: int) -> SprintRecord:
    standing = Standing(5.0, 3.0, 2.0, 1.0, 0.0)
    every = dict.fromkeys(range(101), standing)
    return SprintRecord("ab"[turn % 2], float(length), float(turn), every)


def curve(length: int, turn: int) -> Survival:
    ends = np.resize([1, 0, 2], length + turn)[turn:]
    return fit(np.arange(float(length)), ends)


def draws(length: int, turn: int) -> np.ndarray:
    return np.sort(np.arange(float(max(length, 1))) * turn)


def worth(length: int, turn: int) -> Inputs:
    edge = (0.0, 1e-9, 1e15)[turn % 3]
    months = Elicited(0, length, is_signed=False)
    return Inputs(Elicited(-edge, edge), months, Elicited(edge, edge), months, 0.0, edge)


EXAMPLES: dict[type, Callable[[int, int], Any]] = {
    str: lambda length, turn: "word" * length,
    Path: lambda length, turn: Path("/nowhere", "at all"),
    date: lambda length, turn: date(2024, 2, 28),
    np.random.Generator: lambda length, turn: np.random.default_rng(turn),
    History: history,
    Lifetimes: lifetimes,
    Recalibration: lambda length, turn: Recalibration(resolved=length),
    Elicited: lambda length, turn: Elicited(-float(turn), float(length), turn % 2 == 0),
    Inputs: worth,
    Range: lambda length, turn: Range(0.85, 0.0, float(length)),
    Forecast: lambda length, turn: Forecast(draws=draws(length, turn), n=3 + length),
    CountForecast: lambda length, turn: CountForecast(draws=draws(length, turn), n=3 + length),
    WhenForecast: lambda length, turn: WhenForecast(
        draws=np.append(draws(length, turn), np.inf), n=3 + length, remaining=length
    ),
    Replayed: lambda length, turn: Replayed(42, 56, 3, draws(length, turn), 1.0, 1.0),
    SprintRecord: sprint_record,
    Survival: curve,
    Interval: lambda length, turn: Interval(-float(turn), float(length)),
    Change: lambda length, turn: Change(1.0, Interval(0.0, 2.0), turn % 3 / 2),
    WorkingCalendar: lambda length, turn: WorkingCalendar(tuple(range(1, min(length, 7) + 1))),
    type(rate_ratio(np.ones(1), np.ones(1))): lambda length, turn: rate_ratio(
        np.full(max(length, 1), turn), np.ones(max(length, 1))
    ),
}

# Of what a contract says no more than that it is an iterable or a mapping.
EXAMPLES_OF: dict[tuple[str, str], Callable[[int, int], Any]] = {
    ("History.from_dates", "completed"): lambda length, turn: [date(2024, 2, 20)] * length,
    ("recalibrated", "past"): lambda length, turn: replayed(length),
    ("warm_up", "past"): lambda length, turn: replayed(length),
    ("Skill.of", "pairs"): lambda length, turn: [(14 * n, 1.0, float(turn)) for n in range(length)],
    ("Recalibration.from_json", "kept"): lambda length, turn: Recalibration().to_json(),
    ("Recalibration.after", "intervals"): lambda length, turn: dict.fromkeys(
        (0.50, 0.85, 0.95), Range(0.85, 0.0, float(length))
    ),
    ("as_text", "result"): lambda length, turn: {"acceptance": []},
    ("as_markdown", "result"): lambda length, turn: {"acceptance": []},
    ("require_places_for", "files"): lambda length, turn: [],
    ("require_places_for", "inputs"): lambda length, turn: [Path("/nowhere")] * length,
}


def replayed(length: int) -> Iterator[Replayed]:
    return replay_points([float(n) for n in range(length)], 1, seed=1, draws=20)


# What is forbidden


@singledispatch
def forbidden(contract: Contract, good: Any) -> Iterator[Any]:
    raise NotImplementedError(f"Say what {type(contract).__name__} forbids.")


@forbidden.register
def _(contract: Number, good: Any) -> Iterator[Any]:
    yield from (None, "3", True, 3j, [1.0], np.ones(3), nan)
    yield from outside(contract)


def outside(number: Number) -> Iterator[float]:
    if number.finite:
        yield from (inf, -inf)
    if number.low > -inf:
        yield from (number.low - 1, np.nextafter(number.low, -inf))
    if number.high < inf:
        yield from (number.high + 1, np.nextafter(number.high, inf))
    if number.above is not None:
        yield from (number.above, number.above - 1)
    if number.below is not None:
        yield from (number.below, number.below + 1)
    if number.whole:
        yield 1.5


@forbidden.register
def _(contract: Array, good: Any) -> Iterator[Any]:
    yield from (None, "words", 3.0, {1.0}, np.array(["a", "b", "c"]), np.array([None] * 3))
    array = np.asarray(good)
    if contract.listed:
        yield [[1.0], [1.0, 2.0]]
    else:
        yield array.tolist()
    if contract.dimensions:
        yield array[..., None]
        yield array.ravel()[:1].reshape(())
        if any(name.isdigit() for name, _ in contract.dimensions):
            yield np.concatenate((array, array))
        if contract.dimensions[0][1]:
            yield array[: contract.dimensions[0][1] - 1]
    if contract.flags:
        yield array.astype(int)
        return
    yield np.ones(array.shape, bool)
    if contract.nan:
        return
    for wrong in (nan, *outside(contract.each)):
        yield with_one(array, wrong)
    if contract.ascending:
        yield np.arange(array.size)[::-1]
    if contract.positive:
        yield np.zeros_like(array)


def with_one(array: np.ndarray, wrong: float) -> np.ndarray:
    """The same with its last element put wrong."""
    spoilt = array.astype(float)
    spoilt.flat[-1] = wrong
    if wrong == wrong // 1 and abs(wrong) < inf:
        return spoilt.astype(array.dtype)
    return spoilt


@forbidden.register
def _(contract: Positions, good: Any) -> Iterator[Any]:
    yield from (None, 3, [-1], [10_000], [0.5], "12")


@forbidden.register
def _(contract: Flag, good: Any) -> Iterator[Any]:
    yield from (None, 0, 1, "yes")


@forbidden.register
def _(contract: OneOf, good: Any) -> Iterator[Any]:
    yield from (None, "none of them", nan, 12345, True, ["list"])


@forbidden.register
def _(contract: Function, good: Any) -> Iterator[Any]:
    yield from (None, "print", 3)


@forbidden.register
def _(contract: Instance, good: Any) -> Iterator[Any]:
    yield from (None, 3.0, object())
    if contract.of not in (str, Iterable):
        yield "words"


@forbidden.register
def _(contract: Maybe, good: Any) -> Iterator[Any]:
    given = allowed(contract.else_, Making(3, 1)) if good is None else good
    yield from (wrong for wrong in forbidden(contract.else_, given) if wrong is not None)


@forbidden.register
def _(contract: Either, good: Any) -> Iterator[Any]:
    yield from (None, "3", 3j, np.array(["a"]), np.array([True]))


@forbidden.register
def _(contract: Each, good: Any) -> Iterator[Any]:
    yield from (None, "words", 3, iter(()))
    for wrong in forbidden(contract.item, good[0]):
        yield [*good, wrong]


@forbidden.register
def _(contract: Mapped, good: Any) -> Iterator[Any]:
    yield from (None, 3, [])
    key, value = next(iter(good.items()))
    yield {None: value}
    for wrong in forbidden(contract.values, value):
        yield {key: wrong}
