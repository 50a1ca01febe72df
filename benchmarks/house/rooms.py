"""How large the rooms are, and which modules import each other in a circle."""

from collections import Counter

import grimp

from benchmarks.house.lines import share
from benchmarks.house.sources import ROOT, Source


def largest(sources: list[Source]) -> tuple[str, float]:
    """Return the room with the most lines, and its percentage of all of them."""
    lines: Counter[str] = Counter()
    for source in sources:
        lines[source.room] += len(source.lines)
    room, most = lines.most_common(1)[0]
    return room, share(most, lines.total())


def circles(rooms: list[str]) -> list[set[str]]:
    """Return the sets of modules that reach each other by imports, the largest first."""
    graph = grimp.build_graph(*rooms, cache_dir=str(ROOT / "var/grimp"))
    above = {}
    for each in graph.modules:
        above[each] = graph.find_upstream_modules(each)
    found: list[set[str]] = []
    left = set()
    for each in above:
        if any(each in above[other] for other in above[each]):
            left.add(each)
    while left:
        one = left.pop()
        circle = {other for other in above[one] if one in above[other]} | {one}
        found.append(circle)
        left -= circle
    return sorted(found, key=len, reverse=True)
