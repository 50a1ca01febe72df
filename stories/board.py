"""The board of a project as one page shows it: columns with cards, in lanes if asked for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from base.roles import Discipline, Role
from stories.card_renderer import DRAWN, CardRenderer
from stories.field_options import FieldOptions, on_board
from stories.story_filter import StoryFilter
from web.precompiled_template import Blank, Pattern

if TYPE_CHECKING:
    from projects.models.project import Project
    from stories.card_renderer import Card
    from stories.field_options import Choice
    from stories.models.story import Story, StoryQuerySet
    from teams.models.user import User


@dataclass(slots=True)
class Head:
    """A column and how many stories stand in it: shown here, and in all.

    The limit was agreed for all of them, so a filter changes neither the number beside it nor
    whether it is passed.
    """

    column: Choice
    shown: int
    total: int

    @property
    def hidden(self) -> int:
        return self.total - self.shown

    @property
    def is_over(self) -> bool:
        limit = self.column.number
        return bool(limit and self.total > limit)


@dataclass(slots=True)
class Stack:
    """The cards of one column, or of one column in one lane."""

    column: Choice
    lane: str = ""
    head: Head | None = None
    cards: list[Any] = field(default_factory=list)

    @property
    def html_id(self) -> str:
        return f"column-{self.column.pk}" + (f"-{self.lane}" if self.lane else "")

    @property
    def html(self) -> SafeString:
        return mark_safe("".join(card.html for card in self.cards))


@dataclass(slots=True)
class Lane:
    """One row of stacks: what one discipline, person or theme has on the board."""

    name: str
    discipline: str
    key: str
    stacks: dict[Any, Any]

    @property
    def count(self) -> int:
        return sum(len(stack.cards) for stack in self.stacks.values())


class Board:
    """What a reader sees of a project's stories, by the filter they chose."""

    def __init__(self, project: Project, reader: User, query: QueryDict) -> None:
        self.project, self.reader = project, reader
        self.choices = FieldOptions(project)
        self.story_filter = StoryFilter.asked_for(query, self.choices)
        self.columns = on_board(self.choices.columns)
        self.may_change = self.choices.may_change(reader)
        self.owners = self.story_filter.owners(self.choices)

    @property
    def leads(self) -> bool:
        """Whether the reader may set the columns up."""
        person = self.choices.people.get(self.reader.pk)
        return bool(person and person.is_current and person.role == Role.LEAD)

    @property
    def sprint(self) -> Choice | None:
        return self.story_filter.chosen_sprint(self.choices)

    def stories(self) -> StoryQuerySet:
        stories = self.story_filter.on_board(self.project.stories.all(), self.choices)
        return self.story_filter.applied_to(stories, self.choices, self.reader)

    def card(self, story: Story) -> Card | None:
        """The card of one story, or None where it has no place on this board."""
        cards = self._placed(self.stories().filter(pk=story.pk))
        if cards:
            return cards[0]
        return None

    @cached_property
    def cards(self) -> list[Card]:
        return self._placed(self.stories())

    @cached_property
    def heads(self) -> dict[int, Head]:
        """What stands above each column."""
        shown = Counter(card.column for card in self.cards)
        total = self.totals if self.story_filter.is_narrow else shown
        heads = {}
        for one in self.columns:
            heads[one.pk] = Head(one, shown[one.pk], total[one.pk])
        return heads

    @cached_property
    def totals(self) -> Counter[int]:
        """How many of the board's stories stand in each column, whether the filters fit or not."""
        stories = self.story_filter.on_board(self.project.stories.all(), self.choices).order_by()
        return Counter(dict(stories.values_list("column").annotate(Count("pk"))))

    @cached_property
    def lanes(self) -> list[Lane]:
        lanes = {}
        for key, name, discipline in self._lane_names():
            lanes[key] = Lane(name, discipline, key, self._stacks(key))
        for card in self.cards:
            lanes[card.lane].stacks[card.column].cards.append(card)
        return list(lanes.values())

    def _stacks(self, lane: str) -> dict[int, Stack]:
        stacks = {}
        for pk, head in self.heads.items():
            stacks[pk] = Stack(head.column, lane, head)
        return stacks

    def _lane_names(self) -> list[tuple[str, str, str]]:
        """Each lane as (key, name, discipline), that of nobody or nothing last."""
        used = {card.lane for card in self.cards}
        if self.story_filter.lanes == "owner":
            named = []
            for person in self.choices.people.values():
                if person.works_here or f"o{person.pk}" in used:
                    named.append((f"o{person.pk}", person.name, person.discipline))
            return [*named, ("none", "Nobody yet", "")]
        if self.story_filter.lanes == "discipline":
            here = {name for name, _ in self.choices.disciplines} | used
            named = []
            for name, label in Discipline.choices:
                if name in here:
                    named.append((name, label, name))
            return [*named, ("none", "Nobody yet", "")]
        if self.story_filter.lanes == "theme":
            named = []
            for theme in self.choices.themes:
                if theme.is_open or f"t{theme.pk}" in used:
                    named.append((f"t{theme.pk}", theme.name, ""))
            return [*named, ("none", "No theme", "")]
        return [("", "", "")]

    def _placed(self, stories: StoryQuerySet) -> list[Card]:
        """Cards that know their lane and are drawn."""
        pattern = cache(self._pattern)
        cards = CardRenderer(self.project, self.choices).cards(stories)
        for card in cards:
            card.lane = self._lane_of(card)
            card.html = pattern(card.column, bool(card.blocked)).filled(card)
        return cards

    def _pattern(self, column: int, is_blocked: bool) -> Pattern:
        """What all cards of a column have in common, such as where their buttons lead."""
        known = {} if is_blocked else {"blocked": ""}
        if not self.story_filter.lanes:
            known["lane"] = ""
        back, on = self._beside(column)
        context = {
            "card": Blank(DRAWN, **known),
            "back": back,
            "on": on,
            "column": column,
            "may_change": self.may_change,
        }
        return Pattern("stories/_card.html", context)

    def _beside(self, column: int) -> tuple[Choice | None, Choice | None]:
        """The columns before and behind it."""
        around = [None, *self.columns, None]
        place = next(n for n, one in enumerate(around) if one and one.pk == column)
        return around[place - 1], around[place + 1]

    def _lane_of(self, card: Card) -> str:
        lanes = self.story_filter.lanes
        if lanes == "owner":
            if card.owner in self.choices.people:
                return f"o{card.owner}"
            return "none"
        if lanes == "discipline":
            owner = self.choices.person(card.owner)
            if owner:
                return owner.discipline
            return "none"
        if lanes == "theme":
            if card.theme:
                return f"t{card.theme}"
            return "none"
        return ""
