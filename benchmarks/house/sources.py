"""The project's own files, and of which kind each is."""

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
ELSEWHERE = {".git", ".venv", "var", "node_modules", "__pycache__", "vendor"}


@dataclass(frozen=True)
class Source:
    """A file of Python or of a template, by its path from the project's root."""

    path: Path

    @cached_property
    def text(self) -> str:
        return (ROOT / self.path).read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines that aren't blank."""
        lines = []
        for line in self.text.splitlines():
            if line.strip():
                lines.append(line)
        return lines

    @property
    def room(self) -> str:
        return self.path.parts[0]

    @property
    def is_test(self) -> bool:
        return self.room == "tests"

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts

    @property
    def is_pure(self) -> bool:
        """Say whether it computes with arrays: such lines are short for a reason."""
        return self.room == "numerics"


def files(pattern: str) -> list[Source]:
    found = []
    for path in sorted(ROOT.rglob(pattern)):
        own = path.relative_to(ROOT)
        if ELSEWHERE.isdisjoint(own.parts) and path.is_file():
            found.append(Source(own))
    return found


def product() -> list[Source]:
    """The code that runs and what measures it: neither tests nor migrations."""
    product = []
    for each in files("*.py"):
        if not (each.is_test or each.is_migration):
            product.append(each)
    return product


def tests() -> list[Source]:
    tests = []
    for each in files("*.py"):
        if each.is_test:
            tests.append(each)
    return tests


def templates() -> list[Source]:
    templates = []
    for each in files("*.html"):
        if each.room == "templates":
            templates.append(each)
    return templates
