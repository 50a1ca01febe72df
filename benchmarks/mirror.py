"""Whether a mirror is equal at the end beside thousands of writes of every verb.

It is the suite's own test with more writes, `bin/bench mirror 5000 7` with a seed of its own.
"""

import os
import subprocess
import sys
import time

from bin.launch.console import ROOT

TEST = "tests/api/test_mirror.py"


def main() -> None:
    given = sys.argv[1:]
    writes, seed = (*given, *("5000", "1")[len(given) :])
    environment = {**os.environ, "MIRROR_WRITES": writes, "MIRROR_SEED": seed}
    command = [str(ROOT / "bin" / "test"), "-n", "0", "-q", "--timeout=7200", TEST]
    began = time.monotonic()
    done = subprocess.run(command, env=environment, check=False)
    state = "unequal" if done.returncode else "equal"
    print(f"{writes} writes, seed {seed}: {state} after {time.monotonic() - began:.0f} s")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
