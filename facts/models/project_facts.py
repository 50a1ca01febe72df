import hashlib
from typing import Any, Self

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Max, Q, Value

from base.sql import statement
from facts.query_planning import Prepared, ids_of, planned_for_facts, run
from history.models import Event
from jobs.models import Job
from projects.models import Project

DEFINITION = hashlib.sha256(
    (statement("facts/sql/story_facts.sql") + statement("facts/sql/sprint_facts.sql")).encode()
).hexdigest()[:12]
MANY = "bigint[]"
REWRITE_STORIES = Prepared(
    statement("facts/sql/write_facts_of_stories.sql"), projects=MANY, upto=MANY, stories=MANY
)
REWRITE_SPRINTS = Prepared(
    statement("facts/sql/write_facts_of_sprints.sql"), projects=MANY, upto=MANY, sprints=MANY
)
TOUCHED_SPRINTS = Prepared(
    statement("facts/sql/touched_sprints.sql"), projects=MANY, after="bigint"
)
WRITE_ALL = statement("facts/sql/write_facts_of_projects.sql")
BATCH_NEIGHBOURS = statement("facts/sql/batch_neighbours.sql")


class ProjectFacts(models.Model):
    """Up to which event the facts of a project are told; its row is their lock.

    Within a project ids are handed out under its lock, so what is committed later has a larger
    id: nothing at or under `last_event_id` can still come. No clock is asked.
    """

    project = models.OneToOneField(
        "projects.Project", models.CASCADE, primary_key=True, related_name="facts"
    )
    last_event_id = models.BigIntegerField(default=0)
    working_days = ArrayField(models.PositiveSmallIntegerField(), default=list)
    definition = models.CharField(max_length=12, default="", help_text="Of the rules they follow.")

    class Meta:
        app_label = "metrics"
        verbose_name_plural = "project facts"

    def __str__(self) -> str:
        return f"Facts of project {self.project_id}, up to event {self.last_event_id}"

    @classmethod
    def of(cls, project_id: int) -> Self:
        """Return the row, locked with the facts it stands for."""
        locked = cls.objects.select_for_update().filter(pk=project_id)
        if facts := locked.first():
            return facts
        cls.objects.bulk_create([cls(project_id=project_id)], ignore_conflicts=True)
        return locked.get()

    @classmethod
    def refresh(cls, project_id: int) -> Self:
        """Bring the facts up to the newest event; nothing new costs three short reads."""
        with transaction.atomic():
            facts = cls.of(project_id)
            days = Project.objects.values_list("team__working_days", flat=True).get(pk=project_id)
            upto = Event.objects.filter(project=project_id).aggregate(last=Max("pk"))["last"] or 0
            if (facts.definition, facts.working_days) != (DEFINITION, days):
                facts._tell_all(upto)
            elif upto > facts.last_event_id:
                facts._tell_news(upto)
            else:
                return facts
            facts.last_event_id, facts.definition, facts.working_days = upto, DEFINITION, days
            facts.save(update_fields=["last_event_id", "definition", "working_days"])
            return facts

    @classmethod
    def rebuild(cls, project_ids: list[int]) -> None:
        """Tell the facts of whole projects anew, in a few statements for all of them."""
        with transaction.atomic():
            rows = [ProjectFacts(project_id=pk) for pk in project_ids]
            ProjectFacts.objects.bulk_create(rows, ignore_conflicts=True)
            list(ProjectFacts.objects.select_for_update().filter(pk__in=project_ids).order_by("pk"))
            upto = dict(
                Event.objects.filter(project__in=project_ids)
                .order_by()
                .values_list("project")
                .annotate(Max("pk"))
            )
            told = {"projects": list(upto), "upto": list(upto.values())}
            with planned_for_facts():
                run(WRITE_ALL, told)
            days = dict(
                Project.objects.filter(pk__in=project_ids).values_list("pk", "team__working_days")
            )
            for row in rows:
                row.last_event_id, row.definition = upto.get(row.project_id, 0), DEFINITION
                row.working_days = days[row.project_id]
            ProjectFacts.objects.bulk_update(rows, ["last_event_id", "definition", "working_days"])

    @planned_for_facts()
    def _tell_all(self, upto: int) -> None:
        run(WRITE_ALL, self._scope(upto))

    @planned_for_facts()
    def _tell_news(self, upto: int) -> None:
        news = Event.objects.filter(project=self.project_id, pk__gt=self.last_event_id).aggregate(
            stories=ArrayAgg("story", filter=~Q(story=None), distinct=True, default=Value([])),
            finish_stories=BoolOr(Q(verb="story_moved", details__now_category="done")),
            close_a_sprint=BoolOr(Q(verb="sprint_closed")),
        )
        told = self._scope(upto, stories=news["stories"], after=self.last_event_id)
        if news["finish_stories"]:
            neighbours = ids_of(BATCH_NEIGHBOURS, told)
            told["stories"] = sorted({*neighbours, *news["stories"]})
        if told["stories"]:
            REWRITE_STORIES.run(told)
        sprints = TOUCHED_SPRINTS.ids(told)
        if sprints:
            REWRITE_SPRINTS.run({**told, "sprints": sprints})
        if news["close_a_sprint"]:
            team = Project.objects.values_list("team", flat=True).get(pk=self.project_id)
            Job.ask("compute_report", key=f"team:{team}", team=team)

    def _scope(self, upto: int, **more: Any) -> dict[str, list[int]]:
        return {"projects": [self.project_id], "upto": [upto], **more}
