"""The table itself: what is counted, how it stands, and what it is to be."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.house import coverage, lines, measured, rooms, sources, sql

LONG, TOO_LONG = 140, 200  # characters of a template's line

# Figures that a run of the product gives, each with its command and what it is to be.
MEASURED = (
    ("mutants killed of 100", "bin/bench mutants", "≥ 80"),
    ("files entered by a page's POST", "bin/bench hops", "≤ 12"),
    ("files entered by an API's POST", "bin/bench hops", "≤ 18"),
)


class Row(NamedTuple):
    figure: str
    stands: str
    to_be: str


def rows() -> Iterator[Row]:
    yield from _lines()
    yield from _templates()
    yield from _tests()
    yield from _structure()


def _lines() -> Iterator[Row]:
    product = sources.product()
    prose = []
    for source in product:
        if not source.is_pure:
            prose.append(source)
    yield Row("functions with a return type", f"{lines.typed_share(product):.0f} %", "≥ 98 %")
    yield Row("comment lines", f"{lines.comment_share(product):.1f} %", "reported")
    dense = lines.per_hundred(lines.COMPREHENSIONS, prose)
    yield Row("comprehensions per 100 lines", f"{dense:.2f}", "≤ 2.0")
    chosen = lines.per_hundred(ast.IfExp, prose)
    yield Row("conditional expressions per 100 lines", f"{chosen:.2f}", "≤ 1.2")
    yield Row("formatter switched off", str(lines.skips(product)), "0")
    yield Row("lines of SQL in strings over five lines", str(sql.long_statements(product)), "0")
    shared = len(lines.repeated_classes(product))
    yield Row("class names in several modules", str(shared), "reported")


def _templates() -> Iterator[Row]:
    lengths = []
    for each in sources.templates():
        for line in each.lines:
            lengths.append(len(line))
    over = lines.share(sum(length > LONG for length in lengths), len(lengths))
    yield Row(f"template lines over {LONG} characters", f"{over:.1f} %", "< 1 %")
    yield Row("longest template line", str(max(lengths)), f"≤ {TOO_LONG}")


def _tests() -> Iterator[Row]:
    ratio = lines.count_lines(sources.tests()) / lines.count_lines(sources.product())
    yield Row("lines of tests for a line of code", f"{ratio:.2f}", "reported")
    yield from _covered()
    for name, command, to_be in MEASURED:
        yield Row(name, measured.kept(name, command), to_be)


def _covered() -> Iterator[Row]:
    rooms_reached = coverage.by_room()
    whole = least = "by bin/test --all --coverage"
    if rooms_reached:
        whole = f"{coverage.share(rooms_reached.values()):.1f} %"
        room = min(rooms_reached, key=lambda name: coverage.share([rooms_reached[name]]))
        least = f"{room}/, {coverage.share([rooms_reached[room]]):.0f} %"
    yield Row("lines and branches that tests reach", whole, "≥ 90 %")
    yield Row("… in the room least reached", least, "≥ 85 %")


def _structure() -> Iterator[Row]:
    inside = []
    for each in sources.product():
        if (sources.ROOT / each.room / "__init__.py").exists():
            inside.append(each)
    room, most = rooms.largest(inside)
    yield Row("largest room", f"{room}/, {most:.0f} %", "≤ 20 %")
    names = sorted({each.room for each in inside} - {"benchmarks", "bin"})
    circles = rooms.circles(names)
    sizes = ", ".join(str(len(circle)) for circle in circles) or "none"
    yield Row("circles of imports, in modules", sizes, "none")
