"""Requests that a generator makes up, as lead, guest and stranger: what is refused and what is not.

At least ten thousand of them, with every check of schemathesis on, against rows that there are:
the same test as in the suite, with more cases of each address. FUZZ_SEED makes up others,
FUZZ_CASES says how many of each address: edges, fitting and odd ones.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import orjson

CASES = "12,10,6"
TEST = "tests/api/test_fuzz.py"


def main() -> None:
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="twopizza-fuzz-") as folder:
        log = Path(folder, "fuzz.jsonl")
        settings = {"FUZZ_CASES": CASES, "FUZZ_LOG": str(log), "TEST_DATABASE_NAME": "test_fuzz"}
        command = [sys.executable, "-m", "pytest", TEST, "-q", "-n", "2", "--tb=no", "--create-db"]
        command += ["--timeout=0"]  # beside other work it takes as long as it takes
        code = subprocess.run(command, env={**settings, **os.environ}).returncode
        lines = log.read_bytes().splitlines() if log.exists() else []
    failures = [failure for line in lines for failure in orjson.loads(line)["failures"]]
    print("\n\n".join(failures))
    show(lines)
    print(f"{len(failures)} failures, in {time.perf_counter() - began:.0f} s")
    sys.exit(code)


def show(lines: list[bytes]) -> None:
    """Print how each person's cases were answered, those that fit the description and odd ones."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for line in lines:
        told = orjson.loads(line)
        for who, mode, status, count in told["counts"]:
            counts[who, mode, f"{status // 100}xx"] += count
    for who, mode in sorted({key[:2] for key in counts}):
        answered = {key[2]: count for key, count in counts.items() if key[:2] == (who, mode)}
        told = ", ".join(f"{count} {status}" for status, count in sorted(answered.items()))
        print(f"{who:10}{mode:6}{sum(answered.values()):6}: {told}")
    print(f"{sum(counts.values())} cases")


if __name__ == "__main__":
    main()
