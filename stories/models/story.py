from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, JSONObject

from base import clock
from base.refusals import blaming
from base.roles import Role
from files.file_list import files_on
from history.models.event import Event
from history.schema import EventDetails
from projects.models import Hypothesis
from projects.models.eventful import OfProject
from projects.models.read_along import read_along
from stories.events import StoryCommented, StoryCreated
from stories.models.assignable import Assignable, not_working
from stories.models.blockable import Blockable
from stories.models.column import CLOSED, Category
from stories.models.dependency import Dependable, stories_at
from stories.models.describable import Describable, tidy
from stories.models.drafts import Named
from stories.models.findable import INDEXES, FindableQuerySet
from stories.models.movable import Movable
from stories.models.plannable import STEP, Plannable
from stories.refusals import (
    CommentLength,
    InternalCommentOfGuest,
    OfAnotherProject,
    PlannedIntoClosedSprint,
    PointsAndTimeBox,
)

if TYPE_CHECKING:
    from typing import TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from projects.models.project import Project
    from stories.models.comment import Comment
    from teams.models.membership import Actor
    from teams.models.user import User

    class StoryRows(TypedDict):
        """What the query adds to the story of a page."""

        coworker_ids: list[Any]
        last_event: Any
        needs_rows: list[Any]
        waiting_rows: list[Any]
        ever_needed: list[Any]
        ever_tested: list[Any]
        file_rows: list[Any]


def named_in(
    verbs: list[str], field: str, model: type[Hypothesis | Story], name: str
) -> ArraySubquery:
    """Ids and names of the rows that a story's history speaks of, as an annotation of it."""
    told = Event.objects.filter(story=OuterRef("pk"), verb__in=verbs)
    row = told.annotate(row=Cast(KT(f"details__{field}"), models.BigIntegerField()))
    names = model.objects.filter(pk=OuterRef("row")).values(name)
    return ArraySubquery(row.values(json=JSONObject(pk="row", name=Subquery(names))))


class StoryQuerySet(FindableQuerySet["Story"]):
    def open(self) -> Self:
        return self.exclude(category__in=CLOSED)

    def experiments(self) -> Self:
        return self.filter(kind=Story.Kind.EXPERIMENT)

    def of_outer_hypothesis(self) -> Self:
        """Those that test the hypothesis which an outer query is at."""
        return self.filter(hypothesis=models.OuterRef("pk"))

    def done(self) -> Self:
        return self.filter(category=Category.DONE)

    def closed(self) -> Self:
        """Done or dropped."""
        return self.filter(category__in=CLOSED)

    def in_backlog(self) -> Self:
        return self.open().filter(sprint=None)

    def out_of_backlog(self) -> Self:
        return self.filter(~Q(sprint=None) | Q(category__in=CLOSED))

    def blocked(self) -> Self:
        return self.exclude(blocked_at=None)

    def unblocked(self) -> Self:
        return self.filter(blocked_at=None)

    def owned_by(self, user: User) -> Self:
        return self.filter(owner=user)

    def by_rank(self) -> Self:
        return self.order_by("rank", "pk")

    def with_people(self) -> Self:
        return self.select_related("owner", "project", "column", "theme", "sprint")

    def for_change(self) -> Self:
        """One story with what its verbs ask."""
        return self.select_related("project__team", "owner", "column", "theme", "sprint")

    def for_page(self) -> QuerySet[StoryOfPage]:
        """One story with all around it that its page shows, and its project's last event."""
        through = self.model.coworkers.through.objects.filter(story=OuterRef("pk"))
        newest = Event.objects.filter(project=OuterRef("project")).order_by("-pk").values("pk")
        rows: QuerySet[Story] = self.for_change()
        return rows.annotate(
            coworker_ids=ArraySubquery(through.values("user")),
            last_event=Subquery(newest[:1]),
            needs_rows=stories_at("needs"),
            waiting_rows=stories_at("story"),
            ever_needed=named_in(["story_depended", "story_released"], "needs", Story, "title"),
            file_rows=files_on("story"),
            ever_tested=named_in(["story_tests"], "now", Hypothesis, "prediction"),
            **read_along("story"),
        )

    def by_key(self, key: str) -> Self:
        """The story that people call TV-42; nothing matches a key that isn't one."""
        project, _, number = str(key).rpartition("-")
        if not number.isdecimal() or len(number) > 9:
            return self.none()
        return self.filter(project__key=project.upper(), number=int(number))

    def called(self, keys: list[str]) -> Self:
        """Those of these keys, whatever else stands among them."""
        wanted = Q(pk__in=[])
        for project, numbers in numbers_by_project(keys).items():
            wanted |= Q(project__key=project, number__in=numbers)
        return self.filter(wanted)


def numbers_by_project(keys: list[str]) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = {}
    for key in keys:
        project, _, number = key.upper().rpartition("-")
        if number.isascii() and number.isdecimal() and len(number) <= 9:
            numbers.setdefault(project, []).append(int(number))
    return numbers


class Story(Describable, Movable, Assignable, Plannable, Blockable, Dependable, OfProject):
    """Work that can reasonably be finished in one sprint."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="stories")
    number = models.PositiveIntegerField(editable=False)
    created_by = models.ForeignKey(
        "teams.User", models.PROTECT, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        ordering = ["project", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="story_number_unique"),
            models.CheckConstraint(
                condition=Q(category=Category.DONE, done_at__isnull=False)
                | (~Q(category=Category.DONE) & Q(done_at=None)),
                name="story_done_means_done_at",
            ),
            models.CheckConstraint(
                condition=Q(blocked_at=None, blocked_reason="")
                | (Q(blocked_at__isnull=False) & ~Q(blocked_reason="")),
                name="story_blocked_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(blocked_kind="") | Q(blocked_at__isnull=False),
                name="story_blocked_has_a_kind_only_then",
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(time_box_days=None), name="story_points_or_time_box"
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0), name="story_points_not_negative"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="story_has_a_title"),
        ]
        indexes = [
            models.Index(fields=["project", "rank", "id"], name="story_by_rank"),
            models.Index(fields=["sprint", "category"], name="story_of_sprint"),
            models.Index(
                fields=["owner"],
                name="story_open_of_owner",
                condition=~Q(category__in=["done", "dropped"]),
            ),
            GinIndex(fields=["labels"], name="story_labels"),
            *INDEXES,
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def key(self) -> str:
        return f"{self.project.key}-{self.number}"

    @classmethod
    def write(cls, project: Project, *, title: str, by: Actor | User, **fields: Any) -> Self:
        """Add a story at the end of the backlog or straight into a column, sprint or theme.

        `fields` may be kind, body, points, time_box_days, labels, owner, column, theme, hypothesis,
        release and sprint. Raises Invalid.
        """
        [story] = cls.write_all(project, [{"title": title, **fields}], by=by)
        return story

    @classmethod
    def write_all(
        cls, project: Project, drafts: list[dict[str, Any]], *, by: Actor | User
    ) -> list[Self]:
        """Add stories in this order, all or none; many cost no more statements than one.

        A draft is what `write` takes. A refusal names by its `place` the draft that is to blame.
        """
        with project.changed_by(by) as actor:
            named = Named(project, drafts)
            numbered, rank = project.stories_numbered, cls.rank_at_end(project)
            stories = []
            for place, draft in enumerate(drafts):
                story = cls(
                    project=project,
                    number=numbered + place + 1,
                    rank=rank + place * STEP,
                    created_by=actor.user,
                    created_at=clock.now(),
                    **named.now(draft),
                )
                with blaming(place):
                    story._begin(named.disciplines)
                stories.append(story)
            cls.objects.bulk_create(stories)
            project.stories_numbered = numbered + len(stories)
            project.save(update_fields=["stories_numbered"])
            lines: list[Any] = [(story._as_created(), {"story": story}) for story in stories]
            project.write_all(lines, by=actor)
            return stories

    def record(
        self,
        details: EventDetails,
        *,
        by: Actor,
        replaced: tuple[models.Model, dict[str, Any]] | None = None,
    ) -> Event:
        return self.project.write(details, by=by, story=self, replaced=replaced)

    def store(self, *fields: str) -> None:
        """Save what a verb has changed, with the moment of it."""
        self.updated_at = clock.now()
        self.save(update_fields=[*fields, "updated_at"])

    def comment(self, body: str, *, by: User, internal: bool = False) -> Comment:
        """Say something on the story; an internal comment is for the team, not for its guests."""
        with self.project.changed_by(by, needs=Role.GUEST, even_closed=True) as actor:
            if not body.strip():
                raise CommentLength("A comment needs some words.", "body")
            if len(body) > 20_000:
                raise CommentLength("A comment holds 20,000 characters at most.", "body")
            if internal and not actor.works:
                raise InternalCommentOfGuest(
                    "A guest's words are for everybody who sees the story.", "internal"
                )
            comment = self.comments.create(
                author=actor.user,
                body=body,
                internal=internal,
                written_at=clock.now(),
            )
            details = StoryCommented(comment=comment.pk, internal=comment.internal)
            self.record(details, by=actor)
            return comment

    def check_belonging(self) -> None:
        """Refuse what doesn't belong: somebody else's column, sprint, theme or owner."""
        for name in ("column", "sprint", "theme", "hypothesis", "release"):
            row = getattr(self, name)
            if row and row.project_id != self.project_id:
                raise OfAnotherProject(f"This {name} belongs to another project.", name)
        if self.points is not None and self.time_box_days is not None:
            raise PointsAndTimeBox("A story has points or a time box, not both.", "time_box_days")
        if self.release:
            self.release.must_stand()
        if self.sprint and self.sprint.is_closed:
            raise PlannedIntoClosedSprint(f"{self.sprint} is closed.", "sprint")
        self.check_own_fields()

    def _begin(self, disciplines: dict[int, str]) -> None:
        """Be as a new story is; `disciplines` are those of the team's working members."""
        self.title = self.title.strip()
        self.labels = tidy(self.labels)
        self.category = self.column.category
        self.check_belonging()
        self.owner_discipline = ""
        if self.owner:
            if self.owner.pk not in disciplines:
                raise not_working(self.owner, self.project)
            self.owner_discipline = disciplines[self.owner.pk]
        if self.category == Category.DONE:
            self.done_at = clock.now()
        self.updated_at = self.created_at

    def _as_created(self) -> StoryCreated:
        return StoryCreated(
            title=self.title,
            kind=self.kind,
            column=self.column_id,
            category=self.category,
            owner=self.owner_id,
            owner_discipline=self.owner_discipline,
            sprint=self.sprint_id,
            sprint_number=self.sprint.number if self.sprint else None,
            theme=self.theme_id,
            hypothesis=self.hypothesis_id,
            release=self.release_id,
            points=None if self.points is None else float(self.points),
        )


if TYPE_CHECKING:
    StoryOfPage = WithAnnotations[Story, StoryRows]
