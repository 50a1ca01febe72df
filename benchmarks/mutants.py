"""How many faults the tests would find: changes made one at a time to verbs and numerics.

A change (`+` for `-`, `<` for `<=`, `and` for `or`, a number one higher, a condition turned round,
a statement left out) goes into a copy of the code, and the tests that ran over its line, by the
contexts of the last `bin/test --all --coverage`, run until one fails. A change that changes
nothing anybody could notice counts as a survivor, too.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

import coverage

from benchmarks.house import measured, sources

VERBS = (
    "accounts",
    "files",
    "metrics",
    "projects",
    "pulse",
    "sprints",
    "stories",
    "teams",
    "value",
)
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
MOST_TESTS, SECONDS = 150, 600  # tests for a change, and how long they may take
COPIES = 2
DATA = sources.ROOT / "var" / "coverage"


class Mutant(NamedTuple):
    path: Path  # from the project's root
    line: int
    place: int  # among the nodes of the file
    change: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.change}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench mutants", description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if not DATA.exists():
        sys.exit("Run bin/test --all --coverage first: it says which tests to run.")
    chosen = sample(arguments.count, random.Random(arguments.seed))
    copies: SimpleQueue[Path] = SimpleQueue()
    tests = TestsByLine()

    def judged(mutant: Mutant) -> str:
        verdict = judge(mutant, tests.of(mutant), copies)
        print(f"{verdict:10}{mutant}", flush=True)
        return verdict

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(COPIES) as pool:
        for number in range(COPIES):
            copies.put(copy_of_the_code(Path(folder) / str(number)))
        killed = sum(verdict != "survived" for verdict in pool.map(judged, chosen))
    print(f"{killed} of {len(chosen)} killed")
    if len(chosen) == 100:
        measured.keep(**{"mutants killed of 100": str(killed)})


def sample(count: int, chance: random.Random) -> list[Mutant]:
    """Half from the verbs, half from numerics; each line is as likely as another."""
    chosen = []
    for paths, share in ((verbs(), count // 2), (numerics(), count - count // 2)):
        by_line: dict[tuple[Path, int], list[Mutant]] = {}
        for path in paths:
            for mutant in mutants_of(path):
                by_line.setdefault((mutant.path, mutant.line), []).append(mutant)
        for line in chance.sample(sorted(by_line), share):
            chosen.append(chance.choice(by_line[line]))
    chance.shuffle(chosen)
    return chosen


def verbs() -> list[Path]:
    paths: list[Path] = []
    for room in VERBS:
        paths += (sources.ROOT / room / "models").glob("*.py")
    return sorted(paths)


def numerics() -> list[Path]:
    return sorted((sources.ROOT / "numerics").rglob("*.py"))


def mutants_of(path: Path) -> Iterator[Mutant]:
    """All changes of statements inside functions: no types, no signatures, no fields of models."""
    tree = ast.parse(path.read_text())
    inside = nodes_of_work(tree)
    for place, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.expr | ast.stmt) and id(node) in inside:
            for change in changes_of(node):
                yield Mutant(path.relative_to(sources.ROOT), node.lineno, place, change)


def nodes_of_work(tree: ast.Module) -> set[int]:
    inside: set[int] = set()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for statement in function.body:
                inside |= set(map(id, ast.walk(statement)))
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign):
            inside -= set(map(id, ast.walk(node.annotation)))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.JoinedStr | ast.Raise):
            inside -= set(map(id, signature_or_words(node)))
    return inside


def signature_or_words(node: ast.AST) -> Iterator[ast.AST]:
    """What is told by a type, a text or a refusal's words, not by what the code does."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from ast.walk(node.args)
        if node.returns:
            yield from ast.walk(node.returns)
        for decorator in node.decorator_list:
            yield from ast.walk(decorator)
    else:
        yield from list(ast.walk(node))[1:]


def changes_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in SWAPS:
        yield "operator"
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        yield "comparison"
    elif isinstance(node, ast.Constant) and type(node.value) in (bool, int, float):
        yield "constant"
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "condition"
    elif isinstance(node, ast.Return) and node.value is not None:
        yield "return"
    elif isinstance(node, ast.Raise) or _is_a_call(node):
        yield "left out"


def _is_a_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)


def mutated(source: str, mutant: Mutant) -> str:
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    node = nodes[mutant.place]
    if mutant.change == "operator":
        node.op = SWAPS[type(node.op)]()  # type: ignore[attr-defined]
    elif mutant.change == "comparison":
        node.ops[0] = SWAPS[type(node.ops[0])]()  # type: ignore[attr-defined]
    elif mutant.change == "constant":
        was = node.value  # type: ignore[attr-defined]
        node.value = not was if isinstance(was, bool) else was + 1  # type: ignore[attr-defined]
    elif mutant.change == "condition":
        node.test = ast.UnaryOp(ast.Not(), node.test)  # type: ignore[attr-defined]
    elif mutant.change == "return":
        node.value = ast.Constant(None)  # type: ignore[attr-defined]
    else:
        leave_out(nodes, node)
    return ast.unparse(ast.fix_missing_locations(tree))


def leave_out(nodes: list[ast.AST], statement: ast.AST) -> None:
    for parent in nodes:
        for _, block in ast.iter_fields(parent):
            if isinstance(block, list) and statement in block:
                block[block.index(statement)] = ast.Pass()


class TestsByLine:
    """Which tests ran over a line, by the contexts that coverage kept."""

    def __init__(self) -> None:
        data = coverage.CoverageData(str(DATA))
        data.read()
        self.by_file = {}
        for name in data.measured_files():
            path = Path(name)
            if path.is_relative_to(sources.ROOT):
                self.by_file[path.relative_to(sources.ROOT)] = data.contexts_by_lineno(name)

    def of(self, mutant: Mutant) -> list[str]:
        tests = set()
        for context in self.by_file.get(mutant.path, {}).get(mutant.line, []):
            tests.add(context.partition("|")[0])
        tests.discard("")
        found = sorted(tests)
        random.Random(0).shuffle(found)
        return found[:MOST_TESTS]


def copy_of_the_code(folder: Path) -> Path:
    ignored = shutil.ignore_patterns(".venv", ".git", "var", "__pycache__")
    shutil.copytree(sources.ROOT, folder, ignore=ignored)
    return folder


def judge(mutant: Mutant, tests: list[str], copies: "SimpleQueue[Path]") -> str:
    """Return whether the tests notice; a copy serves one change at a time."""
    if not tests:
        return "survived"
    copy = copies.get()
    path = copy / mutant.path
    before = path.read_text()
    try:
        path.write_text(mutated(before, mutant))
        return verdict_of(copy, tests)
    finally:
        path.write_text(before)
        copies.put(copy)


def verdict_of(copy: Path, tests: list[str]) -> str:
    (copy / "tests.txt").write_text("\n".join(tests))
    environment = os.environ | {"TEST_DATABASE_NAME": f"test_mutants_{copy.name}"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "1", "--reuse-db", "@tests.txt"]
    try:
        code = subprocess.run(
            [*command, "-p", "no:cacheprovider"],
            cwd=copy,
            env=environment,
            timeout=SECONDS,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ).returncode
    except subprocess.TimeoutExpired:
        return "endless"
    return "killed" if code else "survived"


if __name__ == "__main__":
    main()
