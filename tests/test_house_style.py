"""What the house style forbids, so that nobody must remember it; STYLE.md says why."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = [
    folder.name
    for folder in sorted(ROOT.iterdir())
    if (folder / "__init__.py").exists() and folder.name not in ("tests", "benchmarks", "bin")
]
DRAWERS = {"services", "selectors", "utils", "helpers", "managers", "signals", "common", "misc"}
DOORS = ("pages", "api")
WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "raw",
    "execute",
}
NAMING = {"update_fields", "force_insert", "using"}  # the last two make new rows
NO_ROWS = {"super()", "vars(", "session", "context", "headers", "GET", "query"}
MODEL_SIGNALS = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"}
TOOLS = {
    "ruff finds nothing": ["ruff", "check", "--no-fix"],
    "ruff has formatted everything": ["ruff", "format", "--check"],
    "imports go one way": ["lint-imports"],
    "types agree": ["mypy"],
    "djangofmt has formatted the templates": ["djangofmt", "--check", "templates"],
    "djlint finds nothing in the templates": ["djlint", "templates", "--lint", "--quiet"],
    "sqlfluff finds nothing in the statements": ["sqlfluff", "lint", "--processes", "2", "."],
}


def sources():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text())


@pytest.fixture(scope="module")
def trees():
    return {path.relative_to(ROOT): tree for path, tree in sources()}


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS.keys())
def test_tools_have_nothing_to_say(tool):
    program = Path(sys.executable).parent / tool[0]
    done = subprocess.run([program, *tool[1:]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_a_drawer(trees):
    assert not [str(path) for path in trees if path.stem in DRAWERS]


def test_no_model_signals(trees):
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith("django.db.models.signals")
        )
        or (isinstance(node, ast.Attribute) and node.attr in MODEL_SIGNALS)
    ]
    assert not found


def test_no_model_overrides_save_or_delete(trees):
    found = [
        f"{path}:{method.lineno}"
        for path, tree in trees.items()
        if "models" in path.parts
        for method in ast.walk(tree)
        if isinstance(method, ast.FunctionDef) and method.name in ("save", "delete")
    ]
    assert not found


def test_doors_do_not_write(trees):
    """A page or a resource finds, checks, calls one verb and renders."""
    found = [
        f"{path}:{call.lineno} .{call.func.attr}()"
        for path, tree in trees.items()
        if is_door(path)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in WRITES
        and is_about_rows(call.func.value)
    ]
    assert not found


def is_door(path):
    return path.parts[0] not in ("config", "web") and bool(
        {part.removesuffix(".py") for part in path.parts} & set(DOORS)
    )


def is_about_rows(value):
    """`rows.update(...)` writes; `{...}.update(...)`, `vars(action).update(...)` do not."""
    words = ast.unparse(value)
    return not isinstance(value, ast.Dict) and not any(word in words for word in NO_ROWS)


def test_actors_are_named(trees):
    """`by` is keyword-only wherever it is asked for: nobody acts by accident of position."""
    found = [
        f"{path}:{function.lineno} {function.name}"
        for path, tree in trees.items()
        if "models" in path.parts
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith("_")
        and {"self", "by"} <= {argument.arg for argument in function.args.args}
    ]
    assert not found


def test_saves_name_their_columns(trees):
    """A column that isn't named is somebody else's write."""
    found = [
        f"{path}:{call.lineno}"
        for path, tree in trees.items()
        if "models" in path.parts
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "save"
        and not NAMING & {keyword.arg for keyword in call.keywords}
    ]
    assert not found
