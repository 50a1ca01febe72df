"""python -m bin.launch start|test|bench: run one of the commands; a refusal is one sentence."""

import importlib
import sys

from bin.launch.console import Refusal


def main():
    name, *arguments = sys.argv[1:]
    command = importlib.import_module(f"bin.launch.{name}")
    try:
        return command.main(arguments)
    except Refusal as refusal:
        if refusal.args[0]:
            print(f"bin/{name}: {refusal}", file=sys.stderr)
        return 1


sys.exit(main())
