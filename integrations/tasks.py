"""What integrations have done by themselves."""

from datetime import timedelta

from jobs.kinds import kind
from web.models import KeptAnswer


@kind("forget_answers", every=timedelta(hours=1))
def forget_answers():
    """Drop the answers whose Idempotency-Key has had its day."""
    KeptAnswer.objects.outdated().delete()
