"""python -m bin.launch start|test|bench: run one of the commands; a refusal is one sentence."""

import errno
import importlib
import sys

from bin.launch.console import Refusal


def main() -> int:
    name, *arguments = sys.argv[1:]
    command = importlib.import_module(f"bin.launch.{name}")
    try:
        code: int = command.main(arguments)
        return code
    except Refusal as refusal:
        if refusal.args[0]:
            print(f"bin/{name}: {refusal}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"bin/{name}: {told(error)}", file=sys.stderr)
        return 1


def told(error: OSError) -> str:
    """What the machine refused us, as a sentence: a full disk, a folder of somebody else's."""
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    place = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{reason}{place}: make room on the disk and start again; nothing is lost."
    return f"the machine refused what was asked of it: {reason}{place}."


sys.exit(main())
