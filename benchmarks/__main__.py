"""python -m benchmarks [name ... [option ...]]: run the benchmarks named, each in a process.

What comes after the names is for each of them to read. Without a name it lists what there is.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any


def available() -> Iterator[Any]:
    """Every module here that can be run, with the first sentence it says about itself."""
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        tree = ast.parse(path.read_text())
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body):
            yield path.stem, (ast.get_docstring(tree) or "").splitlines()[0]


def main(arguments: list[str]) -> int:
    known = dict(available())
    names = list(takewhile(known.__contains__, arguments))
    options = arguments[len(names) :]
    if options and not (names and options[0][0] in "-0123456789"):
        print(f"There is no benchmark {options[0]}; there are: {', '.join(known)}.")
        return 2
    if not names:
        print("bin/bench NAME ... [OPTION ...] runs:\n")
        print("\n".join(f"  {name:12}{sentence}" for name, sentence in known.items()))
        return 0
    return max(run(name, options) for name in names)


def run(name: str, options: list[str]) -> int:
    print(f"\n{name}", flush=True)
    command = [sys.executable, "-m", f"benchmarks.{name}", *options]
    return subprocess.run(command).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
