from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.functions import Now

from jobs.models import Job
from teams.models import User

if TYPE_CHECKING:
    from health.models.report import HealthReport
    from teams.models.user import UserQuerySet


class Digest(models.Model):
    """That a sprint's report is told to its team by mail: one a sprint, whatever happens."""

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="digests")
    sprint = models.ForeignKey("sprints.Sprint", models.CASCADE, related_name="+")
    report = models.ForeignKey("metrics.HealthReport", models.CASCADE, related_name="+")
    forecasts = models.JSONField(
        default=list, help_text="A sentence a project, as it stood when the mails were written."
    )
    asked_at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "metrics"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["team", "sprint"], name="one_digest_a_sprint")
        ]

    def __str__(self) -> str:
        return f"Digest of {self.report}"

    @classmethod
    def ask_for(cls, report: HealthReport) -> None:
        """Let the report be mailed, in its own transaction, if its sprint's team wants that.

        Only sprints that ended after the digest was switched on: nobody is mailed about old ones.
        """
        since = report.team.digest_since
        closed_at = report.sprint.closed_at if report.sprint else None
        if not (since and closed_at and closed_at > since):
            return
        digest, is_new = cls.objects.get_or_create(
            team=report.team, sprint=report.sprint, defaults={"report": report}
        )
        if is_new:
            Job.ask("mail_digest", key=f"digest:{digest.pk}", digest=digest.pk)

    @property
    def readers(self) -> UserQuerySet:
        """Who gets it if it is sent now: those who may read the report today and want mail."""
        return User.objects.working_in(self.team).taking_digests()

    def send_out(self, forecasts: Any) -> None:
        """Ask for a mail to each, a job of its own: one who can't be reached holds up nobody."""
        self.forecasts = forecasts
        self.save(update_fields=["forecasts"])
        for reader in self.readers.order_by("pk").values_list("pk", flat=True):
            Job.ask("mail_letter", key=f"digest:{self.pk}:{reader}", digest=self.pk, reader=reader)
