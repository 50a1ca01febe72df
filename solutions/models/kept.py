from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from base.roles import Discipline
from projects.models.sides import SIDES
from solutions.events import SolutionKeepersNamed
from solutions.models.part import SolutionPart
from solutions.refusals import KeeperOfOtherDiscipline, KeptByOnePerson
from teams.models import Membership

if TYPE_CHECKING:
    from teams.models.user import User

KEEPERS = ("science_keeper", "engineering_keeper")


def _keeper(discipline: str) -> Any:
    return models.ForeignKey(
        "teams.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name=f"solutions_kept_for_{discipline}",
        verbose_name=f"who looks after it, from {discipline}",
    )


class Kept(SolutionPart):
    """Two people look after it, one of each discipline: skin in the game, from the first day."""

    science_keeper = _keeper("science")
    engineering_keeper = _keeper("engineering")

    if TYPE_CHECKING:
        science_keeper_id: int | None
        engineering_keeper_id: int | None

    class Meta:
        abstract = True

    def name_keepers(self, *, by: User, **keepers: User | None) -> None:
        """Say who looks after it, of either discipline or of both; who isn't given stays.

        Also in a finished project: what is live there is looked after still.
        """
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread("ended_as", *KEEPERS)
            self.must_stand()
            named = {name: keepers[name] for name in KEEPERS if name in keepers}
            was = {name: getattr(self, f"{name}_id") for name in named}
            now = {name: user.pk if user else None for name, user in named.items()}
            if was == now:
                return
            changed = {name: user for name, user in named.items() if was[name] != now[name]}
            for name, user in named.items():
                setattr(self, name, user)
            self.must_be_kept_by_sides(changed)
            self.save(update_fields=list(named))
            details = self.details_of(
                SolutionKeepersNamed,
                was={name: was[name] for name in changed},
                now={name: now[name] for name in changed},
            )
            self.record(details, by=actor)

    def must_be_kept_by_sides(self, named: dict[str, User | None]) -> None:
        """Refuse who doesn't work there in that discipline now, and one person for both."""
        if self.science_keeper_id and self.science_keeper_id == self.engineering_keeper_id:
            field = "engineering_keeper" if "engineering_keeper" in named else "science_keeper"
            raise KeptByOnePerson("Two different people look after it.", field)
        here = Membership.objects.current().working().filter(team=self.project.team_id)
        people = [user.pk for user in named.values() if user]
        at_work = set()
        if people:
            at_work = set(here.filter(user__in=people).values_list("user", "discipline"))
        for side in SIDES:
            name = f"{side}_keeper"
            user = named.get(name)
            if user and (user.pk, side.value) not in at_work:
                called = Discipline(side).label.lower()
                raise KeeperOfOtherDiscipline(
                    f"{user} doesn't work in {called} in {self.project.team}.", name
                )
