"""What came of forecasts: each is scored once, as soon as it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.functional import cached_property

from base import clock
from facts.models import ProjectFacts, StoryFact
from forecasts.models import Forecast, ForecastOutcome, TrackRecord
from numerics.forecasting.levels import LEVELS
from numerics.forecasting.scores import brier, crps, pit
from projects.models import Project, Theme
from stories.models import Story


@dataclass(frozen=True, slots=True)
class Outcome:
    """The value that came: infinite for “not by then”; or why it can't be told."""

    value: float = np.inf
    voided: bool = False
    note: str = ""


class Resolving:
    """Goes through what waits for its outcome; runs in one transaction, as often as one likes."""

    def __init__(self, project: Project) -> None:
        self.project, self.today = project, clock.today()

    @transaction.atomic
    def run(self) -> list[ForecastOutcome]:
        waiting = list(
            Forecast.objects.filter(project=self.project)
            .waiting()
            .order_by("due_on", "pk")
            .defer("futures", "rival_futures", "recalibration")  # few of them are due
        )
        if not waiting:
            return []
        ProjectFacts.refresh(self.project.pk)
        told = [(forecast, self._outcome(forecast)) for forecast in waiting]
        written = []
        for forecast, outcome in told:
            if outcome:
                written.append(ForecastOutcome.write(forecast, **scores(forecast, outcome)))
        if written:
            self._learn()
        return written

    def _learn(self) -> None:
        record = TrackRecord.objects.filter(pk=self.project.pk).first()
        if record:
            record.relearn()
            record.keep()

    def _outcome(self, forecast: Forecast) -> Outcome | None:
        is_due = forecast.due_on <= self.today
        if forecast.is_count:
            if is_due:
                return self._counted(forecast)
            return None
        if forecast.kind == Forecast.Kind.CHARTER_END:
            if is_due:
                return self._by_the_end(forecast)
            return None
        return self._finished(forecast, is_due)

    def _counted(self, forecast: Forecast) -> Outcome:
        facts = StoryFact.objects.filter(
            project=self.project,
            done_at__gte=_midnight(forecast.issued_on),
            done_at__lt=_midnight(forecast.issued_on + timedelta(days=forecast.days)),
        )
        told = facts.aggregate(all=Count("pk"), bulk=Count("pk", filter=Q(bulk_closed=True)))
        bulk = told["bulk"]
        if bulk:
            note = f"{bulk} more were closed in bulk, which isn't counted."
        else:
            note = ""
        return Outcome(float(told["all"] - bulk), note=note)

    def _by_the_end(self, forecast: Forecast) -> Outcome:
        end = date.fromisoformat(forecast.inputs["ends_on"])
        midnight = _midnight(end + timedelta(days=1))
        stories = Story.objects.filter(project=self.project, created_at__lt=midnight)
        late = stories.exclude(category="dropped").exclude(done_at__lt=midnight)
        return Outcome(float(not late.exists()))

    def _finished(self, forecast: Forecast, is_due: bool) -> Outcome | None:
        """Done when none of it is open; dropped stories count as done with."""
        if forecast.theme_id in self._dropped_themes:
            return Outcome(voided=True, note="The theme was dropped.")
        is_open, last = self._scopes.get(forecast.theme_id, (False, None))
        if is_open:
            if is_due:
                return Outcome()
            return None
        day = timezone.localdate(last) if last else None
        if day is None or day < forecast.issued_on:
            return Outcome(voided=True, note="What was open was dropped, not done.")
        return Outcome(float((day - forecast.issued_on).days + 1))

    @cached_property
    def _scopes(self) -> dict[int | None, tuple[bool, datetime | None]]:
        """By theme, and all of it under None: whether any is open, and when the last was done."""
        stories = Story.objects.filter(project=self.project).order_by().values_list("theme")
        rows: list[tuple[int | None, int, datetime | None]] = list(
            stories.annotate(
                left=Count("pk", filter=~Q(category__in=("done", "dropped"))),
                last=Max("done_at", filter=Q(category="done")),
            )
        )
        ends = []
        for _, _, last in rows:
            if last:
                ends.append(last)
        every = (any(left for _, left, _ in rows), max(ends, default=None))
        scopes: dict[int | None, tuple[bool, datetime | None]] = {None: every}
        for theme, left, last in rows:
            if theme:
                scopes[theme] = (left > 0, last)
        return scopes

    @cached_property
    def _dropped_themes(self) -> set[int]:
        dropped = Theme.objects.filter(project=self.project, state=Theme.State.DROPPED)
        return set(dropped.values_list("pk", flat=True))


def resolve_due(project: Project) -> list[ForecastOutcome]:
    """Score the project's forecasts whose outcome is known, and learn from them."""
    return Resolving(project).run()


def scores(forecast: Forecast, outcome: Outcome) -> dict[str, Any]:
    """All that is kept of an outcome."""
    kept = {"voided": outcome.voided, "note": outcome.note}
    if outcome.voided:
        return kept
    if forecast.kind == Forecast.Kind.CHARTER_END:
        happened = bool(outcome.value)
        return {
            **kept,
            "value": outcome.value,
            "brier": brier(forecast.summary["chance"], happened),
        }
    held = {}
    for level in LEVELS:
        held[f"held_{round(100 * level)}"] = forecast.holds(level, outcome.value)
    kept = {**kept, **held}
    if not np.isfinite(outcome.value):
        return {**kept, "note": "Not by the end of its widest range."}
    kept |= {"value": outcome.value, "pit": pit(forecast.draws, outcome.value)}
    if np.isfinite(forecast.draws).all():
        kept["crps"] = crps(forecast.draws, outcome.value)
    rival = forecast.rival_draws
    if rival is not None and rival.size:
        kept["rival_crps"] = crps(rival, outcome.value)
    return kept | _goal_of_sprint(forecast, outcome)


def _goal_of_sprint(forecast: Forecast, outcome: Outcome) -> dict[str, Any]:
    """Score the chance it gave to as many stories as were committed and not done yet."""
    if forecast.kind != Forecast.Kind.SPRINT_COUNT or not forecast.inputs.get("committed"):
        return {}
    left = forecast.inputs["committed"] - forecast.inputs["done"]
    chance = float((forecast.draws >= left).mean())
    return {"brier": brier(chance, outcome.value >= left)}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
