"""Everybody gives a few dots to groups of notes; nobody sees whose, nor a sum before the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from walls.events import DotsOfGroup, WallVotesClosed, WallVotesOpened
from walls.models.note_group import NoteGroup
from walls.models.part import WallPart
from walls.models.vote import Vote
from walls.refusals import NotOnWall, TooManyDots, WallDots

if TYPE_CHECKING:
    from teams.models.user import User


class Votable(WallPart):
    """How a wall is voted on."""

    class Meta:
        abstract = True

    def open_votes(self, *, by: User) -> None:
        """Let everybody vote; from here on the groups stand as they are."""
        with self.changed_on_record_by(by) as actor:
            self.must_be_revealed()
            if self.state == "voting":
                return
            self.must_be("grouping")
            self.state = "voting"
            self.store("state")
            self.record(WallVotesOpened(wall=self.pk), by=actor)

    def vote(self, group: NoteGroup, dots: int, *, by: User) -> None:
        """Give a group so many of one's dots, instead of those that one gave it before.

        It leaves no line and rings nobody: when somebody votes says who it may have been.
        """
        if dots < 0:
            raise WallDots("Give a number of dots, or none.", "dots")
        with self.changed_by(by):
            self.must_be("voting")
            if not self.groups.filter(pk=group.pk).exists():
                raise NotOnWall("This group isn't on the wall.", "group")
            own = list(Vote.objects.own(self, by))
            mine = next((one for one in own if one.group_id == group.pk), None)
            given = sum(one.dots for one in own if one is not mine)
            if given + dots > self.dots:
                left = self.dots - given
                raise TooManyDots(
                    f"You have {self.dots} dots, and {left} of them left for this.", "dots"
                )
            if mine is None and dots:
                mine = Vote(wall_id=self.pk, group_id=group.pk, dots=dots)
                mine.cast_by(self, by)
                mine.save(force_insert=True)
            elif mine and dots:
                mine.dots = dots
                mine.save(update_fields=["dots"])
            elif mine:
                mine.delete()

    def own_votes(self, reader: User) -> dict[int, int]:
        """How many dots the reader gave to which groups, by their ids."""
        return dict(Vote.objects.own(self, reader).values_list("group", "dots"))

    def close_votes(self, *, by: User) -> None:
        """Count the votes and throw them away; the groups are discussed by their sums."""
        with self.changed_on_record_by(by) as actor:
            self.must_be_revealed()
            if self.state == "discussing":
                return
            self.must_be("voting")
            sums = dict(self.votes.values_list("group").annotate(Sum("dots")).order_by())
            groups = list(self.groups.prefetch_related("notes"))
            for group in groups:
                group.dots = sums.get(group.pk, 0)
            NoteGroup.objects.bulk_update(groups, ["dots"])
            self.votes.all().delete()
            self.state, self.discussed = "discussing", None
            self.store("state", "discussed")
            details = WallVotesClosed(wall=self.pk, sums=_told(groups))
            self.record(details, by=actor)

    def discuss(self, group: NoteGroup | None, *, by: User) -> None:
        """Say which group is talked about now; none, if it is none."""
        with self.changed_by(by):
            self.must_be("discussing")
            if group and not self.groups.filter(pk=group.pk).exists():
                raise NotOnWall("This group isn't on the wall.", "group")
            if self.discussed_id != (group.pk if group else None):
                self.discussed = group
                self.store("discussed")

    def begin_votes_anew(self) -> None:
        """Forget votes and sums; the wall's lock is held by the caller."""
        self.votes.all().delete()
        self.groups.exclude(dots=None).update(dots=None)
        self.discussed = None


def _told(groups: list[NoteGroup]) -> list[DotsOfGroup]:
    """The sums, the highest first; a group without a name is told by its first note."""
    told = []
    for group in groups:
        if group.dots:
            told.append(DotsOfGroup(group=group.pk, name=group.called, dots=group.dots))
    return sorted(told, key=lambda one: -one.dots)
