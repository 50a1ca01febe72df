"""What a public function takes, said as data and checked at its door.

``@takes(hits=Number(low=0, at_most="n"), n=Number(above=0))`` says what each parameter may be. Who
hands over something else gets a ValueError that names the function, the parameter, the value and
what is allowed. Dimensions go by name: arrays that name the same one have to be of one length.
What numerics calls of itself many times over it calls `unchecked`.

One test feeds every public function what its contract forbids, and the edges of what it allows
(tests/numerics/test_contracts.py), so a contract has to be as narrow as what the function bears.
"""

import inspect
import re
import reprlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, wraps
from math import inf, isfinite
from typing import Any, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

NUMBERS = (float, int, np.floating, np.integer)
WHOLE_NUMBERS = (int, np.integer)
LISTS = (np.ndarray, list, tuple, range)
DIMENSION = re.compile(r"(\w+?)(?:>=(\d+))?")


@dataclass(slots=True)
class Call:
    """The arguments of one call, and how long the dimensions named so far are in it."""

    arguments: dict[str, Any]
    lengths: dict[str, int] = field(default_factory=dict)


class Contract(ABC):
    """What one parameter may be."""

    @abstractmethod
    def allows(self, value: Any, call: Call) -> bool:
        """Say whether the value may be handed over in this call."""

    @abstractmethod
    def __str__(self) -> str:
        """Return what is allowed, to go on from "has to be"."""

    @property
    def tie(self) -> str:
        """The parameter that this one may not pass, if there is one."""
        return ""


@dataclass(frozen=True)
class Number(Contract):
    """A real number, never a NaN: from `low` to `high`, or strictly `above` and `below`.

    `at_most` names a parameter that it may not pass.
    """

    low: float = -inf
    high: float = inf
    above: float | None = None
    below: float | None = None
    whole: bool = False
    finite: bool = True
    at_most: str = ""

    def allows(self, value: Any, call: Call) -> bool:
        kinds = WHOLE_NUMBERS if self.whole else NUMBERS
        if isinstance(value, bool) or not isinstance(value, kinds):
            return False
        return self.holds(value, value)

    def holds(self, least: Any, most: Any) -> bool:
        """Say whether all from the least to the most is allowed."""
        if not (self.low <= least and most <= self.high):  # a NaN is neither
            return False
        if self.above is not None and not self.above < least:
            return False
        if self.below is not None and not most < self.below:
            return False
        return not self.finite or (isfinite(least) and isfinite(most))

    @property
    def tie(self) -> str:
        return self.at_most

    def __str__(self) -> str:
        return f"a {self.words}"

    @property
    def words(self) -> str:
        """The description without its article."""
        kind = "whole number" if self.whole else "number"
        limits = {
            "from": self.low if self.low > -inf else None,
            "up to": self.high if self.high < inf else None,
            "above": self.above,
            "below": self.below,
        }
        parts = [kind]
        if not self.whole:
            parts = ["finite " + kind if self.finite else kind + ", infinite or not"]
        parts += [f"{word} {limit:g}" for word, limit in limits.items() if limit is not None]
        parts += [f"no more than {self.at_most}"] if self.at_most else []
        return ", ".join(parts)


@dataclass(frozen=True)
class Array(Contract):
    """A numpy array; `shape` names its dimensions: "resamples>=1 items", or "2" for a fixed one.

    No shape allows any. `listed` takes lists, tuples and ranges as well; `positive` wants a sum
    above nought; `flags` are truths in place of numbers; `nan` lets any number pass, NaN too.
    """

    shape: str = ""
    each: Number = Number()
    listed: bool = False
    ascending: bool = False
    positive: bool = False
    flags: bool = False
    nan: bool = False

    def allows(self, value: Any, call: Call) -> bool:
        if not isinstance(value, LISTS if self.listed else np.ndarray):
            return False
        try:
            array = np.asarray(value)
        except ValueError:  # lists of different lengths
            return False
        return self._fits(array.shape, call) and self._holds(array)

    def _fits(self, shape: tuple[int, ...], call: Call) -> bool:
        if not self.dimensions:
            return True
        if len(shape) != len(self.dimensions):
            return False
        for length, (name, least) in zip(shape, self.dimensions, strict=True):
            wanted = int(name) if name.isdigit() else call.lengths.setdefault(name, length)
            if length != wanted or length < least:
                return False
        return True

    def _holds(self, array: np.ndarray) -> bool:
        if not array.size:
            return not self.positive
        if array.dtype.kind not in self._kinds:
            return False
        if self.flags or self.nan:
            return True
        if not self.each.holds(array.min(), array.max()):
            return False
        if self.ascending and (array[1:] < array[:-1]).any():
            return False
        return not self.positive or bool(array.sum() > 0)

    @cached_property
    def dimensions(self) -> tuple[tuple[str, int], ...]:
        """The name and the least length of each dimension."""
        found = [DIMENSION.fullmatch(part) for part in self.shape.split()]
        return tuple((part[1], int(part[2] or 0)) for part in found if part)

    @cached_property
    def _kinds(self) -> str:
        if self.flags:
            return "b"
        return "iu" if self.each.whole else "iuf"

    @property
    def tie(self) -> str:
        return self.each.at_most

    def __str__(self) -> str:
        return ", ".join(self._words())

    def _words(self) -> Iterator[str]:
        yield "an array or list" if self.listed else "an array"
        if self.shape:
            yield f"of shape ({self.shape.replace(' ', ', ')})"
        if self.flags:
            yield "of True and False"
        else:
            yield "of numbers" if self.nan else f"each a {self.each.words}"
        if self.ascending:
            yield "in ascending order"
        if self.positive:
            yield "their sum above 0"


@dataclass(frozen=True)
class Positions(Contract):
    """A list or range of places in the sequence that another parameter is."""

    of: str

    def allows(self, value: Any, call: Call) -> bool:
        under = Number(low=0, whole=True, below=len(call.arguments[self.of]))
        return Array("places", under, listed=True).allows(value, call)

    def __str__(self) -> str:
        return f"an array or list of places in {self.of}"


@dataclass(frozen=True)
class Flag(Contract):
    """True or False, Python's or numpy's."""

    def allows(self, value: Any, call: Call) -> bool:
        return isinstance(value, (bool, np.bool_))

    def __str__(self) -> str:
        return "True or False"


class OneOf(Contract):
    """One of these words or numbers."""

    def __init__(self, *words: str | float) -> None:
        self.words = words

    def allows(self, value: Any, call: Call) -> bool:
        return (
            isinstance(value, (str, *NUMBERS))
            and not isinstance(value, bool)
            and value in self.words
        )

    def __str__(self) -> str:
        return f"one of {', '.join(map(repr, self.words))}"


@dataclass(frozen=True)
class Instance(Contract):
    """An object of this class, which answers for what is in it."""

    of: type

    def allows(self, value: Any, call: Call) -> bool:
        return isinstance(value, self.of)

    def __str__(self) -> str:
        return f"of the type {self.of.__name__}"


@dataclass(frozen=True)
class Function(Contract):
    """Something to be called."""

    def allows(self, value: Any, call: Call) -> bool:
        return callable(value)

    def __str__(self) -> str:
        return "a function"


@dataclass(frozen=True)
class Maybe(Contract):
    """None, or what this contract allows."""

    else_: Contract

    def allows(self, value: Any, call: Call) -> bool:
        return value is None or self.else_.allows(value, call)

    def __str__(self) -> str:
        return f"None or {self.else_}"


@dataclass(frozen=True)
class Either(Contract):
    """What one of two contracts allows."""

    one: Contract
    other: Contract

    def allows(self, value: Any, call: Call) -> bool:
        return self.one.allows(value, call) or self.other.allows(value, call)

    def __str__(self) -> str:
        return f"{self.one}, or {self.other}"


@dataclass(frozen=True)
class Each(Contract):
    """A list or tuple whose items are all what this contract allows."""

    item: Contract

    def allows(self, value: Any, call: Call) -> bool:
        if not isinstance(value, (list, tuple)):
            return False
        return all(self.item.allows(item, Call(call.arguments)) for item in value)

    def __str__(self) -> str:
        return f"a list, each item {self.item}"


@dataclass(frozen=True)
class Mapped(Contract):
    """A mapping from what one contract allows to what the other does."""

    keys: Contract
    values: Contract

    def allows(self, value: Any, call: Call) -> bool:
        if not isinstance(value, Mapping):
            return False
        items = value.items()
        return all(self.keys.allows(k, call) and self.values.allows(v, call) for k, v in items)

    def __str__(self) -> str:
        return f"a mapping, each key {self.keys}, each value {self.values}"


def takes(**contracts: Contract) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Check the arguments of each call of the function by these contracts, one a parameter."""

    def at_the_door(function: Callable[P, R]) -> Callable[P, R]:
        parameters = inspect.signature(function).parameters
        names = tuple(parameters)
        if set(contracts) != set(names) - {"self", "cls"}:
            raise TypeError(f"{function.__qualname__} needs a contract for each of {names}.")
        ties = [(name, one.tie) for name, one in contracts.items() if one.tie]

        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            arguments = dict(zip(names, args, strict=False), **kwargs)
            call = Call(arguments)
            for name, contract in contracts.items():
                if name in arguments and not contract.allows(arguments[name], call):
                    raise _broken(function, name, contract, call)
            for name, other in ties:
                if not _is_at_most(arguments[name], arguments[other]):
                    raise _broken(function, name, contracts[name], call)
            return function(*args, **kwargs)

        checked.__dict__["contracts"] = contracts
        return checked

    return at_the_door


def holds(**contracts: Contract) -> Callable[[type[T]], type[T]]:
    """Check what an object of the class is made of by these contracts, one a field."""

    def of(made: type[T]) -> type[T]:
        type.__setattr__(made, "__init__", takes(**contracts)(made.__init__))
        return made

    return of


def unchecked(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function without the check at its door, for calls from within numerics."""
    inner: Callable[P, R] = function.__dict__["__wrapped__"]
    return inner


def _is_at_most(value: Any, other: Any) -> bool:
    if isinstance(value, NUMBERS):
        return bool(value <= other)
    return bool((np.asarray(value) <= np.asarray(other)).all())


def _broken(function: Callable[..., Any], name: str, contract: Contract, call: Call) -> ValueError:
    lengths = [f"{dimension} is {n}" for dimension, n in call.lengths.items()]
    where = f", where {' and '.join(lengths)}" if lengths else ""
    shown = _shown(call.arguments[name])
    return ValueError(
        f"{function.__qualname__}: {name} is {shown}; it has to be {contract}{where}."
    )


def _shown(value: Any) -> str:
    if not isinstance(value, np.ndarray):
        return reprlib.repr(value)
    text = f"an array of shape {value.shape} and type {value.dtype}"
    if value.size and value.dtype.kind in "iuf":
        text += f", from {value.min():g} to {value.max():g}"
    return text
