"""The making of one report: bring the facts up to date, read, measure, write down."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime, time
from time import monotonic
from typing import TYPE_CHECKING, Any

import orjson
from django.db import transaction
from django.db.models import Max

from base import clock
from facts.models import ProjectFacts
from facts.query_planning import planned_for_facts
from health.history.reading import Source, fingerprint
from health.models import Finding, HealthReport, Reading
from health.models.report import report_code
from health.reports import progress
from health.reports.composer import canonical, compose
from health.reports.past import end_of, told_by
from health.signals import hypothesis_throughput, outcome_attainment
from health.signals.catalogue import BY_KEY
from health.signals.measurement import State
from health.signals.words import count
from jobs.models import Job
from numerics.statistics.trends import OF_SPRINTS
from teams.models import Team

if TYPE_CHECKING:
    from health.history.history import History
    from health.signals.signal import Signal
    from history.models.event import EventQuerySet

BREATH = 0.2  # seconds between two words on how far it is; each costs a trip to Redis
SEED = 20  # the same for all, so that equal histories give equal reports
ROUNDS = "points of 7"  # a signal that is asked in rounds
UNREAD = (
    "team_reading_contested",
    "team_renamed",
    "team_digest_switched",
)  # events that change no number


class ReportBuilder:
    """Runs in one transaction; the same inputs return the report that is there."""

    def __init__(self, team: Team, seed: int = SEED, day: date | None = None) -> None:
        self.team = team
        self.day = day  # that is over; None is now
        self.seed = seed
        self.spoke_at = -BREATH

    def run(self) -> HealthReport:
        with transaction.atomic():
            self._tell("Reading the history")
            self._hold()
            source = self._source() if self.day is None else self._past(self.day)
            key = self._key(source.upto, source.team_upto, source.as_of)
            report = HealthReport.objects.filter(key=key).first()
            return report or self._make(source, key)

    def _source(self) -> Source:
        projects = self.team.projects.order_by("pk").values_list("pk", flat=True)
        upto = {pk: ProjectFacts.refresh(pk).last_event_id for pk in projects}
        return Source(self.team, upto, self._last_event(), self._moment())

    def _past(self, day: date) -> Source:
        """What was told by the end of the day; facts are of now, so they are told anew."""
        moment = end_of(day)
        upto, last = told_by(self.team, moment)
        return Source(self.team, upto, last, moment, anew=True)

    def _hold(self) -> None:
        """Let nobody change the team meanwhile: its facts and its days have to be of one moment."""
        Team.objects.select_for_update(no_key=True).get(pk=self.team.pk)
        self.team.refresh_from_db(fields=["working_days", "sprint_days"])

    def _make(self, source: Source, key: str) -> HealthReport:
        with planned_for_facts() if source.anew else nullcontext():
            history = source.history()
        heading = _heading(source, self.seed, history)
        content = compose(history, self.seed, heading, self._tell)
        body = canonical(content)
        report = HealthReport.objects.create(
            team=self.team,
            sprint_id=history.closed[-1].id if history.closed else None,
            as_of=source.as_of,
            last_event_id=heading["last_event_id"],
            last_events=heading["last_events"],
            code_version=report_code(),
            seed=self.seed,
            key=key,
            inputs_sha256=heading["inputs_sha256"],
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
        )
        content = orjson.loads(body)
        Reading.objects.bulk_create(_readings(report, content))
        Finding.objects.bulk_create(_findings(report, content))
        if self.day is None and self.team.has_digest:  # nobody is mailed what is long past
            Job.ask("digest_report", key=f"report:{report.pk}", report=report.pk)
        return report

    def _moment(self) -> datetime:
        """What the report speaks of: the start of the day, or the newest event if that is later."""
        now = clock.now()
        told = self._events().filter(at__lte=now).aggregate(last=Max("at"))["last"]
        midnight = datetime.combine(now.astimezone(UTC).date(), time(), tzinfo=UTC)
        return max(midnight, told or midnight)

    def _last_event(self) -> int:
        """The last one of the team itself: who is in it, when it works, who is away."""
        return self._events().filter(project=None).aggregate(last=Max("pk"))["last"] or 0

    def _events(self) -> EventQuerySet:
        return self.team.events.exclude(verb__in=UNREAD)

    def _key(self, upto: dict[int, int], last: int, as_of: datetime) -> str:
        parts = [self.team.pk, as_of, report_code(), self.seed, last, sorted(upto.items())]
        return hashlib.sha256(orjson.dumps(parts)).hexdigest()

    def _tell(self, stage: str, place: int = 0, of: int = 0) -> None:
        if monotonic() - self.spoke_at >= BREATH:
            self.spoke_at = monotonic()
            progress.tell(self.team.pk, stage, place, of)


def build_report(team: Team, day: date | None = None) -> HealthReport:
    """Compute the team's report of now, or as of the end of a day that is over.

    What is unchanged since the last is that last.
    """
    return ReportBuilder(team, day=day).run()


def recompute(report: HealthReport) -> str:
    """Return the SHA-256 that its events give today: the same, as long as the code is."""
    return hashlib.sha256(recompute_bytes(report)).hexdigest()


def recompute_bytes(report: HealthReport) -> bytes:
    """Return the bytes that its events give now, told from the history as of its last events."""
    upto = {}
    for one, last in report.last_events.items():
        if one != "team":
            upto[int(one)] = last
    source = Source(
        report.team,
        upto,
        report.last_events.get("team", report.last_event_id),
        report.as_of,
        anew=True,
        capacity=report.content.get("capacity"),
    )
    with transaction.atomic(), planned_for_facts():
        history = source.history()
    heading = _heading(source, report.seed, history)
    return canonical(compose(history, report.seed, heading, lambda *_: None))


def _heading(source: Source, seed: int, history: History) -> dict[str, Any]:
    return {
        "team": source.team.slug,
        "as_of": datetime.fromtimestamp(history.as_of, UTC).isoformat(),
        "sprint": history.closed[-1].label if history.closed else None,
        "code_version": report_code(),
        "last_event_id": max(source.upto.values(), default=0),
        "last_events": {
            **{str(project): last for project, last in source.upto.items()},
            "team": source.team_upto,
        },
        "capacity": history.capacity,
        "seed": seed,
        "inputs_sha256": fingerprint(history),
    }


def _readings(report: HealthReport, content: dict[str, Any]) -> Iterator[Reading]:
    for one in content["signals"]:
        interval = one["interval"] or {"low": None, "high": None}
        yield Reading(
            report=report,
            signal=one["key"],
            state=one["state"],
            value=one["value"],
            low=interval["low"],
            high=interval["high"],
            n=one["n"],
            alert=bool(one["trend"] and one["trend"]["alert"]),
        )


def _findings(report: HealthReport, content: dict[str, Any]) -> Iterator[Any]:
    for one in content["signals"]:
        if one["state"] == State.ATTENTION:
            yield Finding(
                report=report,
                signal=one["key"],
                cause=Finding.Cause.STATE,
                sentence=one["says"],
                action=one["action"],
            )
        if late := late_in(one):
            yield Finding(report=report, signal=one["key"], cause=Finding.Cause.LATE, sentence=late)
        if one["trend"] and one["trend"]["alert"]:
            yield Finding(
                report=report,
                signal=one["key"],
                cause=Finding.Cause.TREND,
                sentence=trend_in_words(BY_KEY[one["key"]], one["trend"]),
                action=one["action"],
            )


def late_in(signal: dict[str, Any]) -> str:
    """Say how much of what is asked for is overdue, from the first one on; of most signals nothing.

    Verdicts of hypotheses and answers of check-ins have a day.
    """
    if signal["key"] == hypothesis_throughput.SIGNAL.key:
        return _late_verdicts(sum(each["count"] for each in signal["evidence"]))
    if signal["key"] == outcome_attainment.SIGNAL.key:
        return _late_answers(int(signal["figures"].get("overdue_check_ins", 0)))
    return ""


def _late_answers(late: int) -> str:
    if not late:
        return ""
    verb = "has" if late == 1 else "have"
    return f"{count(late, 'check-in')} {verb} waited for an answer for more than two weeks."


def _late_verdicts(late: int) -> str:
    if not late:
        return ""
    return (
        f"{count(late, 'hypothesis', 'hypotheses')} {'is' if late == 1 else 'are'} three days or "
        "more past the end of the time box, without a verdict."
    )


def trend_in_words(signal: Signal, trend: Any) -> str:
    """Say how the last three sprints or rounds differ from ten, or a round from the one before."""
    amount = trend["amount"]
    if signal.unit == ROUNDS:
        change = f"{abs(amount):.1f} points {'up' if amount > 0 else 'down'}"
    elif trend["is_factor"]:
        if signal.unit == "working days":
            more, less = ("longer", "shorter")
        else:
            more, less = ("more", "less")
        change = f"{abs(amount - 1) * 100:.0f} % {more if amount > 1 else less}"
    else:
        change = f"{abs(amount) * 100:.0f} points {'up' if amount > 0 else 'down'}"
    before = "round" if signal.unit == ROUNDS else "sprint"
    if trend["alert"]:
        again = f", and the same way a {before} before"
    else:
        again = ""
    over = trend.get("over", OF_SPRINTS)  # reports of older code don't say
    return f"{signal.name}: {change} {over}{again}."
