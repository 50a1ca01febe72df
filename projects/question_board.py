"""The questions of a use case as one person sees them: nothing sealed but their own side's."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BinaryField, Case, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models import prefetch_related_objects as prefetch
from django.db.models.functions import Coalesce, JSONObject

from base.roles import Role
from history.models import Event
from projects.models import Answer, Decision, Question, QuestionNote, ShelfItem, UseCase
from projects.models.sides import SIDES, Sides
from projects.on_shelf import OnShelf, noted_from, read_along, told_along
from projects.question_counts import QuestionCounts
from projects.question_row import QuestionRow
from teams.models import Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from projects.models.question_round import QuestionRound
    from teams.models.user import User
    from web.forms import VerbForm


def boards_visible_to(user: User) -> QuerySet[UseCase]:
    """Use cases with all that a board takes from their own row: project, team, memberships."""
    seats = Membership.objects.filter(team=OuterRef("project__team")).order_by("joined_at", "pk")
    cells = ("pk", "user_id", "discipline", "role", "joined_at", "left_at")
    rows: QuerySet[UseCase] = UseCase.objects.visible_to(user)
    newest = Event.objects.filter(project=OuterRef("project")).order_by("-pk").values("pk")
    return rows.select_related("project__team").annotate(
        seats=ArraySubquery(seats.values(json=JSONObject(**{name: name for name in cells}))),
        shelf_rows=ArraySubquery(_shelf(user)),
        last_event=Coalesce(Subquery(newest[:1]), 0),
        **read_along(user),
    )


def _shelf(user: User) -> QuerySet[ShelfItem, Any]:
    """What stands on the shelves that the reader sees, to be picked into an answer."""
    items = ShelfItem.objects.visible_to(user).standing()
    cells = ("pk", "kind", "name", "kept_by", "access")
    return items.order_by("kind", "name", "pk").values(
        json=JSONObject(team="team__name", **{name: name for name in cells})
    )


class QuestionBoard:
    """Reads questions, rounds, answers and notes in one statement each, however many there are.

    On a screen that all look at, no word shows before the reveal, not even to its own side.
    """

    def __init__(self, use_case: UseCase, reader: User, *, is_on_screen: bool = False) -> None:
        self.use_case, self.reader, self.is_on_screen = use_case, reader, is_on_screen
        seats = [_membership(row) for row in vars(use_case)["seats"]]
        self.current = [one for one in seats if one.is_current]
        mine = [one for one in seats if one.user_id == reader.pk]
        self.me = next((one for one in mine if one.is_current), None)
        self.sides = Sides(mine)
        self.refused: tuple[int, str, VerbForm] | None = None

    grades = Answer.Sure.choices

    @property
    def works(self) -> bool:
        return self.sides.works

    @property
    def leads(self) -> bool:
        return self.me is not None and self.me.is_lead

    @property
    def may_write(self) -> bool:
        return self.works and self.use_case.project.is_open

    @property
    def may_ask(self) -> bool:
        return self.may_write and self.use_case.dropped_at is None

    @cached_property
    def people(self) -> list[tuple[str, int]]:
        """How many of each discipline work in the team now."""
        working = [one.discipline for one in self.current if one.role != Role.GUEST]
        return [(side.value, working.count(side)) for side in SIDES]

    @cached_property
    def shelf(self) -> list[OnShelf]:
        """What was noted by hand, then what is live."""
        noted = [noted_from(row) for row in vars(self.use_case)["shelf_rows"]]
        return noted + told_along(self.use_case)

    @cached_property
    def missing(self) -> list[str]:
        """The disciplines of which nobody works in the team."""
        return [side for side, number in self.people if not number]

    @cached_property
    def rows(self) -> list[QuestionRow]:
        questions = self._questions()
        prefetch(questions, "rounds", *self._notes())
        rounds = {}
        for one in questions:
            rounds[one.pk] = sorted(one.rounds.all(), key=lambda each: each.number)
        sides = self._my_sides(rounds)
        self._read_answers([each for some in rounds.values() for each in some], sides)
        rows = []
        for one in questions:
            last = rounds[one.pk][-1:]
            side = sides[last[0].pk] if last else ""
            rows.append(QuestionRow(one, rounds[one.pk], self, side=side))
        return rows

    @cached_property
    def standing(self) -> list[QuestionRow]:
        return [row for row in self.rows if not row.is_set_aside]

    @cached_property
    def set_aside(self) -> list[QuestionRow]:
        return [row for row in self.rows if row.is_set_aside]

    @property
    def ready(self) -> list[QuestionRow]:
        """Those that a lead can open: a side's answer at least is final."""
        return [row for row in self.rows if row.is_ready]

    @property
    def counts(self) -> QuestionCounts:
        waiting = [row for row in self.standing if row.is_waiting]
        needed = {}
        for side, _ in self.people:
            needed[side] = sum(not row.place(side).is_final for row in waiting)
        needed["differs"] = sum(row.question.state == "differs" for row in self.standing)
        return QuestionCounts(len(self.rows), len(self.standing), len(waiting), **needed)

    def _questions(self) -> list[Question]:
        decisions = Decision.objects.filter(question=OuterRef("pk")).order_by("-pk")
        questions = self.use_case.questions.visible_to(self.reader).order_by("position", "pk")
        return list(questions.annotate(decision_pk=Subquery(decisions.values("pk")[:1])))

    def _notes(self) -> list[Prefetch[Any]]:
        notes = QuestionNote.objects.select_related("author").order_by("pk")
        return [] if self.is_on_screen else [Prefetch("notes", notes)]

    def _my_sides(self, rounds: dict[int, list[QuestionRound]]) -> dict[int, str]:
        """The side I am on in the round that each question is in, by the round's id."""
        sides = {}
        for some in rounds.values():
            for last in some[-1:]:
                sides[last.pk] = self.sides.at(last.asked_at)
        return sides

    def _read_answers(self, rounds: list[QuestionRound], sides: dict[int, str]) -> None:
        """Read all answers; the sealed words of those alone that my side writes now."""
        answers = Answer.objects.defer("sealed").order_by("pk")
        if not self.is_on_screen:
            answers = answers.annotate(own_sealed=_sealed_of(sides))
        prefetch(rounds, Prefetch("answers", answers))
        for one in rounds:
            for answer in one.answers.all():
                if sealed := vars(answer).get("own_sealed"):
                    answer.sealed = sealed


def _sealed_of(sides: dict[int, str]) -> Case:
    """The sealed words of these sides' answers, by the rounds' ids; of all others nothing."""
    own = Q(pk=None)
    for side in SIDES:
        rounds = [pk for pk, name in sides.items() if name == side]
        own |= Q(side=side, round__in=rounds)
    return Case(When(own, then=F("sealed")), output_field=BinaryField())


def _membership(row: dict[str, Any]) -> Membership:
    times = {}
    for name in ("joined_at", "left_at"):
        times[name] = row[name] and datetime.fromisoformat(row[name])
    return Membership(**(row | times))
