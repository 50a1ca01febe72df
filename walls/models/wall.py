from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import Q

from base import clock
from base.roles import WORKING, Role
from projects.models import Project, Theme, UseCase
from projects.models.eventful import OfProject
from projects.models.shared import Shared, SharedQuerySet
from sprints.models import Sprint
from teams.models.membership import Actor
from walls.events import WallMadeInternal, WallOpened, WallShown
from walls.models.prompt import Prompt
from walls.models.staged import Staged
from walls.models.votable import Votable
from walls.models.writable import Writable
from walls.refusals import (
    SprintHasWall,
    WallDots,
    WallInAnotherState,
    WallNotRevealed,
    WallOfDropped,
    WallOfRetrospective,
    WallOfSprintNotBegun,
    WallPrompts,
    WallWithoutTitle,
    WorksOnNoWall,
)
from walls.ring import ring
from walls.words import tidied

if TYPE_CHECKING:
    from history.schema import EventDetails
    from teams.models.user import User

MOST_PROMPTS = 8
MOST_DOTS = 10
LOOKING_BACK = ("What went well", "What came in the way", "What do we change")
LOOKING_AHEAD = ("What do we know", "What do we need", "What could we try")
HELD = ("state", "revision", "shared_at", "revealed_at", "timer_ends_at", "discussed")

Host = UseCase | Theme | Sprint


class WallQuerySet(SharedQuerySet["Wall"]):
    def newest_first(self) -> Self:
        return self.order_by("-opened_at", "-pk")


class Wall(Writable, Votable, Staged, Shared, OfProject):
    """Where a team writes notes, groups them, votes and talks; each noted alone, opened at once."""

    class State(models.TextChoices):
        WRITING = "writing", "Writing"
        GROUPING = "grouping", "Grouping"
        VOTING = "voting", "Voting"
        DISCUSSING = "discussing", "Discussing"
        CLOSED = "closed", "Closed"

    shown, hidden = WallShown, WallMadeInternal

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="walls")
    use_case = models.ForeignKey(
        "projects.UseCase", models.PROTECT, null=True, blank=True, related_name="walls"
    )
    theme = models.ForeignKey(
        "projects.Theme", models.PROTECT, null=True, blank=True, related_name="walls"
    )
    sprint = models.ForeignKey(
        "sprints.Sprint", models.PROTECT, null=True, blank=True, related_name="walls"
    )
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.WRITING, editable=False)
    is_anonymous = models.BooleanField("nobody can say who wrote what", default=False)
    dots = models.PositiveSmallIntegerField("dots a voter", default=3)
    timer_ends_at = models.DateTimeField(null=True, editable=False)
    discussed = models.ForeignKey(
        "walls.NoteGroup", models.SET_NULL, null=True, related_name="+", editable=False
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    revealed_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = WallQuerySet.as_manager()

    class Meta:
        ordering = ["project", "-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(use_case__isnull=False, theme=None, sprint=None)
                | Q(use_case=None, theme__isnull=False, sprint=None)
                | Q(use_case=None, theme=None, sprint__isnull=False),
                name="wall_belongs_to_one",
            ),
            models.UniqueConstraint(fields=["sprint"], name="one_wall_a_sprint"),
            models.CheckConstraint(
                condition=Q(state="writing", revealed_at=None)
                | (~Q(state="writing") & Q(revealed_at__isnull=False)),
                name="wall_is_written_on_or_revealed",
            ),
            models.CheckConstraint(
                condition=Q(shared_at=None) | Q(sprint=None, revealed_at__isnull=False),
                name="sealed_or_retrospective_wall_is_internal",
            ),
            models.CheckConstraint(
                condition=Q(dots__gte=1, dots__lte=MOST_DOTS), name="wall_gives_one_to_ten_dots"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def host(self) -> Host:
        """What it belongs to."""
        host = self.use_case or self.theme or self.sprint
        assert host  # a constraint says so
        return host

    @property
    def is_writing(self) -> bool:
        return self.state == self.State.WRITING

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @classmethod
    def open_for(
        cls,
        host: Host,
        *,
        title: str,
        by: User,
        prompts: Sequence[str] = (),
        is_anonymous: bool | None = None,
        dots: int = 3,
    ) -> Self:
        """Put up a wall; what isn't said is what suits a retrospective, or else a use case."""
        title = tidied(title, 120, WallWithoutTitle("Say what it is about.", "title"))
        if not 1 <= dots <= MOST_DOTS:
            raise WallDots(f"Give everybody between 1 and {MOST_DOTS} dots.", "dots")
        looks_back = isinstance(host, Sprint)
        asked = _prompts(prompts or (LOOKING_BACK if looks_back else LOOKING_AHEAD))
        with host.project.changed_by(by) as actor:
            _must_stand(host)
            links = _links(host)
            wall = cls(project=host.project, title=title, dots=dots, opened_at=clock.now(), **links)
            wall.is_anonymous = looks_back if is_anonymous is None else is_anonymous
            wall.save(force_insert=True)
            rows = []
            for position, words in enumerate(asked, start=1):
                rows.append(Prompt(wall=wall, position=position, words=words))
            Prompt.objects.bulk_create(rows)
            wall.record(wall._as_opened(asked), by=actor)
            return wall

    @contextmanager
    def changed_by(self, user: User) -> Iterator[Actor]:
        """One writer at a time on this wall, beside whatever else happens in its project.

        Whoever takes the project's lock as well takes that first. Nothing that is written under
        this lock alone may refer to the project: that would wait for the project's lock.
        """
        with transaction.atomic():
            self._hold()
            project = Project.objects.select_related("team").get(pk=self.project_id)
            actor = _working(Actor.admitted(project.team, user, Role.MEMBER))
            project.must_be_open()
            yield actor

    @contextmanager
    def changed_on_record_by(self, user: User) -> Iterator[Actor]:
        """The same for what leaves a line of history: the project's lock, then the wall's."""
        with self.project.changed_by(user) as actor:
            _working(actor)
            self._hold()
            yield actor

    def must_be_revealed(self) -> None:
        if self.is_writing:
            raise WallNotRevealed("The notes are sealed; reveal them first.")

    def must_be(self, *states: str) -> None:
        if self.state not in states:
            wanted = " or ".join(states)
            raise WallInAnotherState(f"This is done while {wanted}; the wall is {self.state} now.")

    def must_be_showable(self) -> None:
        if self.sprint_id:
            raise WallOfRetrospective("A retrospective is the team's own.")
        self.must_be_revealed()

    def store(self, *fields: str) -> None:
        """Save what others may see of a change, count it, and ring once it is committed."""
        self.revision += 1
        self.save(update_fields=[*fields, "revision"])
        transaction.on_commit(lambda: ring(self))

    def _share(self, moment: object, schema: type[EventDetails], actor: Actor) -> None:
        self._hold()
        super()._share(moment, schema, actor)
        self.store()

    def _hold(self) -> None:
        """Wait for who changes the wall now, and read what they left."""
        rows = Wall.objects.select_for_update(no_key=True).only(*HELD)
        now = rows.get(pk=self.pk)
        for name in HELD:
            field = self._meta.get_field(name)
            setattr(self, field.attname, getattr(now, field.attname))  # type: ignore[union-attr]

    def _as_opened(self, prompts: list[str]) -> EventDetails:
        return WallOpened(
            wall=self.pk,
            title=self.title,
            usecase=self.use_case_id,
            theme=self.theme_id,
            sprint=self.sprint_id,
            sprint_number=self.sprint.number if self.sprint else None,
            prompts=prompts,
            is_anonymous=self.is_anonymous,
            dots=self.dots,
        )


def _working(actor: Actor) -> Actor:
    if actor.role not in WORKING:
        raise WorksOnNoWall("Only working members of the team work on its walls.")
    return actor


def _prompts(told: Sequence[str]) -> list[str]:
    if len(told) > MOST_PROMPTS:
        raise WallPrompts(f"A wall has {MOST_PROMPTS} prompts at most.", "prompts")
    empty = WallPrompts("A prompt says something.", "prompts")
    return [tidied(words, 80, empty) for words in told]


def _links(host: Host) -> dict[str, Any]:
    match host:
        case UseCase():
            return {"use_case": host}
        case Theme():
            return {"theme": host}
    return {"sprint": host}


def _must_stand(host: Host) -> None:
    """Read under the lock whether a wall may be put up for it."""
    match host:
        case UseCase():
            host.reread("dropped_at")
            if host.dropped_at:
                raise WallOfDropped(f"“{host}” was dropped.")
        case Theme():
            host.reread("state")
            if host.state == Theme.State.DROPPED:
                raise WallOfDropped(f"“{host}” was dropped.")
        case Sprint():
            host.reread("state")
            if host.is_planned:
                raise WallOfSprintNotBegun(f"{host} hasn't been kicked off.")
            if Wall.objects.filter(sprint=host).exists():
                raise SprintHasWall(f"{host} has its wall already.")
