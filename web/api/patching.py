"""PATCH on a row: several of its fields together, by the verbs that change them one by one."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from rest_framework.exceptions import ErrorDetail
from rest_framework.fields import empty
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from web.api.answers import Answer, tagged
from web.api.conditions import must_have_read, refuse_changed, replaces_text
from web.api.inputs import Input, taken
from web.api.parsing import MergePatchParser
from web.api.query import NoQuery
from web.api.resources import Part

if TYPE_CHECKING:
    from web.requests import ApiRequest


READ_ONLY = ErrorDetail("This field can't be changed here.", "read-only-field")


def edit(*, takes: type[Input], edits: dict[str, str]) -> Callable[..., Any]:
    """Register a method like those of `verb` that PATCH alone calls."""

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        vars(function).update(takes=takes, edits=edits, function=function)
        return function

    return mark


@dataclass(frozen=True)
class Edit:
    """Fields of a row, each with its name in the body of the one verb that changes them."""

    names: dict[str, str]
    takes: type[Input]
    call: Callable[..., Any]  # of view, row, what the verb takes, and who does it

    def fields(self) -> dict[str, Any]:
        """What of them may be given: each by itself, so none has to be."""
        declared = self.takes._declared_fields
        return {name: _optional(declared[word]) for name, word in self.names.items()}

    def apply(self, view: Any, given: dict[str, Any], by: Any) -> None:
        """Call the verb unless all is so already; beside what is given stands what the row has."""
        now = {name: getattr(view.row, name) for name in self.names}
        wanted = {name: given.get(name, value) for name, value in now.items()}
        if wanted == now:
            return
        words = _defaults(self.takes)
        for name, word in self.names.items():
            words[word] = wanted[name]
        self.call(view, view.row, words, by)


class PatchInput(Input):
    """What isn't given stays as it is."""

    shown: frozenset[str] = frozenset()

    def fault_of(self, name: str) -> ErrorDetail:
        if name in self.shown:
            return READ_ONLY
        return super().fault_of(name)


class Patched(Part):
    """Collects the verbs that say which fields they change: one transaction, one lock, or nothing.

    A row that holds long texts asks for If-Match, whichever of its fields is given: a client
    then has one rule for each address.
    """

    patches: tuple[Edit, ...] = ()
    patch_takes: type[Input] = PatchInput

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        found = []
        for handler in vars(cls).values():
            if edits := getattr(handler, "edits", None):
                found.append(Edit(edits, vars(handler)["takes"], vars(handler)["function"]))
        cls.patches = (*cls.patches, *found)
        if cls.patches:
            cls.patch_takes = _input_of(cls)

    def get_parsers(self) -> list[BaseParser]:
        parsers = super().get_parsers()
        if self.request and self.request.method == "PATCH":
            parsers.append(MergePatchParser())
        return parsers

    def options(self, request: Request, *args: Any, **kwargs: str) -> HttpResponse:  # type: ignore[override]
        answer = super().options(request, *args, **kwargs)
        if "PATCH" in self.allowed_methods:
            answer["Accept-Patch"] = "application/merge-patch+json, application/json"
        return answer

    def partial_update(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Change several fields together, or none of them; what isn't given stays as it is."""
        NoQuery.read(request.query_params)
        self.row = self.row_for_change()
        if replaces_text(self.patch_takes):
            must_have_read(request)
        given = taken(self.patch_takes, request.data, self.scope(), request)
        with self.held() as actor:
            self.row = self.row_for_change()  # as it stands, now that nobody else can change it
            if "If-Match" in request.headers:
                refuse_changed(self, request)
            for edit in self.patches:
                if not given.keys().isdisjoint(edit.names):
                    edit.apply(self, given, actor)
        now = self.found(self.shape.compiled().rows()).order_by().first()
        if now is None:
            raise Http404
        return tagged(request, Answer(self.shape.compiled().row(now)))


def _input_of(resource: type[Patched]) -> type[Input]:
    fields: dict[str, Any] = {}
    for edit in resource.patches:
        fields |= edit.fields()
    name = resource.__name__.removesuffix("Resource")
    said = {
        "__doc__": PatchInput.__doc__,
        "__module__": resource.__module__,
        "shown": frozenset(resource.shape._declared_fields),
    }
    return type(f"{name}Patch", (PatchInput,), said | fields)


def _optional(field: Any) -> Any:
    options = {**field._kwargs, "required": False}
    options.pop("default", None)
    if "child" in options:  # which belongs to one list alone
        options["child"] = deepcopy(options["child"])
    return type(field)(*field._args, **options)


def _defaults(takes: type[Input]) -> dict[str, Any]:
    """What a body has for what isn't said in it."""
    declared: dict[str, Any] = takes._declared_fields
    defaults = {}
    for word, field in declared.items():
        if field._kwargs.get("default", empty) is not empty:
            defaults[word] = field._kwargs["default"]
    return defaults
