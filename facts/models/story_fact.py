from django.contrib.postgres.fields import ArrayField
from django.db import models


class StoryFact(models.Model):
    """What a story's history comes to. Made whole from its events; holds no person."""

    # What a fact points at, the events it is told from are held to; to check it again costs much.
    story = models.OneToOneField(
        "stories.Story", models.CASCADE, primary_key=True, related_name="fact", db_constraint=False
    )
    # The indexes below begin with these columns already.
    project = models.ForeignKey(
        "projects.Project",
        models.CASCADE,
        related_name="story_facts",
        db_constraint=False,
        db_index=False,
    )
    team = models.ForeignKey(
        "teams.Team",
        models.CASCADE,
        related_name="story_facts",
        db_constraint=False,
        db_index=False,
    )
    theme_id = models.BigIntegerField(null=True)
    category = models.CharField(max_length=8)
    since = models.DateTimeField(help_text="When it came into its category.")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, help_text="First in work.")
    done_at = models.DateTimeField(null=True, help_text="Last finished, if it still is.")
    dropped_at = models.DateTimeField(null=True)
    reopened = models.PositiveIntegerField()
    cycle_days = models.FloatField(null=True, help_text="Working days from first in work to done.")
    parked_days = models.FloatField(help_text="Working days back in to do after it was started.")
    doing_days = models.FloatField()
    review_days = models.FloatField()
    blocked_at = models.DateTimeField(null=True, help_text="Since when it is blocked now.")
    blocked_days = models.FloatField(help_text="Working days of the blocks that ended.")
    owner_path = ArrayField(
        models.CharField(max_length=12),
        help_text="Disciplines that held it while in work, equals merged, an hour at least.",
    )
    returned = models.BooleanField(
        null=True, help_text="Whether it came back to a discipline; unknown if one of them is."
    )
    bulk_closed = models.BooleanField(
        help_text="Closed by one hand with more than five others within two minutes."
    )
    last_event_id = models.BigIntegerField(help_text="The newest event it is made from.")

    class Meta:
        app_label = "metrics"
        indexes = [
            models.Index(fields=["team", "done_at"], name="story_fact_done"),
            models.Index(
                fields=["team", "started_at"],
                name="story_fact_open",
                condition=models.Q(done_at=None, dropped_at=None),
            ),
            models.Index(fields=["project"], name="story_fact_of_project"),
        ]

    def __str__(self) -> str:
        return f"Fact of story {self.pk}"
