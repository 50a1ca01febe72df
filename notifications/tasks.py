from health.models import HealthReport
from jobs.kinds import kind
from notifications.digest.digest_email import DigestEmail, forecasts_of
from notifications.models import Digest
from teams.models import User


@kind("digest_report")
def digest_report(report: int) -> None:
    Digest.ask_for(HealthReport.objects.get(pk=report))


@kind("mail_digest")
def mail_digest(digest: int) -> None:
    row = Digest.objects.select_related("team").get(pk=digest)
    row.send_out(forecasts_of(row.team))


@kind("mail_letter", attempts=24)  # about twelve hours of a mail server that is away
def mail_letter(digest: int, reader: int) -> None:
    row = Digest.objects.select_related("team", "report__team").get(pk=digest)
    DigestEmail(row, User.objects.get(pk=reader)).send()
