from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from walls.models.of_wall import OfWallQuerySet
from walls.refusals import ArrowToItself, NotOnWall, WallFull, WallNoteWords
from walls.words import tidied

if TYPE_CHECKING:
    from teams.models.user import User
    from walls.models.note import Note

MOST = 500  # of a wall
STATES = ("grouping", "discussing")  # in which arrows are drawn


class NoteArrowQuerySet(OfWallQuerySet["NoteArrow"]):
    pass


class NoteArrow(models.Model):
    """What leads from one note to another: a sketch of how data flow."""

    wall = models.ForeignKey("walls.Wall", models.PROTECT, related_name="arrows")
    source = models.ForeignKey("walls.Note", models.CASCADE, related_name="arrows_out")
    target = models.ForeignKey("walls.Note", models.CASCADE, related_name="arrows_in")
    label = models.CharField(max_length=60, blank=True)

    objects: ClassVar = NoteArrowQuerySet.as_manager()

    class Meta:
        ordering = ["wall_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="one_arrow_a_pair"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="arrow_leads_on"),
        ]

    def __str__(self) -> str:
        return self.label or "An arrow"

    @classmethod
    def draw(cls, source: Note, target: Note, *, by: User, label: str = "") -> NoteArrow:
        """Join two notes; drawn again it has the new label."""
        label = tidied(label, 60, WallNoteWords("Name it.", "label"), may_be_empty=True)
        if source == target:
            raise ArrowToItself("An arrow leads from one note to another.", "target")
        if source.wall_id != target.wall_id:
            raise NotOnWall("These notes are on two walls.", "target")
        wall = source.wall
        with wall.changed_by(by):
            wall.must_be(*STATES)
            source.reread()
            target.reread()
            arrow = cls.objects.filter(source=source, target=target).first()
            if arrow is None:
                if wall.arrows.count() >= MOST:
                    raise WallFull(f"A wall has {MOST} arrows at most.")
                arrow = cls(wall_id=wall.pk, source=source, target=target, label=label)
                arrow.save(force_insert=True)
            elif arrow.label != label:
                arrow.label = label
                arrow.save(update_fields=["label"])
            else:
                return arrow
            wall.store()
            return arrow

    def erase(self, *, by: User) -> None:
        """Take it away; that it is gone is what was wanted."""
        with self.wall.changed_by(by):
            self.wall.must_be(*STATES)
            gone, _ = type(self).objects.filter(pk=self.pk).delete()
            if gone:
                self.wall.store()
