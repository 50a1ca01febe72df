"""How much memory everything takes that bin/start starts, with nobody there.

Give the process id of a running bin/start. A page that several processes share counts once (PSS).
"""

import re
import sys
from pathlib import Path

PSS = re.compile(r"^Pss:\s+(\d+)", re.MULTILINE)
BUDGET = 550


def main() -> int:
    if len(sys.argv) < 2:
        print("bin/bench memory PROCESS: the process id of a running bin/start.")
        return 2
    total = 0.0
    for pid in family(int(sys.argv[1])):
        size = megabytes(pid)
        total += size
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        print(f"{size:7.0f} MB  {words[:90]}")
    print(f"{total:7.0f} MB  of {BUDGET}")
    return int(total > BUDGET)


def family(root: int) -> list[int]:
    """The process and all that it has started, and they."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(entry.parent.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def megabytes(pid: int) -> float:
    try:
        found = PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    except OSError:  # it has ended meanwhile
        return 0.0
    if found:
        return int(found[1]) / 1024
    return 0.0


if __name__ == "__main__":
    sys.exit(main())
