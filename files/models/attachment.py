from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

import structlog
from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Sum, Value, When
from django.utils import timezone

from base import clock
from files import previews
from files.events import AttachmentAdded, OfAttachment
from files.hosts import HOSTS, Host, host_of
from files.models.erasable import KEPT_FOR, MARGIN, Erasable
from files.naming import LONGEST, cleaned, type_of
from files.refusals import (
    FileEmpty,
    FileLost,
    FileRefusedByScan,
    FileTooLarge,
    FileWaitsForScan,
    ProjectFilesFull,
    TooManyAttachments,
)
from files.scanning import ScanFailed, scan
from files.storage import HEAD, drop, keep, reached, storage
from jobs.models import Job
from projects.models.eventful import OfProject
from projects.models.project import OfProjectQuerySet
from teams.models.membership import Actor

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files import File

    from files.storage import Kept
    from projects.models.project import Project
    from teams.models.user import User

log = structlog.get_logger(__name__)

MOST = 200  # on one thing
MEGABYTE = 1024 * 1024


class AttachmentQuerySet(OfProjectQuerySet["Attachment"]):
    def visible_to(self, user: User) -> Self:
        """The files on what they may see."""
        seen = Q()
        for kind, host in HOSTS.items():
            seen |= Q(host_kind=kind, host_id__in=host.visible_to(user).values("pk"))
        return self.filter(seen)

    def standing(self) -> Self:
        return self.filter(deleted_at=None)

    def restorable(self) -> Self:
        """Deleted, and still there to be put back."""
        lately = timezone.now() - KEPT_FOR
        return self.filter(deleted_at__gt=lately, purged_at=None, refused_why="")

    def of_project(self, project: Project) -> Self:
        return self.filter(project=project)

    def bytes_of(self, project: Project) -> int:
        """How much room they take, deleted ones too."""
        kept = self.unpurged().of_project(project)
        return int(kept.aggregate(bytes=Sum("size", default=0))["bytes"])

    def listed(self, before: int | None) -> Self:
        """The newest first, each with what its host is called."""
        titles = []
        for kind, host in HOSTS.items():
            if host.title:
                rows = host.model._default_manager.filter(pk=OuterRef("host_id"))
                titles.append(When(host_kind=kind, then=Subquery(rows.values(host.title)[:1])))
        named = (
            self.select_related("added_by")
            .order_by("-pk")
            .annotate(host_title=Case(*titles, default=Value(""), output_field=models.TextField()))
        )
        return named.filter(pk__lt=before) if before else named

    def on(self, row: models.Model) -> Self:
        return self.filter(host_kind=host_of(row).kind, host_id=row.pk)

    def on_each(self, kind: str, rows: models.QuerySet[Any, Any]) -> Self:
        """On whichever of these rows, all of one kind."""
        return self.filter(host_kind=kind, host_id__in=rows.values("pk"))

    def unpurged(self) -> Self:
        """Those whose bytes are there, deleted ones too."""
        return self.filter(purged_at=None)

    def outlived(self) -> Self:
        """Deleted so long ago that their bytes go."""
        return self.unpurged().filter(deleted_at__lt=timezone.now() - KEPT_FOR - MARGIN)

    def naming(self, keys: list[str]) -> set[str]:
        """Of these keys the ones under which somebody's bytes lie."""
        return set(self.unpurged().filter(key__in=keys).values_list("key", flat=True))

    def unchecked(self) -> Self:
        return self.standing().filter(checked_at=None)


class Attachment(Erasable, OfProject):
    """A file on something of a project: whoever sees that sees the file."""

    class Preview(models.TextChoices):
        NONE = "", "None"
        WAITING = "waiting", "Waiting"
        READY = "ready", "Ready"

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="attachments")
    host_kind = models.CharField(max_length=20, editable=False)
    host_id = models.PositiveBigIntegerField(editable=False)
    name = models.CharField(max_length=LONGEST, editable=False)
    size = models.PositiveIntegerField(editable=False, help_text="In bytes.")
    content_type = models.CharField(
        max_length=130, editable=False, help_text="By its content, not by its name."
    )
    sha256 = models.CharField(max_length=64, editable=False)
    key = models.CharField(
        max_length=80, unique=True, editable=False, help_text="Where its bytes lie."
    )
    added_by = models.ForeignKey(
        "teams.User", models.PROTECT, null=True, editable=False, related_name="attachments"
    )
    added_at = models.DateTimeField(default=clock.now, editable=False)
    checked_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When nothing spoke against it."
    )
    preview = models.CharField(max_length=7, choices=Preview, blank=True, editable=False)

    objects: ClassVar = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        indexes = [
            models.Index(fields=["host_kind", "host_id"], name="attachment_of_host"),
            models.Index(
                fields=["deleted_at"],
                condition=Q(deleted_at__isnull=False, purged_at=None),
                name="attachment_deleted",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1), name="attachment_has_bytes"),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="attachment_has_a_digest"
            ),
            models.CheckConstraint(
                condition=Q(purged_at=None)
                | Q(deleted_at__isnull=False, purged_at__gte=F("deleted_at")),
                name="attachment_purged_once_deleted",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def attach(cls, row: models.Model, file: File[bytes], *, by: User, name: str = "") -> Self:
        """Keep a file on this row; its bytes are written before anything names them.

        Bytes that no row came to name, as a worker was killed or the transaction failed, are
        swept up by a job.
        """
        host = host_of(row)
        project, name = host.project_of(row), cleaned(name or file.name or "")
        _must_fit(file, name)
        Actor.admitted(project.team, by, host.needs)  # before anything of theirs is kept
        checked_at = cls._scanned(file, name)
        kept = keep(file, project.pk)
        try:
            return cls._name(kept, row, name, checked_at, by)
        except BaseException:
            kept.drop()
            raise

    @classmethod
    def attach_all(cls, row: models.Model, files: list[File[bytes]], *, by: User) -> list[Self]:
        """Keep these files, or none of them."""
        attached: list[Self] = []
        try:
            with transaction.atomic():
                for file in files:
                    attached.append(cls.attach(row, file, by=by))
        except BaseException:
            for one in attached:
                drop(one.key)
            raise
        return attached

    @classmethod
    def _scanned(cls, file: File[bytes], name: str) -> datetime | None:
        """When it was looked through; None where that has to be tried again, and it waits."""
        file.seek(0)
        try:
            why = scan(file, name, type_of(file.read(HEAD), name))
        except ScanFailed:
            return None
        if why:
            raise FileRefusedByScan(why, "file")
        return clock.now()

    @classmethod
    def _name(
        cls, kept: Kept, row: models.Model, name: str, checked_at: datetime | None, by: User
    ) -> Self:
        host = host_of(row)
        project = host.project_of(row)
        with project.changed_by(by, needs=host.needs, even_closed=host.even_closed) as actor:
            host.must_take(row, actor)
            cls._must_have_room(project, host, row, kept.size)
            content_type = type_of(kept.head, name)
            attachment = cls(
                project=project,
                host_kind=host.kind,
                host_id=row.pk,
                name=name,
                size=kept.size,
                content_type=content_type,
                sha256=kept.sha256,
                key=kept.key,
                added_by=actor.user,
                added_at=clock.now(),
                checked_at=checked_at,
                preview=previews.state_of_new(content_type),
            )
            attachment.save(force_insert=True)
            vars(attachment)["host_row"] = row
            told = {"size": kept.size, "content_type": content_type}
            attachment.tell(AttachmentAdded, actor, **told)
            attachment.ask_for_work()
            return attachment

    @classmethod
    def _must_have_room(cls, project: Project, host: Host, row: models.Model, size: int) -> None:
        """Under the project's lock, so two who come at the same moment don't both get the rest."""
        on_row = Q(host_kind=host.kind, host_id=row.pk)
        kept = cls.objects.unpurged().filter(project=project)
        there = kept.aggregate(bytes=Sum("size", default=0), on_row=Count("pk", filter=on_row))
        if there["on_row"] >= MOST:
            raise TooManyAttachments(f"There are {MOST} files here, which is as many as may be.")
        if there["bytes"] + size > settings.PROJECT_FILES_BYTES:
            room = settings.PROJECT_FILES_BYTES // MEGABYTE
            raise ProjectFilesFull(
                f"The files of {project.name} may have {room:,} MB together, and this one doesn't "
                "fit any more. Deleted files count until they are gone, after 30 days.",
                "file",
            )

    @property
    def host(self) -> Host:
        return HOSTS[self.host_kind]

    @property
    def host_row(self) -> Any:
        """What it hangs on, with its project."""
        kept = vars(self)
        if "host_row" not in kept:
            rows = self.host.model._default_manager.select_related(*self.host.related)
            kept["host_row"] = rows.get(pk=self.host_id)
        return kept["host_row"]

    @property
    def waits(self) -> bool:
        """Whether nobody gets it yet, as it has to be looked through."""
        return self.checked_at is None

    def ask_for_work(self) -> None:
        """Have it looked through, or its preview drawn, by a worker."""
        if self.waits:
            Job.ask("check_attachment", key=f"attachment:{self.pk}", attachment=self.pk)
        elif self.preview == self.Preview.WAITING:
            Job.ask("draw_preview", key=f"attachment:{self.pk}", attachment=self.pk)

    def look_through(self) -> None:
        """Look through one that waited; raises ScanFailed while that can't be done."""
        with self.stored() as file:
            why = scan(file, self.name, self.content_type)
        if why:
            self.refuse(why)
            return
        self.checked_at = timezone.now()
        self.save(update_fields=["checked_at"])
        self.ask_for_work()

    def draw_preview(self) -> None:
        """Keep a small picture of it, re-encoded; nothing where it can't or mustn't be drawn."""
        with self.stored() as file:
            drawn = previews.draw(file)
        self.preview = self.Preview.READY if drawn else self.Preview.NONE
        if drawn:
            previews.keep(self.key, drawn)
        self.save(update_fields=["preview"])

    def opened(self) -> File[bytes]:
        """Its bytes, for whoever may see its host."""
        if self.waits:
            raise FileWaitsForScan(f"“{self.name}” is still being looked through. Try again later.")
        return self.stored()

    def stored(self, key: str = "") -> File[bytes]:
        try:
            with reached():
                return storage().open(key or self.key)
        except FileNotFoundError:
            log.error("file_lost", attachment=self.pk, key=self.key)
            raise FileLost(
                f"“{self.name}” isn't where it was kept. Whoever runs this installation can look "
                "for it in a backup."
            ) from None

    def tell(self, schema: type[OfAttachment], actor: Actor, **more: Any) -> None:
        """Open or internal as its host is now: what guests heard of before stays heard."""
        host, row = self.host, self.host_row
        details = schema.of(
            {
                "attachment": self.pk,
                "host_kind": self.host_kind,
                "host": self.host_id,
                "on": host.on,
                "name": self.name,
                "internal": host.is_internal(row),
                **more,
            }
        )
        self.project.write(details, by=actor, **host.beside(row))


def _must_fit(file: File[bytes], name: str) -> None:
    if not file.size:
        raise FileEmpty(f"“{name}” is empty.", "file")
    if file.size > settings.ATTACHMENT_MAX_BYTES:
        most = settings.ATTACHMENT_MAX_BYTES // MEGABYTE
        raise FileTooLarge(f"“{name}” is larger than the {most} MB that a file may have.", "file")
