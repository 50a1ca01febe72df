"""Every public function of numerics says what it takes, refuses the rest and bears the edges."""

import ast
import importlib
import inspect
import subprocess
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from numerics.contracts import Array, Contract, Number, takes, unchecked
from tests.numerics.contract_values import allowed, arguments, example, forbidden
from tests.numerics.public import Public, functions

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = functions()
LENGTHS, TURNS = (0, 1, 2, 3, 13, 23), range(9)


def contracts_of(public: Public) -> Mapping[str, Contract]:
    return getattr(public.function, "contracts", {})


def call_of(public: Public, length: int, turn: int) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """What to call it with: an object of its class, and a value for each parameter."""
    named = arguments(public.name, contracts_of(public), length, turn)
    if public.owner is None:
        return (), named
    if public.of_object:
        return (example(public.owner, length, turn),), named
    if public.name.endswith(".__init__"):
        return (object.__new__(public.owner),), named
    return (public.owner,), named


def test_what_is_public_is_found():
    names = {public.name for public in PUBLIC}
    assert {"wilson", "forecast_count", "Survival.quantile", "Lifetimes.__init__"} <= names
    assert len(PUBLIC) > 80


@pytest.mark.parametrize("public", PUBLIC, ids=str)
def test_a_public_function_has_a_contract_for_each_parameter(public: Public):
    assert set(contracts_of(public)) == set(public.parameters)


def test_other_rooms_use_only_what_is_public():
    """What `__all__` doesn't name is numerics' own, and takes what it is given."""
    used = []
    for file in rooms():
        for node in ast.walk(ast.parse((ROOT / file).read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("numerics"):
                used += [(file, str(node.module), alias.name) for alias in node.names]
    assert used
    for file, module, name in used:
        named = getattr(importlib.import_module(module), "__all__", ())
        assert name in named or is_module(f"{module}.{name}"), f"{file}: {module}.{name}"


def rooms() -> Iterator[str]:
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, check=True)
    for file in listed.stdout.decode().split():
        if not file.startswith(("numerics/", "tests/")) and (ROOT / file).exists():
            yield file


def is_module(name: str) -> bool:
    return (ROOT / name.replace(".", "/")).with_suffix(".py").exists()


PARAMETERS = [
    pytest.param(public, name, id=f"{public}-{name}")
    for public in PUBLIC
    for name in contracts_of(public)
]


@pytest.mark.parametrize(("public", "name"), PARAMETERS)
def test_what_the_contract_forbids_is_refused_by_name(public: Public, name: str):
    owner, good = call_of(public, 3, 1)
    for wrong in forbidden(contracts_of(public)[name], good[name]):
        with pytest.raises(ValueError) as refusal:
            public.function(*owner, **{**good, name: wrong})
        assert str(refusal.value).startswith(f"{public.function.__qualname__}: {name} is "), wrong
        assert "; it has to be " in str(refusal.value)


@pytest.mark.parametrize("public", PUBLIC, ids=str)
def test_lengths_that_dont_go_together_are_refused(public: Public):
    owner, good = call_of(public, 3, 1)
    for name, contract in contracts_of(public).items():
        others = shares_a_dimension(public, name)
        if others:
            longer = np.concatenate((np.asarray(good[name]), np.asarray(good[name])[:1]))
            assert isinstance(contract, Array)
            if contract.listed:
                longer = longer.tolist()
            with pytest.raises(ValueError, match="|".join([name, *others])):
                public.function(*owner, **{**good, name: longer})


def shares_a_dimension(public: Public, name: str) -> list[str]:
    """The other arrays that have the first dimension of this one."""
    contracts = contracts_of(public)
    arrays = {n: one.dimensions for n, one in contracts.items() if isinstance(one, Array)}
    if not arrays.get(name) or arrays[name][0][0].isdigit():
        return []
    first = arrays[name][0][0]
    return [n for n, of in arrays.items() if n != name and first in dict(of)]


@pytest.mark.parametrize("public", PUBLIC, ids=str)
@pytest.mark.parametrize("length", LENGTHS)
def test_what_the_contract_allows_is_borne(public: Public, length: int):
    for turn in TURNS:
        owner, good = call_of(public, length, turn)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = numbers_or_refusal(public, owner, good)
        assert "NaN" in public.words or not np.isnan(found).any(), f"{public}, of {good}"


def numbers_or_refusal(public: Public, owner: tuple[Any, ...], good: dict[str, Any]) -> list[float]:
    """What is returned; nothing where the function refuses as its docstring says it may."""
    try:
        return list(numbers_of(public.function(*owner, **good)))
    except ValueError as refusal:
        pytest.fail(f"{public}, of {good}: {refusal}")
    except Exception as refusal:
        if type(refusal).__name__ not in public.words:
            pytest.fail(f"{public}, of {good}: {refusal!r}")
        return []


def numbers_of(result: Any) -> Iterator[float]:
    """All numbers in what a function returned, whatever it is."""
    if isinstance(result, np.ndarray):
        yield from result.ravel().astype(float)
    elif isinstance(result, (bool, int, float, np.number)):
        yield float(result)
    elif is_dataclass(result):
        for one in fields(result):
            yield from numbers_of(getattr(result, one.name))
    elif isinstance(result, Mapping):
        yield from numbers_of(list(result.values()))
    elif isinstance(result, (Sequence, Iterator)) and not isinstance(result, str):
        for one in result:
            yield from numbers_of(one)


def test_a_contract_names_every_parameter_and_no_other():
    with pytest.raises(TypeError):
        takes(x=Number())(lambda x, y: x)
    with pytest.raises(TypeError):
        takes(x=Number(), y=Number(), z=Number())(lambda x, y: x)


def test_what_numerics_calls_itself_skips_the_check():
    half = takes(of=Number(low=0))(lambda of: of / 2)
    assert unchecked(half)(-4) == -2
    with pytest.raises(ValueError, match="of is -4"):
        half(-4)


def test_a_function_keeps_its_name_its_words_and_what_it_says_of_its_parameters():
    for public in PUBLIC:
        inner = unchecked(public.function)
        assert public.function.__qualname__ == inner.__qualname__
        assert inspect.signature(public.function) == inspect.signature(inner)


def test_every_kind_of_contract_can_be_made_and_broken():
    kinds = {kind.__name__ for kind in Contract.__subclasses__()}
    assert kinds == {kind.__name__ for kind in allowed.registry} - {"object"}
    assert kinds == {kind.__name__ for kind in forbidden.registry} - {"object"}
