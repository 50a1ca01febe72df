"""bin/measure: print where the code stands, beside what it is to be."""

import argparse

from benchmarks.house import lines, rooms, sources
from benchmarks.house.table import rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/measure", description=__doc__)
    parser.add_argument("--names", action="store_true", help="list what the last rows count, too")
    arguments = parser.parse_args()
    for row in rows():
        print(f"{row.figure:40}{row.stands:>24}   {row.to_be}")
    if arguments.names:
        _print_names()


def _print_names() -> None:
    product = sources.product()
    print("\nClass names in several modules")
    for name, homes in sorted(lines.repeated_classes(product).items()):
        print(f"  {name:24}{', '.join(homes)}")
    names = set()
    for each in product:
        if (sources.ROOT / each.room / "__init__.py").exists():
            names.add(each.room)
    for circle in rooms.circles(sorted(names - {"benchmarks", "bin"})):
        print(f"\nA circle of {len(circle)} modules\n  " + "\n  ".join(sorted(circle)))


if __name__ == "__main__":
    main()
