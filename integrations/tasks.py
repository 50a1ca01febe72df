"""What integrations have done by themselves."""

from datetime import timedelta

from integrations.models import KeptAnswer
from jobs.kinds import kind


@kind("forget_answers", every=timedelta(hours=1))
def forget_answers():
    """Drop the answers whose Idempotency-Key has had its day."""
    KeptAnswer.objects.outdated().delete()
