"""What is the team's own until a member shows it to the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from base import clock
from projects.models.project import OfProjectQuerySet
from teams.models import Membership

if TYPE_CHECKING:
    from history.schema import EventDetails
    from projects.models.eventful import OfProject
    from teams.models.membership import Actor
    from teams.models.user import User

    Part = OfProject
else:
    Part = models.Model

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class SharedQuerySet(OfProjectQuerySet[_Row]):
    """Working members see all of it, guests what was shown to them."""

    def visible_to(self, user: User) -> Self:
        seats = Membership.objects.current().filter(user=user.pk)
        own = Q(project__team__in=seats.working().values("team"))
        shown = Q(project__team__in=seats.values("team"), shared_at__isnull=False)
        return self.filter(own | shown)

    def shared(self) -> Self:
        """What guests see, whoever asks."""
        return self.filter(shared_at__isnull=False)


class Shared(Part):
    """Can be shown to the customer, and made internal again."""

    shown: ClassVar[type[EventDetails]]  # what is said when it is
    hidden: ClassVar[type[EventDetails]]
    shown_by: ClassVar[tuple[str, ...]] = ("state",)  # the fields that say whether it can be

    shared_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_shared(self) -> bool:
        return self.shared_at is not None

    def must_be_showable(self) -> None:
        """Refuse what can't be shown yet; a noun says by overriding it."""

    def show(self, *, by: User) -> None:
        """Let the team's guests read it."""
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread(*self.shown_by, "shared_at")
            self.must_be_showable()
            if self.shared_at is None:
                self._share(clock.now(), self.shown, actor)

    def make_internal(self, *, by: User) -> None:
        """Keep it in the team from now on; what was read before can't be unread."""
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread("shared_at")
            if self.shared_at is not None:
                self._share(None, self.hidden, actor)

    def _share(self, moment: object, schema: type[EventDetails], actor: Actor) -> None:
        self.shared_at = moment  # type: ignore[assignment]  # a moment, or none
        self.save(update_fields=["shared_at"])
        self.record(self.details_of(schema), by=actor)
