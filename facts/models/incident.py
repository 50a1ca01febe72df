from django.db import models
from django.db.models.functions import Now


class FactIncident(models.Model):
    """A fact that said something else than its events do: found by the reconcile, and mended."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="fact_incidents")
    found_at = models.DateTimeField(db_default=Now())
    stories = models.PositiveIntegerField(help_text="How many facts differed.")
    sample = models.JSONField(default=list, help_text="The first of them: ids and fields.")

    class Meta:
        app_label = "metrics"
        ordering = ["-found_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.stories} facts of project {self.project_id} differed"
