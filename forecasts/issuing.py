"""The issuing of a project's forecasts: score what is due, look, write down what can be said."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from django.db import transaction

from base import clock
from facts.code_version import code_version
from facts.models import ProjectFacts
from forecasts.growth import past_growth
from forecasts.inputs import ForecastInputs
from forecasts.models import Forecast
from forecasts.models.forecast import gathered
from forecasts.project_forecast import SEED, ProjectForecast
from forecasts.resolving import Resolving
from numerics.backtesting.baselines import daily_bootstrap
from numerics.forecasting import Forecast as Told
from numerics.forecasting import NotEnoughHistory, replay, warm_up
from numerics.forecasting.count import DRAWS, FARTHEST, HORIZONS
from projects.models import Project

if TYPE_CHECKING:
    from forecasts.inputs import OpenSprint

CODE = (  # what can change a forecast
    "base/sql.py",
    "facts",
    "numerics/statistics",
    "numerics/forecasting",
    "forecasts/ages.py",
    "forecasts/data_quality.py",
    "forecasts/growth.py",
    "forecasts/inputs.py",
    "forecasts/issuing.py",
    "forecasts/people.py",
    "forecasts/project_forecast.py",
    "forecasts/question.py",
)

REPLAY_DRAWS = 500  # enough for quantiles that only teach how wide the first ranges should be


@dataclass(frozen=True)
class Draft:
    """A forecast before it is written down."""

    kind: str
    told: Told
    due_on: date
    days: int = 0
    sprint_id: int | None = None
    theme_id: int | None = None
    besides: dict[str, Any] = field(default_factory=dict)
    rival: np.ndarray | None = None


class Issuing:
    """Runs in one transaction under the lock of the project's facts."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @transaction.atomic
    def run(self) -> list[Forecast]:
        ProjectFacts.refresh(self.project.pk)
        Resolving(self.project).run()
        self.inputs = ForecastInputs.of(
            ForecastInputs.projects().get(pk=self.project.pk), clock.today()
        )
        self._learn()
        self.project_forecast = ProjectForecast(self.inputs)
        return self._write([self._frozen(draft) for draft in self._drafts()])

    def _learn(self) -> None:
        """Replay the past before the first forecast; look at it again for growth each time."""
        record, history = self.inputs.record, self.inputs.history
        if record.replayed_on is None:
            states = {}
            for days in HORIZONS:
                states[days] = warm_up(replay(history, days, seed=SEED, draws=REPLAY_DRAWS))
            record.replayed = {str(days): state.to_json() for days, state in states.items()}
            record.replayed_on = self.inputs.today
            record.relearn()
        record.growth = past_growth(self.project)
        record.keep()

    def _drafts(self) -> Iterator[Any]:
        for days in HORIZONS:
            yield from self._count(Forecast.Kind.COUNT, days)
        sprint = self.inputs.running
        if sprint and sprint.ends_on > self.inputs.today:
            days = (sprint.ends_on - self.inputs.today).days + 1
            yield from self._count(
                Forecast.Kind.SPRINT_COUNT, days, sprint_id=sprint.pk, besides=_standing(sprint)
            )
        yield from self._whens()

    def _count(
        self, kind: Forecast.Kind, days: int, *, besides: dict[str, int] | None = None, **of: Any
    ) -> Iterator[Any]:
        history, today = self.inputs.history, self.inputs.today
        last = today + timedelta(days=days - 1)
        try:
            told = self.project_forecast.count_by(last)
        except NotEnoughHistory:
            return
        rng = np.random.default_rng([SEED, days, len(history.days)])
        yield Draft(
            kind,
            told,
            last + timedelta(days=1),
            days=days,
            besides={
                "days": days,
                "capacity": self.project_forecast.capacity(last),
                **(besides or {}),
            },
            rival=daily_bootstrap(history.days, days, DRAWS, rng),
            **of,
        )

    def _whens(self) -> Iterator[Any]:
        kinds = {"theme": Forecast.Kind.THEME_DONE, "all": Forecast.Kind.BACKLOG_DONE}
        for target in self.project_forecast.targets:
            told = target.answer.forecast
            if told is None or not target.remaining or target.kind not in kinds:
                continue
            theme = target.pk if target.kind == "theme" else None
            scope = {
                "remaining": target.remaining,
                "growth": list(self.inputs.record.growth),
                "capacity": self.project_forecast.capacity(self.inputs.today + timedelta(weeks=13)),
                "theme": theme,
                "ahead": target.ahead,
            }
            yield Draft(
                kinds[target.kind], told, self._last_say(told), theme_id=theme, besides=scope
            )
            if target.kind == "all" and target.due and target.due >= self.inputs.today:
                end = {**scope, "ends_on": target.due.isoformat(), "chance": target.chance}
                yield Draft(
                    Forecast.Kind.CHARTER_END, told, target.due + timedelta(days=1), besides=end
                )

    def _last_say(self, told: Any) -> date:
        """The first day on which even the widest range is over."""
        high = told.interval(0.95).high
        days = int(high) if isfinite(high) else FARTHEST
        return self.inputs.today + timedelta(days=days)

    def _frozen(self, draft: Any) -> Forecast:
        """The row of a draft; the history is part of the inputs that are compared."""
        history, today = self.inputs.history, self.inputs.today
        inputs = {
            "kind": draft.kind,
            "issued_on": today.isoformat(),
            "sprint": draft.sprint_id,
            "history": history.days.tolist(),
            "seed": SEED,
            **draft.besides,
        }
        sha256 = hashlib.sha256(orjson.dumps(inputs, option=orjson.OPT_SORT_KEYS)).hexdigest()
        summary = draft.told.summary()
        if "chance" in draft.besides:
            summary["chance"] = draft.besides["chance"]
        return Forecast(
            project=self.project,
            inputs_sha256=sha256,
            kind=draft.kind,
            sprint_id=draft.sprint_id,
            theme_id=draft.theme_id,
            issued_at=clock.now(),
            issued_on=today,
            days=draft.days,
            due_on=draft.due_on,
            inputs=inputs,
            seed=SEED,
            recalibration=draft.told.recalibration.to_json(),
            summary=summary,
            code_version=code_version(*CODE),
            futures=gathered(draft.told.draws),
            rival_futures=None if draft.rival is None else gathered(draft.rival),
        )

    def _write(self, rows: list[Any]) -> list[Any]:
        """Write down what isn't there from the very same inputs; nobody else writes meanwhile."""
        hashes = [row.inputs_sha256 for row in rows]
        there = Forecast.objects.filter(project=self.project, inputs_sha256__in=hashes)
        known = set(there.values_list("inputs_sha256", flat=True))
        return Forecast.objects.bulk_create(row for row in rows if row.inputs_sha256 not in known)


def issue_all(project: Project) -> list[Forecast]:
    """Score what is due, then say what can be said of the project today; again it is the same.

    Returns the forecasts that are new.
    """
    return Issuing(project).run()


def _standing(sprint: OpenSprint) -> dict[str, int]:
    return {"committed": sprint.committed, "done": sprint.done}
