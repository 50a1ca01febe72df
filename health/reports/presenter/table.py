"""A report as a table to take away."""

from io import StringIO
from typing import Any

from defusedcsv import csv

from health.models import HealthReport
from health.signals.catalogue import BY_KEY

COLUMNS = [
    "signal",
    "name",
    "dimension",
    "state",
    "value",
    "low",
    "high",
    "unit",
    "n",
    "range_low",
    "range_high",
    "says",
    "action",
    "evidence",
    "contested",
]


def as_csv(report: HealthReport) -> str:
    """Return the report as a table: a line a signal, then a line a remark on the data.

    A leading = is no formula in it.
    """
    file = StringIO()
    table = csv.writer(file)
    notes = dict(report.readings.contested().values_list("signal", "contest_note"))
    table.writerow(COLUMNS)
    for one in report.content["signals"]:
        table.writerow(_line_of_signal(one, notes.get(one["key"], "")))
    for one in report.content.get("data", []):
        keys = _keys(one, "key")
        table.writerow(
            [one["kind"], "About the data", "", "", one["count"], *[""] * 6, one["says"], "", keys]
        )
    return file.getvalue()


def _line_of_signal(one: dict[str, Any], note: str) -> list[object]:
    signal = BY_KEY[one["key"]]
    interval, reach = one["interval"] or {}, one["range"] or {}
    measured = [one["state"], one["value"], interval.get("low"), interval.get("high")]
    usual = [signal.unit, one["n"], reach.get("low"), reach.get("high")]
    words = [one["says"] or one["why_not"], one["action"], _keys(one, "key", "other_key"), note]
    return [one["key"], signal.name, signal.dimension, *measured, *usual, *words]


def _keys(one: dict[str, Any], *names: str) -> str:
    """The stories that its evidence names, in its order."""
    keys: list[str] = []
    for part in one["evidence"]:
        for row in part["rows"]:
            keys.extend(row[name] for name in names if name in row)
    return " ".join(keys)
