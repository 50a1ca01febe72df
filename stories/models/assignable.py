from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from base import clock
from base.roles import Role
from stories.events import StoryHanded, StoryPaired, StoryParted
from stories.models.part import StoryPart
from stories.refusals import OwnerNotWorking

if TYPE_CHECKING:
    from projects.models.project import Project
    from teams.models.membership import Membership
    from teams.models.user import User


class Assignable(StoryPart):
    """Who looks after a story, and who works on it with them."""

    owner = models.ForeignKey(
        "teams.User", models.PROTECT, null=True, blank=True, related_name="owned_stories"
    )
    coworkers = models.ManyToManyField("teams.User", blank=True, related_name="shared_stories")

    class Meta:
        abstract = True

    def hand_to(self, user: User | None, *, by: User) -> None:
        """Give the story to somebody of the team, or to nobody; history keeps both disciplines."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["owner"])
            if self.owner_id == (user and user.pk):
                return
            to = self.must_belong_to_team(user) if user else ""
            was, was_discipline = self.owner_id, self._discipline_of(self.owner_id)
            self.owner = user
            self.store("owner")
            details = self.details_of(
                StoryHanded,
                was=was,
                now=user,
                was_discipline=was_discipline,
                now_discipline=to,
            )
            self.record(details, by=actor)

    def pair_with(self, user: User, *, by: User) -> None:
        """Let somebody work on it together with the owner."""
        with self.project.changed_by(by) as actor:
            discipline = self.must_belong_to_team(user)
            if user.pk == self.owner_id or self.coworkers.filter(pk=user.pk).exists():
                return
            self.coworkers.add(user)
            self.store()
            details = self.details_of(StoryPaired, coworker=user, discipline=discipline)
            self.record(details, by=actor)

    def part_from(self, user: User, *, by: User) -> None:
        """End the pairing."""
        with self.project.changed_by(by) as actor:
            if not self.coworkers.filter(pk=user.pk).exists():
                return
            self.coworkers.remove(user)
            self.store()
            self.record(StoryParted(coworker=user.pk), by=actor)

    def must_belong_to_team(self, user: User) -> str:
        """Return the discipline of the user, who has to be a working member of the team now."""
        membership = self._membership(user.pk)
        if membership is None or membership.role == Role.GUEST:
            raise not_working(user, self.project)
        return membership.discipline

    def _discipline_of(self, user_id: int | None) -> str:
        membership = user_id and self._membership(user_id)
        if membership:
            return membership.discipline
        return ""

    def _membership(self, user_id: int) -> Membership | None:
        return self.project.team.memberships.at(clock.now()).filter(user=user_id).first()


def not_working(user: User, project: Project) -> OwnerNotWorking:
    return OwnerNotWorking(f"{user} isn't a working member of {project.team}.", "owner")
