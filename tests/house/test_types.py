"""Every function of the product says what it takes and what it returns."""

import ast
import tomllib

from benchmarks.house import lines, sources

TESTS = ["tests.*"]


def test_every_function_says_what_it_returns():
    assert not [
        f"{source.path}:{function.lineno} {function.name}"
        for source in sources.product()
        for function in lines.functions([source])
        if function.returns is None
    ]


def test_every_parameter_has_a_type():
    assert not [
        f"{source.path}:{parameter.lineno} {parameter.arg}"
        for source in sources.product()
        for function in lines.functions([source])
        for parameter in parameters(function)
        if parameter.annotation is None
    ]


def parameters(function):
    """All but the row or class that a method is called on, which Python names by place."""
    given = function.args
    named = [*given.posonlyargs, *given.args]
    if named and named[0].arg in ("self", "cls", "mcs", "_self"):
        named = named[1:]
    rest = [each for each in (given.vararg, given.kwarg) if each is not None]
    return [*named, *given.kwonlyargs, *rest]


def test_parameters_are_all_but_the_object_itself():
    tree = ast.parse("def a(self, b, /, c, *d, e: int, **f): ...").body[0]
    assert [each.arg for each in parameters(tree)] == ["b", "c", "e", "d", "f"]


def test_mypy_is_strict_and_excuses_no_module():
    settings = mypy_settings()
    assert settings["strict"]
    assert not [name for name in settings if name.startswith(("disable_", "disallow_", "warn_"))]
    ours = [each for each in settings["overrides"] if each["module"] != TESTS]
    assert lenient(ours) <= {"disallow_untyped_calls", "disallow_untyped_decorators"}


def test_mypy_reads_all_that_tests_do():
    """They needn't say what they take and return."""
    settings = mypy_settings()
    assert "tests" in settings["files"]
    theirs = [each for each in settings["overrides"] if each["module"] == TESTS]
    assert [each["check_untyped_defs"] for each in theirs] == [True]
    assert lenient(theirs) <= {
        "disallow_any_generics",
        "disallow_incomplete_defs",
        "disallow_untyped_calls",
        "disallow_untyped_decorators",
        "disallow_untyped_defs",
        "warn_return_any",
    }


def mypy_settings():
    return tomllib.loads((sources.ROOT / "pyproject.toml").read_text())["tool"]["mypy"]


def lenient(overrides):
    return {
        flag
        for override in overrides
        for flag, value in override.items()
        if value is False or flag in ("disable_error_code", "ignore_errors")
    }
