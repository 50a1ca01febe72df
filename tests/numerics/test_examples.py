"""The docstrings of numerics: examples give what they say, nothing is left out."""

import doctest
import importlib
import inspect
import pkgutil
import re

import pytest
from numpydoc.docscrape import NumpyDocString
from numpydoc.validate import validate

import numerics
from tests.numerics.public import Public, functions

MODULES = [one.name for one in pkgutil.walk_packages(numerics.__path__, "numerics.")]
PUBLIC = [public for public in functions() if not public.name.endswith(".__init__")]
ON_THEIR_OWN = [public for public in PUBLIC if public.owner is None]

# What of numpydoc's rules isn't ours.
LEFT_OUT = {
    "GL01": "a summary begins on the line of its quotes",
    "ES01": "a summary may say it all",
    "SA01": "other functions are named where they matter",
    "EX01": "functions have examples, as another test sees to; few methods need one",
}


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name: str):
    module = importlib.import_module(name)
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("public", ON_THEIR_OWN, ids=str)
def test_a_public_function_shows_how_it_is_used(public: Public):
    module = importlib.import_module(public.function.__module__)
    found = doctest.DocTestFinder().find(public.function, public.name, module)
    assert any(public.name in example.source for test in found for example in test.examples)


@pytest.mark.parametrize("public", PUBLIC, ids=str)
def test_a_docstring_has_the_form_of_numpydoc(public: Public):
    faults = validate(str(public))["errors"]
    assert [fault for code, fault in faults if code not in LEFT_OUT] == []


@pytest.mark.parametrize("public", PUBLIC, ids=str)
def test_a_source_has_its_author_year_and_title(public: Public):
    lines = "\n".join(NumpyDocString(inspect.getdoc(public.function) or "")["References"])
    for source in re.split(r"\.\. \[\d+\] ", lines)[1:]:
        assert re.match(r"[A-Z].* \(\d{4}\)\. [A-Z].*\. .*\.$", " ".join(source.split())), source
