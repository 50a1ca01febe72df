"""python -m benchmarks [name ...]: run the benchmarks named, each in a process, or list them."""

import ast
import subprocess
import sys
from pathlib import Path


def available():
    """Every module here that can be run, with the first sentence it says about itself."""
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        tree = ast.parse(path.read_text())
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body):
            yield path.stem, (ast.get_docstring(tree) or "").splitlines()[0]


def main(names):
    known = dict(available())
    if unknown := [name for name in names if name not in known]:
        print(f"There is no benchmark {', '.join(unknown)}; there are: {', '.join(known)}.")
        return 2
    if not names:
        print("bin/bench NAME ... runs:\n")
        print("\n".join(f"  {name:12}{sentence}" for name, sentence in known.items()))
        return 0
    return max(run(name) for name in names)


def run(name):
    print(f"\n{name}", flush=True)
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}"]).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
