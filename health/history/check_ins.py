"""Check-ins that nobody has answered, as the history tells of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from health.history.ceremonies import Line, Released

CLOSES = ("check_in_answered", "check_in_unknowable")
VERBS = ["check_ins_asked", "check_ins_cancelled", *CLOSES]


@dataclass(frozen=True, slots=True)
class OpenCheckIn:
    """What was asked of a metric, so many days after the first use of a release."""

    release: int
    metric: int
    day: int
    due_on: date


def open_check_ins(lines: Iterable[Line], releases: Iterable[Released]) -> tuple[OpenCheckIn, ...]:
    """Those that were asked and neither answered nor cancelled, by the day they are due.

    That day follows a first use which is corrected.
    """
    used = {one.id: one.used for one in releases}
    waiting: dict[tuple[int, int, int], date] = {}
    for line in lines:
        release = line.row("release")
        if line.verb == "check_ins_asked":
            day = line.details["day"]
            for metric in line.details["successmetrics"]:
                waiting[release, metric, day] = line.at.date()
        elif line.verb in CLOSES:
            waiting.pop((release, line.details["successmetric"], line.details["day"]), None)
        elif line.verb == "check_ins_cancelled":
            waiting = {key: asked for key, asked in waiting.items() if key[0] != release}
    found = []
    for (release, metric, day), asked in waiting.items():
        first = used.get(release)
        if first is None:
            due_on = asked
        else:
            due_on = datetime.fromtimestamp(first, UTC).date() + timedelta(days=day)
        found.append(OpenCheckIn(release, metric, day, due_on))
    return tuple(sorted(found, key=lambda one: (one.due_on, one.release, one.metric)))
