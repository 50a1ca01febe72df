"""How well a project's forecasts held, as the API tells it: what the page of the name shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

if TYPE_CHECKING:
    from forecasts.coverage import Coverage
    from forecasts.scoring import Horizon, Scored
    from numerics.forecasting import Skill
    from numerics.statistics.interval import Interval


class IntervalShape(serializers.Serializer[Any]):
    """From low to high; it holds the truth 90 of a hundred times."""

    low = serializers.FloatField()
    high = serializers.FloatField()


class CoverageShape(serializers.Serializer[Any]):
    """How often ranges of a level held against how often they promised to."""

    level = serializers.FloatField(help_text="What they promise, such as 0.85.")
    held = serializers.IntegerField()
    known = serializers.IntegerField(help_text="Of so many whose outcome is known.")
    share = serializers.FloatField(allow_null=True)
    interval = IntervalShape(allow_null=True, help_text="Of the share.")
    effective = serializers.FloatField(help_text="As how many independent outcomes they count.")
    verdict = serializers.CharField()
    replayed_held = serializers.IntegerField(
        help_text="Of the forecasts that would have been issued before the first one."
    )
    replayed = serializers.IntegerField(help_text="How many of those there are.")


class SkillShape(serializers.Serializer[Any]):
    """By how much scores are better than the common bootstrap's: above nought is better."""

    value = serializers.FloatField()
    interval = IntervalShape(allow_null=True)
    outcomes = serializers.IntegerField()


class HorizonShape(serializers.Serializer[Any]):
    """The record of the forecasts that look so many days ahead."""

    days = serializers.IntegerField()
    levels = CoverageShape(many=True)
    skill = SkillShape(allow_null=True, help_text="Null with fewer than eight outcomes.")
    pit = serializers.ListField(
        child=serializers.FloatField(),
        help_text="Share of outcomes in each tenth of what was foreseen; none with too few.",
    )


class HeldShape(serializers.Serializer[Any]):
    """Ranges of 85 % for sprints, themes and the end."""

    name = serializers.CharField()
    held = serializers.IntegerField()
    known = serializers.IntegerField()
    verdict = serializers.CharField()


class GoalShape(serializers.Serializer[Any]):
    """Chances that were given for a goal: 0 is perfect, 0.25 a coin."""

    name = serializers.CharField()
    brier = serializers.FloatField()
    outcomes = serializers.IntegerField()


class CalibrationShape(serializers.Serializer[Any]):
    """Hits against promises, skill, and where the outcomes fell."""

    project = serializers.CharField()
    known = serializers.IntegerField(help_text="Counts whose outcome is known.")
    replayed_on = serializers.DateField(allow_null=True)
    horizons = HorizonShape(many=True)
    others = HeldShape(many=True)
    goals = GoalShape(many=True)


def calibration(key: str, scored: Scored) -> dict[str, Any]:
    others = []
    for name, one in scored.others:
        others.append({"name": name, "held": one.held, "known": one.known, "verdict": one.verdict})
    goals = []
    for name, brier, outcomes in scored.goals:
        goals.append({"name": name, "brier": brier, "outcomes": outcomes})
    return {
        "project": key,
        "known": scored.known,
        "replayed_on": scored.record.replayed_on,
        "horizons": [horizon_in_json(one) for one in scored.horizons],
        "others": others,
        "goals": goals,
    }


def horizon_in_json(horizon: Horizon) -> dict[str, Any]:
    levels = []
    for lived, replayed in zip(horizon.lived, horizon.replayed, strict=True):
        levels.append(level_in_json(lived, replayed))
    return {
        "days": horizon.days,
        "levels": levels,
        "skill": skill_in_json(horizon.skill),
        "pit": [share for _, share in horizon.pit],
    }


def level_in_json(lived: Coverage, replayed: Coverage) -> dict[str, Any]:
    return {
        "level": lived.level,
        "held": lived.held,
        "known": lived.known,
        "share": lived.share,
        "interval": interval_in_json(lived.interval),
        "effective": lived.effective,
        "verdict": lived.verdict,
        "replayed_held": replayed.held,
        "replayed": replayed.known,
    }


def skill_in_json(skill: Skill | None) -> dict[str, Any] | None:
    if skill is None:
        return None
    return {
        "value": skill.value,
        "interval": interval_in_json(skill.interval),
        "outcomes": skill.n,
    }


def interval_in_json(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    return {"low": interval.low, "high": interval.high}
