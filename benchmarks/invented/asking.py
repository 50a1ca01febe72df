"""Asks a made-up team for all that is computed of it, and says what is wrong with the answers."""

import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

from benchmarks.invented.bulk import Made
from benchmarks.invented.faults import faults, misjudged, no_numbers
from benchmarks.invented.floors import Floors
from forecasts.issuing import issue_all
from health.reports.building import build_report

DAY = timedelta(days=1)


@contextmanager
def strict() -> Iterator[Any]:
    """Let numpy's word for a mean of nothing, or a share of nought, be an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        yield


@contextmanager
def hearing() -> Iterator[Any]:
    """Yield a list of what reports hold before it is rounded: there, what is no number still is."""
    from health.reports import building, composer

    heard: list[Any] = []

    def write_down(content: dict[str, Any]) -> bytes:
        heard.append(content)
        return composer.canonical(content)

    with patch.object(building, "canonical", write_down):
        yield heard


@dataclass
class Asking:
    """Teams one after another; how much was asked of them, and what was wrong."""

    now: datetime
    asked: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def ask(self, made: Made) -> None:
        """Ask for reports of now and then, their comparison, forecasts, and the mail."""
        with strict(), hearing() as heard:
            self._note(made, "reports", self._reports, heard)
            self._note(made, "forecasts", self._forecasts)
            self._note(made, "comparisons", self._comparison)
            self._note(made, "letters", self._letter)

    def _note(self, made: Made, what: str, ask: Any, *more: Any) -> Any:
        """Count what was asked for; an exception is a fault as others are, and ends nothing."""
        from django.db import transaction

        try:
            with transaction.atomic():
                found = [*ask(made, *more)]
        except Exception as error:
            found = [f"{type(error).__name__}: {error}"]
        self.asked[what] += 1
        self.wrong += [f"{what} of {made.odd}: {one}" for one in found]

    def _reports(self, made: Made, heard: list[Any]) -> Iterator[Any]:
        from health.reports.past import begins

        now = build_report(made.team)
        yield from faults(heard[-1])
        yield from misjudged(heard[-1], Floors(made, now.as_of))
        first = begins(made.team)
        day = _then(made, self.now)
        if first:
            day = max(day, first)
        build_report(made.team, day=day)
        yield from faults(heard[-1])

    def _forecasts(self, made: Made) -> Iterator[Any]:
        from base import clock
        from forecasts.models import Forecast, ForecastOutcome

        for project in made.projects:
            with clock.at(self.now - 20 * DAY):
                issue_all(project)
            issue_all(project)
        fields = ("inputs", "recalibration", "summary", "futures", "rival_futures")
        for told in Forecast.objects.filter(project__team=made.team).values(*fields):
            self.asked["single forecasts"] += 1
            yield from no_numbers(told)
        scores = ForecastOutcome.objects.filter(forecast__project__team=made.team)
        for outcome in scores.values("value", "crps", "rival_crps", "pit", "brier"):
            yield from no_numbers(outcome)

    def _comparison(self, made: Made) -> Iterator[Any]:
        from health.models import HealthReport
        from health.reports.comparing import Comparison, as_json

        now, then = HealthReport.objects.of(made.team)[:2]
        yield from no_numbers(as_json(Comparison(then, now)))

    def _letter(self, made: Made) -> Iterator[Any]:
        from health.models import HealthReport
        from notifications.digest.digest_email import DigestEmail, forecasts_of
        from notifications.models import Digest

        report = HealthReport.objects.of(made.team).first()
        if report and report.sprint:
            digest = Digest(pk=1, team=made.team, sprint=report.sprint, report=report)
            digest.forecasts = forecasts_of(made.team)
            words = DigestEmail(digest, made.lead).message().body.lower().split()
            if {"nan", "inf", "none"} & set(words):
                yield "its letter has a gap"


def _then(made: Made, now: datetime) -> date:
    """Return the day of the sprint's end before the last, or one a week ago."""
    ends = sorted({one.closed_at.date() for some in made.sprints for one in some if one.closed_at})
    if len(ends) > 1:
        return ends[-2]
    return (now - 7 * DAY).date()
