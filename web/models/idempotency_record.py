from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

import orjson
from django.db import connection, models
from django.db.models import F, Func, IntegerField, Q, Value
from django.db.models.lookups import GreaterThan
from django.utils import timezone

KEPT_FOR = timedelta(hours=24)

CLAIM = """
INSERT INTO integrations_keptanswer (user_id, key, fingerprint, status, body, headers, claimed_at)
VALUES (%s, %s, %s, NULL, '', '{}', %s) ON CONFLICT (user_id, key) DO NOTHING
"""

LEAST = 4  # characters: shorter words are struck out only where they stand alone


class IdempotencyRecordQuerySet(models.QuerySet["IdempotencyRecord"]):
    if TYPE_CHECKING:
        _hints: dict[str, models.Model]  # the row whose related manager it comes from

    def outdated(self) -> Self:
        return self.filter(claimed_at__lt=timezone.now() - KEPT_FOR)

    def claim(self, key: str, fingerprint: str) -> IdempotencyRecord | None:
        """Return the row of this key, new or answered; None if another request has it.

        Whoever comes second waits at the unique index until the first commits or gives up.
        """
        user_id = self._hints["instance"].pk
        self.outdated().filter(key=key).delete()
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [user_id, key, fingerprint, timezone.now()])
        kept = self.get(key=key)
        if kept.fingerprint == fingerprint:
            return kept
        return None

    def strike_out(self, words: set[str], mark: str, *, team: int) -> None:
        """Put the mark for these words; who repeats a request still hears that it was done.

        What a form was answered with is a piece of a page, in which the words may have any shape:
        of all who read the team it is dropped, and a repetition leads to the page instead.
        """
        readers = Q(user__memberships__team=team) | Q(user__is_superuser=True)
        pieces = self.filter(readers, key__startswith="form ").values("pk")
        self.filter(pk__in=pieces).exclude(body=b"").update(body=b"")
        for kept in self._saying(words):
            kept.body = orjson.dumps(_marked(orjson.loads(bytes(kept.body)), words, mark))
            kept.save(update_fields=["body"])

    def _saying(self, words: set[str]) -> Self:
        """The answers in JSON that say any of the words."""
        says = Q()
        for word in words:
            says |= Q(GreaterThan(Place(Value(orjson.dumps(word)[1:-1]), F("body")), 0))
        return self.exclude(key__startswith="form ").filter(says)


class Place(Func):
    """Where bytes begin within others, from 1; 0 if they don't."""

    template, arg_joiner, output_field = "position(%(expressions)s)", " in ", IntegerField()


def _says(text: str, words: Any) -> bool:
    return any(word == text or (len(word) >= LEAST and word in text) for word in words)


def _marked(said: Any, words: Any, mark: str) -> Any:
    if isinstance(said, dict):
        marked = {}
        for name, value in said.items():
            marked[name] = _marked(value, words, mark)
        return marked
    if isinstance(said, list):
        return [_marked(value, words, mark) for value in said]
    if isinstance(said, str) and _says(said, words):
        return mark
    return said


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

    def __str__(self) -> str:
        return f"{self.key} → {self.status}"

    @property
    def is_answered(self) -> bool:
        return self.status is not None

    def keep(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.status, self.body, self.headers = status, body, headers
        self.save(update_fields=["status", "body", "headers"])

    def release(self) -> None:
        """The act was refused: the next one who comes with the key tries anew."""
        type(self).objects.filter(pk=self.pk).delete()
