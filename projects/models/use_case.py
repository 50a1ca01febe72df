from django.db import models

from base import clock
from projects.models.eventful import OfProject, Ordered


class UseCase(OfProject, Ordered):
    """A concrete use distilled from the business goal; the team iterates over these."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="use_cases")
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(Ordered.Meta):
        verbose_name = "use case"

    def __str__(self):
        return self.title

    @classmethod
    def distil(cls, project, *, title, by, description=""):
        with project.changed_by(by) as actor:
            return cls.add_to(
                project,
                actor,
                "distilled",
                title=title,
                description=description,
                position=cls.next_position(project),
            )

    def reword(self, *, title, description, by):
        with self.project.changed_by(by) as actor:
            self.change(actor, "reworded", title=title, description=description)

    def drop(self, *, by):
        """Take it off the list; it stays in the history."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["dropped_at"])
            if self.dropped_at is None:
                self.change(actor, "dropped", dropped_at=clock.now())
