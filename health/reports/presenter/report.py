"""A report as a person reads it: what needs attention first, then the rest by dimension."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from health.models import HealthReport
from health.reports.building import late_in
from health.reports.presenter.signal_shown import SignalPresenter
from health.signals.catalogue import BY_KEY
from health.signals.measurement import State
from health.signals.signal import DIMENSIONS
from metrics.models import SuccessMetric
from projects.models import Hypothesis, Theme
from solutions.models import Deployment, Solution
from solutions.models.deployment_steps import OUTCOMES
from sprints.models import Action
from stories.models import Story

if TYPE_CHECKING:
    from health.models.reading import Said

TITLED = {
    "story": (Story, "title"),
    "theme": (Theme, "title"),
    "action": (Action, "title"),
    "hypothesis": (Hypothesis, "prediction"),
    "success_metric": (SuccessMetric, "name"),
    "solution": (Solution, "name"),
    "deployment": (Deployment, "version"),
}

# What its guests may read of each, where that isn't all of them.
SHOWN = {
    "solution": "shared_at IS NOT NULL",
    "deployment": f"state IN ({', '.join(repr(state.value) for state in OUTCOMES)})",
}

# One statement by hand: put together by Django it takes longer than it runs.
TITLE = "SELECT '{name}', id, {field}::text FROM {table} WHERE id = ANY(%({name})s)"
GUARDED = TITLE + " AND (%(is_of_team)s OR {shown})"


def _all_titles() -> str:
    parts = []
    for name, (model, field) in TITLED.items():
        title = GUARDED if name in SHOWN else TITLE
        table = model._meta.db_table
        parts.append(title.format(name=name, field=field, table=table, shown=SHOWN.get(name)))
    return " UNION ALL ".join(parts)


TITLES = _all_titles()


STANDING = {State.TOO_LITTLE: "without enough data", State.SUPPRESSED: "not shown"}


class ReportPresenter:
    """A report with its signals in the order of reading.

    A guest reads no names of solutions and deployments that are the team's own.
    """

    def __init__(
        self, report: HealthReport, readings: list[Said], *, is_of_team: bool = False
    ) -> None:
        self.report = report
        self.is_of_team = is_of_team
        self.content = report.content
        self._readings: dict[int, dict[str, Said]] = defaultdict(dict)
        for row in readings:
            self._readings[row.report][row.signal] = row
        self._own = self._readings.pop(report.pk, {})

    @cached_property
    def signals(self) -> list[SignalPresenter]:
        titles = self._titles()
        origin = hashlib.sha256(
            orjson.dumps([self.report.sha256, sorted(titles.items())])
        ).hexdigest()
        before = next(iter(self._readings.values()), {})
        signal_presenters = []
        for one in self.content["signals"]:
            if one["key"] in BY_KEY:
                signal_presenters.append(
                    SignalPresenter(
                        BY_KEY[one["key"]],
                        one,
                        self._own.get(one["key"]),
                        before.get(one["key"]),
                        titles,
                        origin,
                    )
                )
        return signal_presenters

    @cached_property
    def attention(self) -> list[SignalPresenter]:
        attention = []
        for one in self.signals:
            if one.needs_attention:
                attention.append(one)
        return attention

    @cached_property
    def overdue(self) -> list[str]:
        """What is past its day, in a sentence each."""
        sentences = []
        for one in self.content["signals"]:
            if late := late_in(one):
                sentences.append(late)
        return sentences

    @cached_property
    def rest(self) -> list[tuple[str, list[SignalPresenter]]]:
        calm = []
        for one in self.signals:
            if not one.needs_attention and one.is_known:
                calm.append(one)
        calm.sort(key=lambda one: list(DIMENSIONS.values()).index(one.signal.dimension))
        groups = groupby(calm, key=lambda one: one.signal.dimension)
        return [(dimension, list(group)) for dimension, group in groups]

    @cached_property
    def unknown(self) -> list[SignalPresenter]:
        """Those of which nothing can be said yet; a young team has hardly any others."""
        unknown = []
        for one in self.signals:
            if not one.needs_attention and not one.is_known:
                unknown.append(one)
        return unknown

    @property
    def is_mostly_unknown(self) -> bool:
        """Whether little is known of its work; many a team has nothing in production."""
        of_work = [one for one in self.signals if one.signal.dimension != DIMENSIONS["I"]]
        return 2 * sum(one in self.unknown for one in of_work) > len(of_work)

    @property
    def calm_in_words(self) -> str:
        """How the signals stand that don't need attention: 5 healthy, 3 unclear."""
        states = []
        for one in self.signals:
            if not one.needs_attention:
                states.append(one.state)
        counts = []
        for state in dict.fromkeys(states):
            counts.append((State(state), states.count(state)))
        counts.sort(key=lambda one: list(State).index(one[0]))
        parts = []
        for state, count in counts:
            parts.append(f"{count} {STANDING.get(state, state.label.lower())}")
        return ", ".join(parts)

    @cached_property
    def earlier(self) -> list[dict[str, Any]]:
        """The reports before this one, each with how many of its signals needed attention."""
        earlier = []
        for pk, rows in self._readings.items():
            earlier.append(
                {
                    "pk": pk,
                    "as_of": next(iter(rows.values())).as_of,
                    "attention": sum(row.state == State.ATTENTION for row in rows.values()),
                }
            )
        return earlier

    def _titles(self) -> dict[tuple[str, int], str]:
        """What stories and themes are called today; a report itself holds their keys alone."""
        named: dict[str, set[int]] = {name: set() for name in TITLED}
        for one in self.content["signals"]:
            for evidence in one["evidence"]:
                if evidence["model"] in named:
                    titles = set()
                    for row in evidence["rows"]:
                        for name in ("id", "other"):
                            if name in row:
                                titles.add(row[name])
                    named[evidence["model"]] |= titles
        with connection.cursor() as cursor:
            ids: dict[str, Any] = {name: list(ids) for name, ids in named.items()}
            cursor.execute(TITLES, ids | {"is_of_team": self.is_of_team})
            return {(model, pk): title for model, pk, title in cursor.fetchall()}
