from datetime import timedelta

from django.db import connection, models
from django.utils import timezone

KEPT_FOR = timedelta(hours=24)

CLAIM = """
INSERT INTO integrations_keptanswer (user_id, key, fingerprint, status, body, headers, claimed_at)
VALUES (%s, %s, %s, NULL, '', '{}', %s) ON CONFLICT (user_id, key) DO NOTHING
"""


class IdempotencyRecordQuerySet(models.QuerySet):
    def outdated(self):
        return self.filter(claimed_at__lt=timezone.now() - KEPT_FOR)

    def claim(self, key, fingerprint):
        """Return the row of this key, new or answered; None if another request has it.

        Whoever comes second waits at the unique index until the first commits or gives up.
        """
        user_id = self._hints["instance"].pk
        self.outdated().filter(key=key).delete()
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [user_id, key, fingerprint, timezone.now()])
        kept = self.get(key=key)
        return kept if kept.fingerprint == fingerprint else None


class IdempotencyRecord(models.Model):
    """What the API answered to a request with an Idempotency-Key, kept for a day."""

    user = models.ForeignKey("teams.User", models.CASCADE, related_name="idempotency_records")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of address and body.")
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(blank=True)
    headers = models.JSONField(default=dict)
    claimed_at = models.DateTimeField(default=timezone.now)

    objects = IdempotencyRecordQuerySet.as_manager()

    class Meta:
        app_label = "integrations"
        db_table = "integrations_keptanswer"  # the name it was made with
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_answer_a_key"),
        ]
        indexes = [models.Index(fields=["claimed_at"], name="answer_by_age")]

    def __str__(self):
        return f"{self.key} → {self.status}"

    @property
    def is_answered(self):
        return self.status is not None

    def keep(self, status, body, headers):
        self.status, self.body, self.headers = status, body, headers
        self.save(update_fields=["status", "body", "headers"])

    def release(self):
        """The act was refused: the next one who comes with the key tries anew."""
        type(self).objects.filter(pk=self.pk).delete()
