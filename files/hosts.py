"""What files may hang on: each room registers its nouns in its `hosts.py`.

An attachment keeps the kind and the id of its host, as this room stands below most of them. So that
the link can't lie, the migration of each kind adds `HoldsFiles` (`files/host_link.py`): a column
that the database itself fills for that kind alone, with a foreign key to the host's table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import reverse

from base.roles import Role
from files.refusals import HostDropped
from projects.models import Hypothesis, UseCase
from teams.models.membership import Actor

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from projects.models.project import Project
    from teams.models.user import User


class Host:
    """One kind of noun that files may hang on; a room says what is different there."""

    kind: ClassVar[str]
    noun: ClassVar[str]
    on: ClassVar[str]  # as the history says it; empty where the line hangs on the story itself
    title: ClassVar[str] = ""  # the column in which its words are, if they are short
    needs: ClassVar[Role] = Role.MEMBER  # who attaches
    even_closed: ClassVar[bool] = False  # also where the project is finished
    is_small: ClassVar[bool] = False  # one of many on its page, so its form is folded
    related: ClassVar[tuple[str, ...]] = ("project__team",)
    model: ClassVar[type[Model]]

    def visible_to(self, user: User) -> QuerySet[Any, Any]:
        """The rows that may be seen, and so the files on them."""
        rows: Any = self.model._default_manager
        seen: QuerySet[Any, Any] = rows.visible_to(user)
        return seen

    def found(self, user: User, pk: int) -> Any:
        """The row with what its verbs need beside it, or None."""
        return self.visible_to(user).select_related(*self.related).filter(pk=pk).first()

    def project_of(self, row: Any) -> Project:
        project: Project = row.project
        return project

    def title_of(self, row: Any) -> str:
        return str(row)

    def page_of(self, row: Any) -> str:
        """Where it is shown with its files."""
        raise NotImplementedError

    def is_internal(self, row: Any) -> bool:
        """Whether guests don't see it, so that they hear nothing of its files either."""
        return False

    def beside(self, row: Any) -> dict[str, Any]:
        """What a line of history about its files hangs on besides the project."""
        return {}

    def must_take(self, row: Any, actor: Actor) -> None:
        """Refuse a file, read again under the lock; a kind says so by overriding it."""

    def may_take(self, row: Any, actor: Actor) -> bool:
        """Whether the page offers it to somebody: what must_take and the verb would allow."""
        is_open = self.even_closed or self.project_of(row).is_open
        return is_open and (actor.works or self.needs == Role.GUEST)


HOSTS: dict[str, Host] = {}  # by their kinds
KINDS: dict[type[Model], Host] = {}  # by their models


def hosts_files(host: type[Host]) -> type[Host]:
    """Register a kind."""
    HOSTS[host.kind] = KINDS[host.model] = host()
    return host


def host_of(row: Model) -> Host:
    return KINDS[type(row)]


@hosts_files
class UseCaseHost(Host):
    """Its own page is a board of sealed words, which leads to its files."""

    kind, on, model, title = "use_case", "a use case", UseCase, "title"
    noun = "the use case"

    def page_of(self, row: UseCase) -> str:
        return reverse("files_of", args=[self.kind, row.pk])

    def must_take(self, row: UseCase, actor: Actor) -> None:
        row.reread("dropped_at")
        if row.dropped_at:
            raise HostDropped(f"“{row}” was dropped; nothing is attached to it any more.")

    def may_take(self, row: UseCase, actor: Actor) -> bool:
        return row.dropped_at is None and super().may_take(row, actor)


@hosts_files
class HypothesisHost(Host):
    kind, on, model, title = "hypothesis", "a hypothesis", Hypothesis, "prediction"
    noun = "the hypothesis"

    def page_of(self, row: Hypothesis) -> str:
        return f"{reverse('hypothesis', args=[row.pk])}#files"
