from typing import Any

from django.db import models

from forecasts.models.forecast import Forecast
from numerics.forecasting import HORIZONS, Recalibration
from numerics.forecasting.ranges import Range
from numerics.forecasting.replay import EVERY


class TrackRecord(models.Model):
    """How well a project's forecasts held, and what their ranges have learned from it.

    Made anew from the scored forecasts each time, so that nothing can be learned twice.
    """

    project = models.OneToOneField(
        "projects.Project", models.CASCADE, primary_key=True, related_name="track_record"
    )
    replayed = models.JSONField(
        default=dict,
        help_text="By horizon: what was learned from the past before the first forecast.",
    )
    states = models.JSONField(default=dict, help_text="By horizon: what is known today.")
    growth = models.JSONField(
        default=list, help_text="Final over first size of the themes that were finished."
    )
    replayed_on = models.DateField(null=True)

    class Meta:
        app_label = "metrics"

    def __str__(self) -> str:
        return f"Track record of project {self.project_id}"

    def recalibration(self, horizon: int) -> Recalibration:
        """The state for a horizon: replayed first, then lived."""
        return _state(self.states.get(str(horizon)))

    def warmth(self, horizon: int) -> Recalibration:
        """What was learned from the replayed past alone."""
        return _state(self.replayed.get(str(horizon)))

    def lived(self, horizon: int, level: float) -> tuple[int, int]:
        """Of how many forecasts that were issued and resolved the range held: (hits, all)."""
        now, before = self.recalibration(horizon), self.warmth(horizon)
        return now.hits[level] - before.hits[level], now.resolved - before.resolved

    def relearn(self) -> None:
        """Go once more through all scored counts, in the order in which they were resolved."""
        states = {horizon: self.warmth(horizon) for horizon in HORIZONS}
        for forecast in Forecast.objects.filter(project=self.project_id).counts().scored():
            came = forecast.outcome.value
            if came is not None and forecast.days in states:
                states[forecast.days] = states[forecast.days].after(
                    _ranges(forecast), came, spans=forecast.days / EVERY
                )
        self.states = {str(horizon): state.to_json() for horizon, state in states.items()}

    def keep(self) -> None:
        defaults = {}
        for name in ("replayed", "states", "growth", "replayed_on"):
            defaults[name] = getattr(self, name)
        TrackRecord.objects.update_or_create(
            pk=self.project_id,
            defaults=defaults,
        )


def _state(kept: dict[str, Any] | None) -> Recalibration:
    if kept:
        return Recalibration.from_json(kept)
    return Recalibration()


def _ranges(forecast: Forecast) -> dict[float, Range]:
    ranges = {}
    for level, ends in forecast.summary["intervals"].items():
        ranges[float(level)] = Range(float(level), *ends)
    return ranges
