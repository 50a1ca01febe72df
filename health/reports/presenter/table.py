"""A report as a table to take away."""

from io import StringIO

from defusedcsv import csv

from health.models import HealthReport
from health.signals.catalogue import BY_KEY


def as_csv(report: HealthReport) -> str:
    """Return the report as a table: a line a signal, then a line a remark on the data.

    A leading = is no formula in it.
    """
    file = StringIO()
    table = csv.writer(file)
    notes = dict(report.readings.contested().values_list("signal", "contest_note"))
    table.writerow(
        [
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
    )
    for one in report.content["signals"]:
        signal = BY_KEY[one["key"]]
        interval, reach = one["interval"] or {}, one["range"] or {}
        rows = []
        for part in one["evidence"]:
            for row in part["rows"]:
                rows.append(row)
        keys = []
        for row in rows:
            for name in ("key", "other_key"):
                if name in row:
                    keys.append(row[name])
        table.writerow(
            [
                one["key"],
                signal.name,
                signal.dimension,
                one["state"],
                one["value"],
                interval.get("low"),
                interval.get("high"),
                signal.unit,
                one["n"],
                reach.get("low"),
                reach.get("high"),
                one["says"] or one["why_not"],
                one["action"],
                " ".join(keys),
                notes.get(one["key"], ""),
            ]
        )
    for one in report.content.get("data", []):
        keys = []
        for part in one["evidence"]:
            for row in part["rows"]:
                keys.append(row["key"])
        table.writerow(
            [
                one["kind"],
                "About the data",
                "",
                "",
                one["count"],
                *[""] * 6,
                one["says"],
                "",
                " ".join(keys),
            ]
        )
    return file.getvalue()
