"""One mail to one person: what needs attention, why, how sure that is, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from forecasts.inputs import ForecastInputs
from forecasts.presenter import ForecastPresenter
from forecasts.project_forecast import ProjectForecast
from forecasts.question import Question
from health.models import Reading
from health.reports.presenter.report import ReportPresenter
from notifications.digest import unsubscribe
from notifications.models import Digest

if TYPE_CHECKING:
    from teams.models.team import Team
    from teams.models.user import User

HOST = urlsplit(settings.PUBLIC_URL).hostname


def forecasts_of(team: Team) -> list[dict[str, Any]]:
    """Return what is forecast for each project at work: its name, a sentence, where it stands."""
    told = []
    projects = ForecastInputs.projects().filter(team=team, state="active").order_by("name")
    for project in projects:
        inputs = ForecastInputs.of(project, timezone.localdate())
        told.append(
            {
                "project": project.name,
                "says": ForecastPresenter(ProjectForecast(inputs, Question())).sentence,
                "address": address("forecast", project.key),
            }
        )
    return told


class DigestEmail:
    """A digest as one reader gets it; it is written when it is sent, for who is there then."""

    def __init__(self, digest: Digest, reader: User) -> None:
        self.digest, self.reader = digest, reader
        self.team, self.report = digest.team, digest.report

    def send(self) -> None:
        """Hand it to the mail server. One who left, or wants none any more, gets none."""
        if self.team.has_digest and self.digest.readers.filter(pk=self.reader.pk).exists():
            self.message().send()

    def message(self) -> EmailMultiAlternatives:
        shown = ReportPresenter(self.report, Reading.objects.up_to(self.report))
        words = {
            "team": self.team,
            "report": self.report,
            "shown": shown,
            "reader": self.reader,
            "forecasts": self.digest.forecasts,
            "leave": unsubscribe.address_for(self.reader),
            "read": address("health_report", self.team.slug, self.report.pk),
            "me": address("me"),
            "host": HOST,
        }
        mail = EmailMultiAlternatives(
            self._subject(shown),
            render_to_string("notifications/digest/digest_email.txt", words),
            to=[self.reader.email],
            headers=self._headers(words["leave"]),
        )
        mail.attach_alternative(
            render_to_string("notifications/digest/digest_email.html", words), "text/html"
        )
        return mail

    def _subject(self, shown: Any) -> str:
        count = len(shown.attention)
        found = {0: "nothing needs attention for sure", 1: "1 signal needs attention"}.get(
            count, f"{count} signals need attention"
        )
        return one_line(f"{self.team.name} after {shown.content['sprint']}: {found}")

    def _headers(self, leave: Any) -> dict[str, str]:
        """The same mail has the same id, so one sent twice by a broken line can be recognised."""
        headers = {
            "Message-ID": f"<digest-{self.digest.pk}-{self.reader.pk}@{HOST}>",
            "List-ID": one_line(f"<health.{self.team.slug}.{HOST}>"),
            "List-Unsubscribe": f"<{leave}>",
            "Auto-Submitted": "auto-generated",
        }
        if settings.HTTPS:  # RFC 8058 knows no other way
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return headers


def address(name: str, *args: Any) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"


def one_line(text: str) -> str:
    """Return it without breaks or other signs that end a header or hide in it."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())
