"""Which stories a board or backlog shows: filters as they stand in the address."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from base import clock
from stories.models import BlockerKind, Category, Story
from stories.models.findable import number_of

if TYPE_CHECKING:
    from stories.field_options import Choice, FieldOptions, Person
    from stories.models.story import StoryQuerySet
    from teams.models.user import User

DONE_STAYS = timedelta(days=7)  # so that what was just finished doesn't vanish from under the hand


@dataclass(frozen=True)
class StoryFilter:
    """A reader's choice of stories; what the address asks for and isn't here is said, not used."""

    sprint: str = ""
    owner: str = ""
    discipline: str = ""
    theme: str = ""
    kind: str = ""
    label: str = ""
    blocked: str = ""
    q: str = ""
    lanes: str = ""
    unknown: tuple[str, ...] = ()  # what the address asked for that isn't here, as sentences

    @classmethod
    def asked_for(cls, query: QueryDict, choices: FieldOptions) -> Self:
        """Read a page's GET parameters against what the project has."""
        known = {
            "sprint": {"all", *(str(one.number) for one in choices.sprints)},
            "owner": {"me", "none", *(str(pk) for pk in choices.people)},
            "discipline": {name for name, _ in choices.disciplines},
            "theme": {"none", *(str(one.pk) for one in choices.themes)},
            "kind": set(Story.Kind.values),
            "label": set(choices.labels),
            "blocked": {"1", *BlockerKind.values},
            "lanes": {"discipline", "owner", "theme"},
        }
        given = {}
        for name in NAMES:
            given[name] = query.get(name, "").strip().replace("\0", "")
        text = given.pop("q")[:200]
        understood = {}
        for name, value in given.items():
            if value in known[name]:
                understood[name] = value
        return cls(q=text, **understood, unknown=cls._unknown(query, given, known))

    @staticmethod
    def _unknown(
        query: QueryDict, given: dict[str, Any], known: dict[str, set[str]]
    ) -> tuple[str, ...]:
        """Say of each filter that can't be followed so, and of each that doesn't exist."""
        values = []
        for name, value in given.items():
            if value and value not in known[name]:
                values.append(f"No {name} here is called “{value[:60]}”.")
        others = []
        for name in query:
            if name not in NAMES and name not in BESIDE:
                others.append(name)
        return (*values, *(f"There is no filter “{name[:60]}”." for name in others))

    @property
    def blockers(self) -> list[tuple[str, str]]:
        """What may be asked of what stories wait for."""
        return [
            ("1", "Blocked"),
            *((one.value, f"Waits for {one.label.lower()}") for one in BlockerKind),
        ]

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the sprint was chosen."""
        return any(
            (self.owner, self.discipline, self.theme, self.kind, self.label, self.blocked, self.q)
        )

    @cached_property
    def address(self) -> str:
        """The same choice as a query string, so that a card asked for later fits the page."""
        return urlencode({name: value for name in NAMES if (value := self[name])})

    def but(self, **changes: Any) -> str:
        """The address of this choice with something changed; an empty value takes it out."""
        chosen = {name: self[name] for name in NAMES} | changes
        return "?" + urlencode({name: value for name, value in chosen.items() if value})

    @property
    def count(self) -> int:
        """How many filters stand behind the filter button."""
        return sum(
            map(
                bool, (self.owner, self.discipline, self.theme, self.kind, self.label, self.blocked)
            )
        )

    @property
    def wide(self) -> str:
        """The address without filters, of the same sprint and lanes."""
        return self.but(owner="", discipline="", theme="", kind="", label="", blocked="", q="")

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

    def owners(self, choices: FieldOptions) -> list[Person]:
        """Whom the filter offers: the workers, and whoever is filtered by although they left."""
        return choices.owners(int(self.owner) if self.owner.isdecimal() else None)

    def on_board(self, stories: StoryQuerySet, choices: FieldOptions) -> StoryQuerySet:
        """The stories of the board: those of a sprint, or all open ones and the newly done."""
        sprint = self.chosen_sprint(choices)
        if sprint:
            stories = stories.filter(sprint=sprint.pk)
        else:
            recent = Q(category=Category.DONE, done_at__gte=clock.now() - DONE_STAYS)
            stories = stories.filter(recent | Q(pk__in=stories.open().values("pk")))
        return stories.exclude(category=Category.DROPPED)

    def chosen_sprint(self, choices: FieldOptions) -> Choice | None:
        """The sprint on show: the running one unless the reader chose otherwise."""
        if self.sprint == "all":
            return None
        chosen = (one for one in choices.sprints if str(one.number) == self.sprint)
        return next(chosen, choices.active_sprint)

    def applied_to(
        self, stories: StoryQuerySet, choices: FieldOptions, reader: User
    ) -> StoryQuerySet:
        """Only those that fit every filter."""
        return stories.filter(self.wanted(choices, reader))

    def wanted(self, choices: FieldOptions, reader: User) -> Q:
        wanted = self._of_owner(reader) if self.owner else Q()
        if self.discipline:
            people = []
            for one in choices.workers:
                if one.discipline == self.discipline:
                    people.append(one.pk)
            wanted &= Q(owner__in=people)
        if self.theme:
            wanted &= Q(theme=None if self.theme == "none" else self.theme)
        if self.kind:
            wanted &= Q(kind=self.kind)
        if self.label:
            wanted &= Q(labels__contains=[self.label])
        if self.blocked in BlockerKind.values:
            wanted &= Q(blocked_kind=self.blocked)
        elif self.blocked:
            wanted &= Q(blocked_at__isnull=False)
        if self.q:
            wanted &= Q(title__icontains=self.q) | self._by_number()
        return wanted

    def _of_owner(self, reader: User) -> Q:
        """Theirs, and those they work on too."""
        chosen = {"me": reader.pk, "none": None}
        owner = chosen[self.owner] if self.owner in chosen else int(self.owner)
        shared = Story.coworkers.through.objects.filter(user=owner).values("story")
        return Q(owner=owner) | Q(pk__in=shared)

    def _by_number(self) -> Q:
        """A reader may type TV-42 or 42."""
        number = number_of(self.q.rpartition("-")[2])
        if number is None:
            return Q(pk=None)
        return Q(number=number)


NAMES = tuple(one.name for one in fields(StoryFilter) if one.name != "unknown")
BESIDE = ("page",)  # what an address of a board or backlog may hold beside filters
