from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

import orjson
import structlog
from django.db import OperationalError, models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.functional import cached_property

from base.outages import AWAY, outage_of
from base.roles import Role
from facts.code_version import code_version
from health.reports.past import end_of, refuse_unless_over
from jobs.models import Job
from teams.models import Membership, Team
from teams.models.membership import Actor

if TYPE_CHECKING:
    from teams.models.user import User

log = structlog.get_logger(__name__)

CODE = (  # what can change a number in a report; what only shows one isn't among it
    "base/sql.py",
    "facts",
    "pulse/models",
    "pulse/disclosure.py",
    "health/history",
    "health/signals",
    "health/reports/building.py",
    "health/reports/composer.py",
    "health/reports/data_notes.py",
    "health/reports/minimum_contributors.py",
    "health/reports/past.py",
    "numerics/statistics",
    "numerics/forecasting",
    "projects/models/hypothesis_amendment.py",
)

HEAD_START = timedelta(hours=24)  # the team reads its report before its guests do


class HealthReportQuerySet(models.QuerySet["HealthReport"]):
    def visible_to(self, user: User) -> Self:
        """Reports of one's teams; a guest sees them a day after the team."""
        insiders = Membership.objects.current().working().filter(user=user.pk).values("team")
        return self.filter(
            Q(team__in=insiders)
            | Q(
                team__in=Team.objects.visible_to(user),
                computed_at__lte=timezone.now() - HEAD_START,
            )
        )

    def of(self, team: Team) -> Self:
        """The team's, by the moment they speak of: one of a past day is never the newest."""
        return self.filter(team=team).order_by("-as_of", "-pk")

    def as_of_day(self, day: date) -> Self:
        return self.filter(as_of=end_of(day))

    def nearest_to(self, day: date) -> HealthReport | None:
        """The last one of up to that day, or the first after it; None where there is none."""
        rows = self.without_body()
        before = rows.filter(as_of__lte=end_of(day)).first()
        return before or rows.order_by("as_of", "pk").first()

    def open_to(self, seat: Membership) -> HealthReportQuerySet:
        """Those of a seat's own team, as `visible_to` has it: a guest waits a day."""
        reports = self.of(seat.team)
        if seat.role == Role.GUEST:
            return reports.filter(computed_at__lte=timezone.now() - HEAD_START)
        return reports

    def without_body(self) -> Self:
        """For lists: the body is by far the largest part of a report."""
        return self.defer("body", "last_events")

    def to_choose_from(self) -> Self:
        """With the sprint that each is named after."""
        return self.without_body().select_related("sprint__project")


class HealthReport(models.Model):
    """What a team's history says of its health, with all it takes to say the same again.

    `key` names the inputs: history, calendar, day, code and seed. The same key is the same report,
    so unchanged inputs cost nothing.
    """

    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="health_reports")
    sprint = models.ForeignKey(
        "sprints.Sprint",
        models.PROTECT,
        null=True,
        related_name="health_reports",
        help_text="The one closed last.",
    )
    as_of = models.DateTimeField(help_text="The moment it speaks of.")
    last_event_id = models.BigIntegerField()
    last_events = models.JSONField(help_text="The last event of each project, and of the team.")
    code_version = models.CharField(max_length=16)
    seed = models.BigIntegerField()
    key = models.CharField(max_length=64, unique=True)
    inputs_sha256 = models.CharField(max_length=64)
    body = models.BinaryField(help_text="Canonical JSON.")
    sha256 = models.CharField(max_length=64)
    computed_at = models.DateTimeField(db_default=Now())

    objects = HealthReportQuerySet.as_manager()

    class Meta:
        app_label = "metrics"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["team", "-id"], name="report_of_team")]

    def __str__(self) -> str:
        return f"Health of {self.team} on {self.as_of:%Y-%m-%d}"

    @classmethod
    def compute_later(cls, team: Team, *, by: User, day: date | None = None) -> Job:
        """Ask for a report of now or of a past day; asked twice before a worker comes it is one."""
        with transaction.atomic():
            Actor.admitted(team, by, Role.MEMBER)
            if day is None:
                pk = Job.ask("compute_report", key=job_key(team), team=team.pk)
                return Job.objects.get(pk=pk)
            refuse_unless_over(team, day)
            told = day.isoformat()
            pk = Job.ask("compute_report", key=job_key(team, day), team=team.pk, day=told)
            return Job.objects.get(pk=pk)

    @classmethod
    def asked_last(cls, team: Team, day: date | None = None) -> Job | None:
        """Return the job that was asked for it last, as long as it is remembered."""
        return Job.newest("compute_report", job_key(team, day))

    @classmethod
    def is_being_computed(cls, team: Team) -> bool:
        open_states = (Job.State.WAITING, Job.State.RUNNING)
        key = job_key(team)
        jobs = Job.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:"), kind="compute_report")
        return jobs.filter(state__in=open_states).exists()

    @cached_property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = orjson.loads(bytes(self.body))
        return content

    @property
    def is_reproducible_here(self) -> bool:
        """Whether this installation still has the code that computed it."""
        return self.code_version == report_code()

    @property
    def open_to_guests_at(self) -> datetime:
        return self.computed_at + HEAD_START

    def seen_by(self, user: User) -> None:
        """Note that somebody read it: views of reports are logged."""
        self.seen_together(self, by=user)

    @classmethod
    def seen_together(cls, *reports: HealthReport, by: User) -> None:
        """Note that somebody read these beside each other."""
        views = [ReportView(report=one, user=by) for one in reports]
        try:
            ReportView.objects.bulk_create(views)
        except OperationalError as error:  # reading goes on where nothing can be written
            if outage_of(error) in (None, AWAY):
                raise
            log.warning("report_view_not_kept", user=by.pk, reports=[one.pk for one in reports])


def report_code() -> str:
    """Return the version of the code that computes reports."""
    return code_version(*CODE)


def job_key(team: Team, day: date | None = None) -> str:
    if day:
        return f"team:{team.pk}:{day.isoformat()}"
    return f"team:{team.pk}"


class ReportView(models.Model):
    """Who read which report when; kept for the team's trust, shown in the admin only."""

    report = models.ForeignKey(HealthReport, models.CASCADE, related_name="views")
    user = models.ForeignKey("teams.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "metrics"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user} read {self.report}"
