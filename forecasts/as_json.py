"""A project's forecast as plain JSON."""

from dataclasses import asdict
from typing import Any

from forecasts import words
from forecasts.project_forecast import Answer, Commitment, ProjectForecast, Target, ranges
from numerics.forecasting import Forecast, Range
from numerics.forecasting.count import HORIZONS
from numerics.forecasting.ranges import plain


def as_json(project_forecast: ProjectForecast) -> dict[str, Any]:
    record = project_forecast.inputs.record
    sentence = words.how_many(project_forecast)
    if project_forecast.count.forecast:
        sentence = f"{sentence}; {words.how_well(project_forecast)}."
    calibration = []
    for days in HORIZONS:
        calibration.append(
            {
                "days": days,
                "held": record.lived(days, 0.85)[0],
                "resolved": record.lived(days, 0.85)[1],
                "replayed_held": record.warmth(days).hits[0.85],
                "replayed": record.warmth(days).resolved,
            }
        )
    weeks = []
    for one in project_forecast.fan:
        weeks.append({"days": one.days, "ranges": [span(each) for each in ranges(one)]})
    return {
        "project": project_forecast.inputs.project.key,
        "today": project_forecast.today,
        "asked": {**asdict(project_forecast.question), "by": project_forecast.by},
        "sentence": sentence,
        "count": answer(project_forecast.count),
        "weeks": weeks,
        "targets": [target(one) for one in project_forecast.targets],
        "in_sprint": in_sprint(project_forecast),
        "commitment": commitment(project_forecast.commitment),
        "data_quality": project_forecast.inputs.remarks,
        "calibration": calibration,
    }


def answer(given: Answer[Any]) -> dict[str, Any]:
    if given.forecast is None:
        return {"ranges": [], "median": None, "why_not": given.why_not}
    return {
        "ranges": [span(one) for one in ranges(given.forecast)],
        "median": plain(given.forecast.median),
        "why_not": "",
    }


def span(one: Range) -> dict[str, Any]:
    return {"level": round(one.level, 4), "low": plain(one.low), "high": plain(one.high)}


def target(one: Target) -> dict[str, Any]:
    """Days count from today, which is the first; each range comes with its dates."""
    told = answer(one.answer)
    forecast: Forecast | None = one.answer.forecast
    for each, found in zip(told["ranges"], ranges(forecast) if forecast else (), strict=True):
        each |= {"from": one.day(found.low), "to": one.day(found.high)}
    return {
        "kind": one.kind,
        "id": one.pk,
        "label": one.label,
        "remaining": one.remaining,
        "due": one.due,
        "chance": one.chance,
        **told,
    }


def in_sprint(project_forecast: ProjectForecast) -> dict[str, Any] | None:
    """Of the running sprint's open stories, how many will be done, and each one's chance."""
    told = commitment(project_forecast.in_sprint)
    if told is None or project_forecast.in_sprint is None:
        return None
    key = project_forecast.inputs.project.key
    chances = []
    for one, chance in project_forecast.chances:
        chances.append(
            {
                "story": f"{key}-{one.number}" if one.number else None,
                "chance": chance,
                "blocked": one.blocked_at is not None,
            }
        )
    return {
        **told,
        "done": project_forecast.in_sprint.sprint.done,
        "sentence": words.rest_of(project_forecast.in_sprint, project_forecast.today),
        "chances": chances,
    }


def commitment(one: Commitment | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "sprint": one.sprint.number,
        "stories": one.stories,
        "capacity": one.capacity,
        "away": one.away,
        "sentence": words.plan(one),
        "chance": one.chance,
        "ratio": one.ratio,
        "cuts": [{"stories": cut, "chance": chance} for cut, chance in one.cuts],
        **answer(one.answer),
    }
