from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from base import clock
from base.content_hash import content_hash
from base.roles import Discipline, Role
from history.models.event import STRUCK_OUT
from history.models.old_text import OldText
from history.models.redaction import COPIES
from projects.events import CharterConfirmed, CharterSigned, CharterWritten
from projects.models.eventful import OfProject
from projects.models.frozen_theme import freeze_plan
from projects.models.project import OfProjectQuerySet
from projects.refusals import CharterDatesReversed, CharterEditedSince, SignedWithoutDiscipline

if TYPE_CHECKING:
    from projects.models.project import Project
    from teams.models.user import User

SIGNERS = (Discipline.SCIENCE, Discipline.ENGINEERING, Discipline.CUSTOMER)


class CharterQuerySet(OfProjectQuerySet["Charter"]):
    def newest(self) -> Self:
        """The standing version of each project."""
        later = Charter.objects.filter(
            project=OuterRef("project"), version__gt=OuterRef("version")
        ).order_by()
        return self.filter(~Exists(later))

    def with_look(self) -> QuerySet[Charter]:
        """With `looked_at`: when somebody last wrote, signed or confirmed it."""
        signed = Signature.objects.filter(charter=OuterRef("pk")).order_by().values("charter")
        last = Subquery(signed.annotate(last=Max("signed_at")).values("last"))
        return self.annotate(
            looked_at=Greatest(
                "written_at", Coalesce("confirmed_at", "written_at"), Coalesce(last, "written_at")
            )
        )


class Charter(OfProject):
    """The desired end point and expected timeline, a row a version; an edit voids signatures."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="charters")
    version = models.PositiveIntegerField(editable=False)
    end_point = models.TextField(
        help_text="In the users' words: what is there, in production, when we are done, and what "
        "is out of scope?"
    )
    success = models.TextField(
        "success statement", help_text="How will the customer know it was worth it?"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    written_by = models.ForeignKey("teams.User", models.PROTECT, null=True, editable=False)
    written_at = models.DateTimeField(default=clock.now, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = CharterQuerySet.as_manager()

    class Meta:
        ordering = ["project", "-version"]
        get_latest_by = "version"
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="charter_version_unique"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="charter_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"Charter of {self.project.key}, version {self.version}"

    @classmethod
    def write(
        cls,
        project: Project,
        *,
        end_point: str,
        success: str,
        starts_on: date,
        ends_on: date,
        by: User,
    ) -> Charter:
        """Write the next version; the same words again change nothing."""
        if ends_on < starts_on:
            raise CharterDatesReversed(
                "The timeline ends on or after the day it starts.", "ends_on"
            )
        with project.changed_by(by, needs=Role.LEAD) as actor:
            last = project.charters.order_by("-version").first()
            fields = {
                "end_point": end_point.strip(),
                "success": success.strip(),
                "starts_on": starts_on,
                "ends_on": ends_on,
            }
            hash_now = content_hash(fields)
            if last and last.content_hash == hash_now:
                return last
            charter = cls(
                project=project,
                version=last.version + 1 if last else 1,
                content_hash=hash_now,
                written_by=actor.user,
                written_at=clock.now(),
                **fields,
            )
            charter.check_own_fields()
            charter.save(force_insert=True)
            voided = last.signatures.count() if last else 0
            if last:
                was = {name: getattr(last, name) for name in ("end_point", "success")}
            else:
                was = {}
            details = CharterWritten(
                charter=charter.pk, version=charter.version, voided_signatures=voided
            )
            charter.record(details, by=actor, replaced=(charter, was))
            return charter

    def sign(self, *, by: User, content_hash: str | None = None) -> Signature:
        """Sign what was read, over the hash of the words: for one's discipline, or the customer."""
        with self.project.changed_by(by, needs=Role.GUEST) as actor:
            place = actor.signs_for
            if place not in Discipline.values or place == Discipline.UNKNOWN:
                raise SignedWithoutDiscipline(
                    "Only people with a discipline in the team can sign its charter."
                )
            self._must_be_what_stands(content_hash)
            signature, is_new = self.signatures.get_or_create(
                user=actor.user,
                defaults={
                    "discipline": actor.discipline or Discipline.UNKNOWN,
                    "for_customer": actor.from_customer,
                    "content_hash": self.content_hash,
                    "signed_at": clock.now(),
                },
            )
            if is_new:
                details = CharterSigned(charter=self.pk, version=self.version, discipline=place)
                self.record(details, by=actor)
                if self._is_signed_by_all():
                    freeze_plan(self, actor)
            return signature

    def confirm(self, *, by: User, content_hash: str | None = None) -> None:
        """Say that it is still right; nobody's signature is changed by that."""
        with self.project.changed_by(by) as actor:
            self._must_be_what_stands(content_hash)
            self.confirmed_at = clock.now()
            self.save(update_fields=["confirmed_at"])
            self.record(CharterConfirmed(charter=self.pk, version=self.version), by=actor)

    def _is_signed_by_all(self) -> bool:
        signed = self.signatures.annotate(place=signed_for()).values_list("place", flat=True)
        return set(SIGNERS) <= set(signed)

    def _must_be_what_stands(self, content_hash: str | None) -> None:
        newest = self.project.charters.order_by("-version").first()
        if newest != self or content_hash not in (None, self.content_hash):
            raise CharterEditedSince(
                "The charter has been edited since; read the new version first."
            )


def signed_for() -> Case:
    """For whom a signature stands, as an expression over its row."""
    customer = Value(Discipline.CUSTOMER.value)
    return Case(
        When(for_customer=True, then=customer),
        default=F("discipline"),
        output_field=models.CharField(),
    )


class Signature(models.Model):
    """One person's word, for their discipline, on exactly these words of the charter.

    Who is from the customer gives it for the customer: the team's own still have to sign.
    """

    charter = models.ForeignKey(Charter, models.PROTECT, related_name="signatures")
    user = models.ForeignKey("teams.User", models.PROTECT, related_name="signatures")
    discipline = models.CharField(max_length=12, choices=Discipline)
    for_customer = models.BooleanField("for the customer", default=False, db_default=False)
    content_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(fields=["charter", "user"], name="one_signature_each")
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.signed_for})"

    @property
    def signed_for(self) -> str:
        return Discipline.CUSTOMER.value if self.for_customer else self.discipline


def _strike_from_earlier(old: OldText) -> None:
    """Earlier versions are rows of their own; who signed them did sign."""
    earlier = Charter.objects.filter(project=old.event.project_id, pk__lt=old.row)
    earlier.filter(**{old.field: old.text}).update(**{old.field: STRUCK_OUT})


COPIES[Charter._meta.label_lower] = _strike_from_earlier
