"""Stories as cards: rows with just what a card shows, and no object or query for each of them."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Subquery, When
from django.template.loader import get_template

from jobs import clock
from projects.models import Event
from stories.models import Category, Story
from stories.templatetags.cards import kind_icon

IN_WORK = (Category.DOING, Category.REVIEW)
FIELDS = [
    "pk", "number", "title", "kind", "column_id", "category", "rank", "owner_id", "points",
    "time_box_days", "labels", "blocked_reason", "sprint_id", "theme_id", "since", "coworker_ids",
]  # fmt: skip


@dataclass(slots=True)
class Card:
    """One story on the board, its small parts drawn already."""

    key: str
    title: str
    kind: str  # its icon, drawn
    category: str
    column: int
    rank: int
    owner: int | None
    theme: int | None
    blocked: str
    is_aging: bool
    people: str
    facts: str
    back: object = None
    on: object = None
    lane: str = ""

    @property
    def css(self):
        return (" card-done" if self.category == "done" else "") + (
            " card-aging" if self.is_aging else ""
        )


class Deck:
    """Draws the cards of one project; what many cards share is drawn once."""

    def __init__(self, project, choices):
        self.project, self.choices = project, choices
        self.now = clock.now()
        self.aging_after = timedelta(days=project.team.sprint_days / 2)
        self.people = cache(self._people)  # a board has few people and sizes, and many cards
        self.facts = cache(self._facts)
        self.kind = cache(kind_icon)

    def cards(self, stories) -> list[Card]:
        return [self._card(row) for row in rows_of(stories)]

    def _card(self, row):
        age = self.now - row.since if row.since else None
        is_aging = age is not None and age > self.aging_after
        return Card(
            key=f"{self.project.key}-{row.number}", title=row.title, kind=self.kind(row.kind),
            category=row.category, column=row.column_id, rank=row.rank, owner=row.owner_id,
            theme=row.theme_id, blocked=row.blocked_reason, is_aging=is_aging,
            people=self.people(row.owner_id, tuple(row.coworker_ids)),
            facts=self.facts(
                row.points, row.time_box_days, tuple(row.labels),
                age.days if age else None, is_aging,
            ),
        )  # fmt: skip

    def _people(self, owner, coworkers):
        known = (self.choices.people.get(pk) for pk in (owner, *coworkers) if pk)
        people = [person for person in known if person]
        blend = list(dict.fromkeys(person.discipline for person in people))
        return drawn("stories/card/_people.html", people=people, blend=blend)

    def _facts(self, points, time_box, labels, days, is_aging):
        return drawn(
            "stories/card/_facts.html", points=points, time_box=time_box, labels=labels,
            days=days, is_aging=is_aging,
        )  # fmt: skip


def rows_of(stories):
    coworkers = Story.coworkers.through.objects.filter(story=OuterRef("pk")).values("user")
    moves = Event.objects.filter(
        story=OuterRef("pk"), verb__in=["story_moved", "story_created"]
    ).order_by("-pk")
    since = Case(When(category__in=IN_WORK, then=Subquery(moves.values("at")[:1])))
    rows = stories.annotate(coworker_ids=ArraySubquery(coworkers), since=since).by_rank()
    return rows.values_list(*FIELDS, named=True)


def drawn(template, **context):
    return get_template(template).render(context)
