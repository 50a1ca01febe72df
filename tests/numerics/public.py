"""The public functions of numerics: what `__all__` names, and the methods of public classes."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numerics


@dataclass(frozen=True)
class Public:
    """A function or method that other rooms may call."""

    name: str
    function: Callable[..., Any]
    owner: type | None = None
    of_object: bool = False  # its first argument is an object of the class

    def __str__(self) -> str:
        return f"{self.function.__module__}.{self.name}"

    @property
    def words(self) -> str:
        """The docstring; of the making of an object its class's."""
        owner = self.owner if self.name.endswith(".__init__") else None
        return inspect.getdoc(owner or self.function) or ""

    @property
    def parameters(self) -> list[str]:
        return [name for name in inspect.signature(self.function).parameters if name not in SELF]


SELF = ("self", "cls")


def modules() -> Iterator[ModuleType]:
    """Every module that says by `__all__` what of it is public."""
    for found in pkgutil.walk_packages(numerics.__path__, "numerics."):
        module = importlib.import_module(found.name)
        if hasattr(module, "__all__"):
            yield module


def functions() -> list[Public]:
    """All of them, each once, where it is defined."""
    found: list[Public] = []
    for module in modules():
        for name in module.__all__:
            thing = getattr(module, name)
            if getattr(thing, "__module__", None) != module.__name__:
                continue
            if inspect.isfunction(thing):
                found.append(Public(name, thing))
            elif inspect.isclass(thing):
                found += methods(thing)
    return found


def methods(owner: type) -> Iterator[Public]:
    """Those that take something, and the making of an object where that has a contract."""
    for name, member in vars(owner).items():
        name_of_it = f"{owner.__name__}.{name}"
        if isinstance(member, (classmethod, staticmethod)):
            yield Public(name_of_it, member.__func__, owner)
        elif inspect.isfunction(member) and is_public(name, member):
            yield Public(name_of_it, member, owner, of_object=name != "__init__")


def is_public(name: str, member: Callable[..., Any]) -> bool:
    if name == "__init__":
        return hasattr(member, "contracts")
    return not name.startswith("_") and len(inspect.signature(member).parameters) > 1
