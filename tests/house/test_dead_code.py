"""What nobody calls goes; vulture finds it, once it knows what frameworks and templates call."""

import ast
import re
import sys
from pathlib import Path

from django.core.management import BaseCommand
from vulture import Vulture

from benchmarks.house import sources

ROOT = Path(__file__).parents[2]
REGISTER = [
    "@verb",
    "@ending",
    "@ending_of",
    "@edit",
    "@action",
    "@kind",
    "@register.*",
    "@fills",
    "@left_open",
    "@hosts_files",
    "@shared_task",
    "@receiver",
    "@signals.*",
    "@admin.*",
    "@lru_cache",
    "@model_validator",
]
# What libraries call by a name that is made up of another one: a form's field, a filter's value.
MADE_UP = ("clean_", "with_", "_story_")
MIDDLEWARE = {"process_view", "process_exception", "to_python", "to_url"}
KEPT = {
    "HoldsFiles": "migrations call it",
    "TokenScheme": "drf-spectacular finds it by what it extends",
    "_set_content_type_params": "Django's handler calls it",
    "has_retry_permission": "the admin asks for it by the action's name",
    "get_full_name": "the admin greets by it",
    "migration_progress_callback": "Django's migrate calls it, of a class made in a function",
    "recompute": "how anybody checks by hand that a report comes out the same",
    "forget_all": "tests play many people from one address",
}


def test_nothing_is_there_that_nobody_calls():
    vulture = Vulture(ignore_decorators=REGISTER)
    vulture.scavenge([str(ROOT / each.path) for each in sources.product()])
    spoken, hooks = words_elsewhere(), names_of_libraries()
    found = [
        f"{Path(item.filename).relative_to(ROOT)}:{item.first_lineno} {item.typ} {item.name}"
        for item in vulture.get_unused_code(min_confidence=60)
        if item.typ in ("function", "method", "property", "class", "import")
        and not item.name.startswith(MADE_UP)
        and item.name not in spoken | hooks | MIDDLEWARE | set(KEPT)
    ]
    assert not found, "\n".join(found)


def names_of_libraries() -> set[str]:
    """What classes of ours may override of classes that aren't, and such classes themselves."""
    names: set[str] = set()
    for source in sources.product():
        if source.room in ("bin", "benchmarks") or source.path.name == "settings.py":
            continue
        path = ".".join(source.path.with_suffix("").parts)
        module = sys.modules.get(path)
        for name, value in vars(module).items() if module else ():
            if isinstance(value, type) and value.__module__ == path:
                theirs = [base for base in value.__mro__[1:] if is_foreign(base)]
                names.update(*(dir(base) for base in theirs))
                if any(base.__name__ in ("AppConfig", "BaseCommand") for base in theirs):
                    names.add(name)
    return names | set(dir(BaseCommand))


def is_foreign(base: type) -> bool:
    return base is not object and not (ROOT / base.__module__.partition(".")[0]).is_dir()


def words_elsewhere() -> set[str]:
    """Every word of the templates, of SQL files, and of strings that name code."""
    words: set[str] = set()
    for pattern in ("templates/**/*", "**/*.sql", "pyproject.toml"):
        for path in ROOT.glob(pattern):
            if path.is_file() and "var" not in path.parts and ".venv" not in path.parts:
                words |= set(re.findall(r"[A-Za-z_]\w*", path.read_text()))
    for source in sources.product():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words |= set(
                    re.findall(r"[A-Za-z_]\w*", node.value) if len(node.value) < 80 else ()
                )
    return words
