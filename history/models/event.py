from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from django.utils import timezone

from base import clock, redis
from base.roles import WORKING, Discipline
from history.publishing import CHANNEL
from history.schema import SCHEMAS, EventDetails, JsonObject, internal_verbs, upgraded

if TYPE_CHECKING:
    from base.user import User

SINCE = """
SELECT news.id FROM unnest(%s::bigint[], %s::bigint[]) AS seen (project, last)
CROSS JOIN LATERAL (
    SELECT id FROM projects_event WHERE project_id = seen.project AND id > seen.last
    ORDER BY id LIMIT %s) AS news
"""


A_DAY = timedelta(days=1)
STRUCK_OUT = "[struck out]"
MOST_WORDS = 300  # characters of one text that a line of history repeats


def for_guests() -> Q:
    """What a guest is told: no internal verb, unless the line itself says that it isn't."""
    return ~Q(verb__in=internal_verbs()) | Q(details__internal=False)


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User) -> Self:
        """History of one's teams; guests don't hear of internal comments nor of the pulse."""
        seat = Q(team__memberships__user=user.pk, team__memberships__left_at=None)
        works = Q(team__memberships__role__in=WORKING)
        return self.filter(seat, for_guests() | works)  # one filter is one join: the same seat

    def for_guests(self) -> Self:
        return self.filter(for_guests())

    def told_outside(self) -> Self:
        """For who keeps the installation: a word on a report comes a day late, as to guests."""
        lately = timezone.now() - A_DAY
        return self.exclude(verb="team_reading_contested", recorded_at__gt=lately)

    def beside_projects(self, team: models.Model) -> Self:
        """What the team told of itself: its people, its name, its rhythm, its health."""
        return self.filter(team=team, project=None)

    def of_row(self, project: models.Model, name: str, pk: int) -> Self:
        """Lines beside stories that name this row by the field of that name."""
        verbs = [verb for verb, schema in SCHEMAS.items() if name in schema.__struct_fields__]
        told = self.filter(project=project, story=None, verb__in=verbs)
        return told.filter(**{f"details__{name}": pk})

    def after(self, event_id: int) -> Self:
        return self.filter(pk__gt=event_id).order_by("pk")

    def since(self, seen: dict[int, int], *, limit: int) -> Self:
        """The next events of several projects: at most `limit` of each after its last id."""
        ids = RawSQL(SINCE, [list(seen), list(seen.values()), limit])  # noqa: S611  no text in it
        return self.filter(pk__in=ids).order_by("pk")

    def last_id(self) -> int:
        return self.order_by("-pk").values_list("pk", flat=True).first() or 0

    def for_timeline(self) -> EventQuerySet:
        rows = self.select_related("actor", "story", "story__project", "sprint").order_by("-pk")
        return rows.with_old_texts()

    def with_old_texts(self) -> Self:
        """Note whether the line overwrote a text, which can be read on a page of its own."""
        itself = self.model.objects.filter(pk=OuterRef("pk"))
        return self.annotate(has_old_texts=Exists(itself.filter(old_texts__isnull=False)))

    def for_stream(self) -> Self:
        """With what a line of the live stream tells, and no more of it."""
        return self.select_related("project", "story", "sprint").only(
            "verb",
            "details",
            "actor",
            "at",
            "project__key",
            "story__number",
            "story__column",
            "sprint__number",
        )


class Event(models.Model):
    """One line of history. Append-only: the database itself refuses to update or delete it."""

    # The indexes below begin with these columns already; a second one each would slow every verb.
    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="events", db_index=False)
    project = models.ForeignKey(
        "projects.Project", models.PROTECT, null=True, related_name="events", db_index=False
    )
    story = models.ForeignKey(
        "stories.Story", models.PROTECT, null=True, related_name="events", db_index=False
    )
    sprint = models.ForeignKey(
        "sprints.Sprint", models.PROTECT, null=True, related_name="events", db_index=False
    )
    actor = models.ForeignKey("teams.User", models.PROTECT, null=True, related_name="events")
    discipline = models.CharField(
        max_length=12, choices=Discipline, blank=True, help_text="The actor's, at that time."
    )
    role = models.CharField(max_length=8, help_text="The actor's, at that time.")
    service = models.CharField(
        max_length=80,
        blank=True,
        db_default="",
        default="",
        help_text="What spoke in the actor's name, if a service's token did.",
    )
    verb = models.CharField(max_length=40)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    version = models.PositiveSmallIntegerField(
        default=1,
        db_default=1,
        help_text="Which shape of the verb's details it has: see history/schema.py.",
    )
    at = models.DateTimeField(help_text="The time it tells of.")
    recorded_at = models.DateTimeField(db_default=Now(), help_text="The server's time.")

    objects = EventQuerySet.as_manager()

    class Meta:
        app_label = "projects"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["project", "id"], name="event_of_project"),
            # Facts want half of a story's lines, and to read one from the disk is what costs.
            models.Index(fields=["story", "verb", "id"], name="event_of_story_verb"),
            models.Index(fields=["sprint", "id"], name="event_of_sprint"),
            models.Index(fields=["team", "at"], name="event_of_team_at"),
            # Few events hang on no story, and a report reads all of them; other verbs don't pay.
            models.Index(
                fields=["project", "id"], condition=Q(story=None), name="event_beside_stories"
            ),
            models.Index(  # few lines, but asked for by every report
                fields=["team", "id"],
                name="event_of_team_alone",
                condition=models.Q(project=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} #{self.pk}"

    @property
    def is_internal(self) -> bool:
        """Whether guests don't hear of it."""
        schema = SCHEMAS.get(self.verb)
        return (
            schema is not None and schema.is_internal and self.details.get("internal") is not False
        )

    @property
    def current_details(self) -> JsonObject:
        """What it says, as today's class of its verb says it."""
        return upgraded(self.verb, self.details, self.version)

    @classmethod
    def write(
        cls,
        details: EventDetails,
        *,
        team: models.Model,
        by: Any,
        replaced: tuple[models.Model, dict[str, Any]] | None = None,
        **of: models.Model | None,
    ) -> Self:
        """Write one line inside the verb's transaction; called by record() of the nouns only.

        `replaced` is the row whose texts the verb overwrote, and what its fields held before.
        """
        event = cls.build(details, team=team, by=by, **of)
        event.save(force_insert=True)
        if replaced:
            event.old_texts.keep(event, *replaced)
        event.announce_later()
        return event

    @classmethod
    def build(
        cls, details: EventDetails, *, team: models.Model, by: Any, **of: models.Model | None
    ) -> Self:
        """Return the unsaved line that `by`, an Actor, leaves now.

        `of` is what it hangs on: project, story, sprint. Raises EventError where a value isn't of
        the type that the class of the details names.
        """
        line = cls(
            team=team,
            verb=details.verb,
            version=details.schema_version(),
            actor=by.user,
            discipline=by.discipline,
            role=by.role,
            service=getattr(by.user, "service", ""),
            details=shortened(details.checked()),
            at=clock.now(),
            **of,
        )
        if details.is_of_a_side:
            line.recorded_at = line.at
        return line

    @classmethod
    def write_all(cls, events: list[Event]) -> None:
        """Write many lines of one project at once, in the order given."""
        cls.objects.bulk_create(events, batch_size=2000)
        if events:
            events[-1].announce_later()

    def announce_later(self) -> None:
        """Ring for the project once it is true; who listens reads the news from the table."""
        if self.project_id:
            channel = f"{CHANNEL}{self.project_id}"
            transaction.on_commit(
                lambda: redis.try_call(lambda client: client.publish(channel, self.pk))
            )


def shortened(said: Any) -> Any:
    """Cut texts of what a line says, so that feeds stay small; whole ones lie beside the events."""
    if isinstance(said, dict):
        return {name: shortened(value) for name, value in said.items()}
    is_long = isinstance(said, str) and len(said) > MOST_WORDS
    if is_long:
        return f"{said[: MOST_WORDS - 1]}…"
    return said
