from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from projects.refusals import RemovedMeanwhile
from walls.models.of_wall import OfWallQuerySet
from walls.models.places import Placed, put
from walls.refusals import NotOnWall, WallNoteWords
from walls.words import tidied

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from teams.models.user import User
    from walls.models.prompt import Prompt

GONE = "Somebody has moved its last note elsewhere meanwhile."


class NoteGroup(Placed):
    """Notes that belong together; each note is in one, alone at first."""

    wall = models.ForeignKey("walls.Wall", models.PROTECT, related_name="groups")
    prompt = models.ForeignKey("walls.Prompt", models.PROTECT, related_name="groups")
    name = models.CharField(max_length=80, blank=True)
    dots = models.PositiveIntegerField(null=True, editable=False)

    objects: ClassVar = OfWallQuerySet.as_manager()

    if TYPE_CHECKING:
        notes: RelatedManager[Any]

    class Meta:
        ordering = ["wall_id", "prompt_id", "position", "pk"]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """Its name, else the words of its first note."""
        if self.name:
            return self.name
        first = min(self.notes.all(), key=lambda note: note.position, default=None)
        return first.words if first else ""

    def move(self, *, by: User, prompt: Prompt | None = None, position: int | None = None) -> None:
        """Let it stand elsewhere, under the same prompt or another one."""
        with self.wall.changed_by(by):
            self.wall.must_be("grouping")
            self.reread()
            self.stand(prompt or self.prompt, position)
            self.wall.store()

    def name_it(self, name: str, *, by: User) -> None:
        """Say what its notes have in common."""
        name = tidied(name, 80, WallNoteWords("Name it.", "name"), may_be_empty=True)
        with self.wall.changed_by(by):
            self.wall.must_be("grouping", "discussing")
            self.reread()
            if name != self.name:
                self.name = name
                self.save(update_fields=["name"])
                self.wall.store()

    def reread(self) -> None:
        """Read it again under the wall's lock."""
        if not type(self).objects.filter(pk=self.pk).exists():
            raise RemovedMeanwhile(GONE)
        self.refresh_from_db(fields=["prompt", "position", "name"])

    def stand(self, prompt: Prompt, position: int | None) -> None:
        """Take this place, new or not; the wall's lock is held by the caller."""
        if prompt.wall_id != self.wall_id:
            raise NotOnWall("This prompt is on another wall.", "prompt")
        self.prompt = prompt
        moved = put(self, list(prompt.groups.order_by("position", "pk")), position)
        if self.pk is None:
            self.save(force_insert=True)
        type(self).objects.bulk_update(moved, ["prompt", "position"])
