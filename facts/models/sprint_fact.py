from django.contrib.postgres.fields import ArrayField
from django.db import models


class SprintFact(models.Model):
    """What became of the commitment of a sprint: frozen at kickoff, judged at the sprint's end."""

    # A fact is told from the sprint's own row, which stays; to check again costs much.
    sprint = models.OneToOneField(
        "sprints.Sprint", models.CASCADE, primary_key=True, related_name="fact", db_constraint=False
    )
    project = models.ForeignKey(
        "projects.Project", models.CASCADE, related_name="sprint_facts", db_constraint=False
    )
    team = models.ForeignKey(  # the index below begins with it
        "teams.Team",
        models.CASCADE,
        related_name="sprint_facts",
        db_constraint=False,
        db_index=False,
    )
    number = models.PositiveIntegerField()
    kicked_off_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(
        null=True, help_text="When it stops counting: closed, or a day after its last one."
    )
    committed = models.PositiveIntegerField(null=True, help_text="Stories frozen at kickoff.")
    committed_points = models.FloatField(null=True)
    done = models.PositiveIntegerField(help_text="Of those, done when the sprint ended.")
    done_points = models.FloatField()
    added = models.PositiveIntegerField(help_text="Planned into it after kickoff.")
    removed = models.PositiveIntegerField(
        help_text="Frozen, then taken out or dropped before it was closed."
    )
    missed_stories = ArrayField(models.BigIntegerField())
    added_stories = ArrayField(models.BigIntegerField())
    removed_stories = ArrayField(models.BigIntegerField())

    class Meta:
        app_label = "metrics"
        indexes = [models.Index(fields=["team", "closed_at"], name="sprint_fact_closed")]

    def __str__(self) -> str:
        return f"Fact of sprint {self.pk}"
