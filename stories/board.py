"""The board of a project as one page shows it: columns with cards, in lanes if asked for."""

from dataclasses import dataclass, field
from functools import cached_property

from projects.templatetags.icons import icon
from stories.cards import Deck
from stories.choices import Choices, on_board
from stories.narrowing import Narrowing
from teams.models import Discipline


@dataclass(slots=True)
class Stack:
    """The cards of one column, or of one column in one lane."""

    column: object
    lane: str = ""
    cards: list = field(default_factory=list)

    @property
    def html_id(self):
        return f"column-{self.column.pk}" + (f"-{self.lane}" if self.lane else "")


@dataclass(slots=True)
class Lane:
    """One row of stacks: what one discipline, person or theme has on the board."""

    name: str
    discipline: str
    key: str
    stacks: dict

    @property
    def count(self):
        return sum(len(stack.cards) for stack in self.stacks.values())


class Board:
    """What a reader sees of a project's stories, by the narrowing they chose."""

    def __init__(self, project, reader, query):
        self.project, self.reader = project, reader
        self.choices = Choices(project)
        self.narrowing = Narrowing.asked_for(query, self.choices)
        self.columns = on_board(self.choices.columns)
        self.may_change = self.choices.may_change(reader)

    @property
    def sprint(self):
        return self.narrowing.chosen_sprint(self.choices)

    def stories(self):
        stories = self.narrowing.on_board(self.project.stories.all(), self.choices)
        return self.narrowing.applied_to(stories, self.choices, self.reader)

    def card(self, story):
        """The card of one story, or None where it has no place on this board."""
        cards = self._placed(self.stories().filter(pk=story.pk))
        return cards[0] if cards else None

    @cached_property
    def cards(self):
        return self._placed(self.stories())

    @cached_property
    def counts(self):
        counts = dict.fromkeys((column.pk for column in self.columns), 0)
        for card in self.cards:
            counts[card.column] += 1
        return counts

    @property
    def arrows(self):
        """Drawn once for all the cards that carry them."""
        return {
            "back": icon("arrow-left", css="icon-small"),
            "on": icon("arrow-right", css="icon-small"),
        }

    @cached_property
    def heads(self):
        """Columns with how many cards stand in each."""
        return [(column, self.counts[column.pk]) for column in self.columns]

    @cached_property
    def lanes(self) -> list[Lane]:
        lanes = {key: Lane(*named, key, self._stacks(key)) for key, *named in self._lane_names()}
        for card in self.cards:
            lanes[card.lane].stacks[card.column].cards.append(card)
        return list(lanes.values())

    def _stacks(self, lane):
        return {column.pk: Stack(column, lane) for column in self.columns}

    def _lane_names(self):
        """Each lane as (key, name, discipline), that of nobody or nothing last."""
        used = {card.lane for card in self.cards}
        if self.narrowing.lanes == "owner":
            named = [
                (f"o{one.pk}", one.name, one.discipline)
                for one in self.choices.people.values()
                if one.works_here or f"o{one.pk}" in used
            ]
            return [*named, ("none", "Nobody yet", "")]
        if self.narrowing.lanes == "discipline":
            here = {name for name, _ in self.choices.disciplines} | used
            named = [(name, label, name) for name, label in Discipline.choices if name in here]
            return [*named, ("none", "Nobody yet", "")]
        if self.narrowing.lanes == "theme":
            named = [(f"t{one.pk}", one.name, "") for one in self.choices.themes
                     if one.is_open or f"t{one.pk}" in used]  # fmt: skip
            return [*named, ("none", "No theme", "")]
        return [("", "", "")]

    def _placed(self, stories):
        """Cards that know their lane and the columns beside their own."""
        around = self._neighbours()
        cards = Deck(self.project, self.choices).cards(stories)
        for card in cards:
            card.back, card.on = around[card.column]
            card.lane = self._lane_of(card)
        return cards

    def _neighbours(self):
        places = self.columns
        return {
            column.pk: (
                places[i - 1] if i else None,
                places[i + 1] if i + 1 < len(places) else None,
            )
            for i, column in enumerate(places)
        }

    def _lane_of(self, card):
        lanes = self.narrowing.lanes
        if lanes == "owner":
            return f"o{card.owner}" if card.owner in self.choices.people else "none"
        if lanes == "discipline":
            owner = self.choices.people.get(card.owner)
            return owner.discipline if owner else "none"
        if lanes == "theme":
            return f"t{card.theme}" if card.theme else "none"
        return ""
