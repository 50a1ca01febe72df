from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from base import clock

if TYPE_CHECKING:
    from projects.models.project import Project


class ImportedRowQuerySet(models.QuerySet["ImportedRow"]):
    def from_source(self, project: Project, source: str) -> Self:
        return self.filter(project=project, source=source)


class ImportedRow(models.Model):
    """Which row of ours a row of another system became, and up to where its history was read."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="imported_rows")
    source = models.CharField(max_length=20, help_text="The other system, such as “jira”.")
    external_id = models.CharField(max_length=120, help_text="Its kind and id over there.")
    external_key = models.CharField(max_length=40, blank=True, help_text="What people call it.")
    row = models.BigIntegerField(help_text="The id of our row.")
    read_until = models.BigIntegerField(default=0, help_text="The last change taken over.")
    comments_until = models.BigIntegerField(default=0, help_text="The last comment taken over.")
    imported_at = models.DateTimeField(default=clock.now)

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "source", "external_id"], name="imported_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_key or self.external_id}"
