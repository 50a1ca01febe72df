"""Stories as cards: rows with just what a card shows, and no object or query for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Subquery, When
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from base import clock
from history.models import Event
from stories.models import BlockerKind, Category, Story
from stories.templatetags.cards import kind_icon

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from projects.models.project import Project
    from stories.field_options import FieldOptions
    from stories.models.story import StoryQuerySet

IN_WORK = (Category.DOING, Category.REVIEW)
FIELDS = [
    "pk",
    "number",
    "title",
    "kind",
    "column_id",
    "category",
    "rank",
    "owner_id",
    "points",
    "time_box_days",
    "labels",
    "blocked_reason",
    "blocked_kind",
    "sprint_id",
    "theme_id",
    "coworker_ids",
]


@dataclass(slots=True)
class Card:
    """One story on a board or in a backlog, its small parts drawn already."""

    key: str
    number: int
    title: str
    kind: str  # its icon, drawn
    category: str
    column: int
    rank: int
    owner: int | None
    sprint: int | None
    theme: int | None
    points: Any
    time_box: Any
    blocked: str  # what it waits for, behind the kind of thing that is
    people: str
    facts: str = ""
    is_aging: bool = False
    lane: str = ""
    html: str = ""
    back: Any = None  # the rows beside it, in a list
    on: Any = None
    total: int = 0

    @property
    def css(self) -> str:
        done = " card-done" if self.category == Category.DONE else ""
        if self.is_aging:
            return f"{done} card-aging"
        return done


WAITS_FOR = {value: f"{label}: " for value, label in BlockerKind.choices}
DRAWN = ("css", "key", "rank", "lane", "kind", "people", "title", "blocked", "facts")


class CardRenderer:
    """Draws the cards of one project; what many cards share is drawn once."""

    def __init__(self, project: Project, choices: FieldOptions) -> None:
        self.project, self.choices = project, choices
        self.now = clock.now()
        self.aging_after = timedelta(days=project.team.sprint_days / 2)
        self.people = cache(self._people)  # a board has few people and sizes, and many cards
        self.facts = cache(self._facts)
        self.kind = cache(kind_icon)

    def cards(self, stories: StoryQuerySet) -> list[Card]:
        """Cards as a board shows them, with how long they have stood in their column."""
        cards = []
        for row in rows_of(stories.annotate(since=SINCE), "since"):
            cards.append(self._aged(self._card(row), row))
        return cards

    def rows(self, stories: StoryQuerySet) -> list[Card]:
        """Cards as a list shows them; `stories` are annotated with the total of their list."""
        cards = []
        for row in rows_of(stories, "total"):
            card = self._card(row)
            card.total = row.total
            card.facts = self.facts(None, None, tuple(row.labels), None, False)
            cards.append(card)
        return cards

    def _card(self, row: Any) -> Card:
        return Card(
            key=f"{self.project.key}-{row.number}",
            number=row.number,
            title=row.title,
            kind=self.kind(row.kind),
            category=row.category,
            column=row.column_id,
            rank=row.rank,
            owner=row.owner_id,
            sprint=row.sprint_id,
            theme=row.theme_id,
            points=row.points,
            time_box=row.time_box_days,
            blocked=_waits_for(row),
            people=self.people(row.owner_id, tuple(row.coworker_ids)),
        )

    def _aged(self, card: Card, row: Any) -> Card:
        age = self.now - row.since if row.since else None
        card.is_aging = age is not None and age > self.aging_after
        card.facts = self.facts(
            row.points,
            row.time_box_days,
            tuple(row.labels),
            age.days if age else None,
            card.is_aging,
        )
        return card

    def _people(self, owner: int | None, coworkers: tuple[int, ...]) -> SafeString:
        known = (self.choices.people.get(pk) for pk in (owner, *coworkers) if pk)
        people = []
        for person in known:
            if person:
                people.append(person)
        blend = list(dict.fromkeys(person.discipline for person in people))
        return drawn("stories/card/_people.html", people=people, blend=blend)

    def _facts(
        self, points: Any, time_box: Any, labels: tuple[str, ...], days: Any, is_aging: bool
    ) -> SafeString:
        return drawn(
            "stories/card/_facts.html",
            points=points,
            time_box=time_box,
            labels=labels,
            days=days,
            is_aging=is_aging,
        )


COWORKERS = Story.coworkers.through.objects.filter(story=OuterRef("pk")).values("user")
ARRIVALS = Event.objects.filter(story=OuterRef("pk"), verb__in=["story_moved", "story_created"])
SINCE = Case(When(category__in=IN_WORK, then=Subquery(ARRIVALS.order_by("-pk").values("at")[:1])))


def rows_of(stories: StoryQuerySet, also: str) -> QuerySet[Story, Any]:
    """Rows with just what a card shows, in the order of their ranks."""
    stories = stories.annotate(coworker_ids=ArraySubquery(COWORKERS)).by_rank()
    return stories.values_list(*FIELDS, also, named=True)


def drawn(template: str, **context: Any) -> SafeString:
    return mark_safe(get_template(template).render(context))


def _waits_for(row: Any) -> str:
    return f"{WAITS_FOR.get(row.blocked_kind, '')}{row.blocked_reason}"
