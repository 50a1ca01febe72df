"""Looking at questions together, in the admin panel: by the verbs, and nothing that is sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from base.refusals import Refused
from projects.models import Decision, Question, QuestionNote, QuestionSet, ShelfItem, UseCase
from projects.models.question_set import Starter
from projects.of_project_admin import OfProjectAdmin
from projects.refusals import QuestionWithoutWords
from web.admin import VerbAdmin, member_of

if TYPE_CHECKING:
    from projects.models.answer import Answer
    from projects.models.project import Project
    from teams.models.team import Team
    from teams.models.user import User

MADE = (
    "chosen",
    "considered",
    "why",
    "keeper",
    "until",
    "is_two_way",
    "look_again_on",
    "heard",
    "still_held",
)


class ShownAdmin(OfProjectAdmin):
    """Of what is the team's own until somebody shows it to the customer."""

    actions = ["show", "make_internal"]

    @admin.action(description="Show to the team's guests", permissions=["change"])
    def show(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._to_each(request, rows, lambda row, by: row.show(by=by), "Guests see it now.")

    @admin.action(description="Make internal again", permissions=["change"])
    def make_internal(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._to_each(
            request, rows, lambda row, by: row.make_internal(by=by), "It is the team's own again."
        )


@admin.register(Question)
class QuestionAdmin(ShownAdmin):
    """Questions are asked and reworded here; answers are only looked at, once they are open."""

    list_display = ["text", "use_case", "asked_from", "state", "shared_at"]
    list_filter = ["state", "asked_from", "project"]
    list_select_related = ["use_case", "project"]
    autocomplete_fields = ["use_case"]
    search_fields = ["text"]
    fields = ["use_case", "asked_from", "text"]
    fixed = ("use_case", "asked_from")
    readonly_fields = ["state", "set_aside_reason", "shared_at", "open_answers"]
    actions = ["reveal", "show", "make_internal"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return [*self.fields, *self.readonly_fields]
        return self.fields

    def write(self, by: User, use_case: UseCase, **fields: Any) -> Question:
        return Question.ask(use_case, by=by, **fields)

    def change(self, row: Any, by: User, text: str) -> None:
        row.reword(text, by=by)

    @admin.display(description="Open answers")
    def open_answers(self, question: Question) -> str:
        told = []
        for round_ in question.rounds.prefetch_related("answers"):
            for answer in round_.answers.all():
                if answer.is_open:
                    told.append(_told(round_.number, answer))
        return "\n\n".join(told) or "-"

    @admin.action(description="Open what is final, early", permissions=["change"])
    def reveal(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._to_each(
            request, rows, lambda row, by: row.reveal(by=by), "What was final is open now."
        )


def _told(number: int, answer: Answer) -> str:
    words = [answer.belief, answer.get_sure_display(), answer.change_mind]
    return f"{answer.get_side_display()}, round {number}: " + " | ".join(filter(None, words))


@admin.register(QuestionNote)
class QuestionNoteAdmin(OfProjectAdmin):
    """Notes are added, and then only looked at."""

    list_display = ["body", "question", "author", "written_at"]
    list_select_related = ["question", "author"]
    autocomplete_fields = ["question"]
    search_fields = ["body"]
    fields = ["question", "body"]
    fixed = ("question",)

    def write(self, by: User, question: Question, body: str) -> QuestionNote:
        return QuestionNote.add(question, body=body, by=by)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Decision)
class DecisionAdmin(ShownAdmin):
    """Opened, made while it waits, and afterwards only what has come of it."""

    list_display = ["title", "project", "state", "due_on", "keeper", "shared_at"]
    list_filter = ["state", "project"]
    list_select_related = ["project", "keeper"]
    autocomplete_fields = ["project", "use_case", "theme", "keeper"]
    search_fields = ["title", "chosen"]
    fields = ["project", "title", "use_case", "theme", "due_on"]
    fixed = ("project", "title", "use_case", "theme", "due_on")
    readonly_fields = ["question", "replaces", "state", "decided_at", "shared_at"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return [*self.fields, *self.readonly_fields, *MADE, "outcome"]
        return self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        if obj is None:
            return fixed
        return (*fixed, "outcome") if obj.is_open else (*fixed, *MADE)

    def write(self, by: User, project: Project, **fields: Any) -> Decision:
        return Decision.open_for(project, by=by, **fields)

    def change(self, row: Any, by: User, **fields: Any) -> None:
        if "outcome" in fields:
            row.note_outcome(fields["outcome"], by=by)
        else:
            row.decide(by=by, **fields)


@admin.register(ShelfItem)
class ShelfItemAdmin(VerbAdmin):
    list_display = ["name", "kind", "team", "kept_by", "removed_at"]
    list_filter = ["kind", "team", ("removed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["team"]
    autocomplete_fields = ["team"]
    search_fields = ["name", "description"]
    fields = ["team", "kind", "name", "description", "kept_by", "access", "link"]
    fixed = ("team",)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    actions = ["take_off"]

    def write(self, by: User, team: Team, **fields: Any) -> ShelfItem:
        return ShelfItem.put(team, by=by, **fields)

    def change(self, row: Any, by: User, **fields: Any) -> None:
        row.edit(by=by, **fields)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or obj.removed_at is None
        )

    @admin.action(description="Take off the shelf", permissions=["change"])
    def take_off(self, request: HttpRequest, items: QuerySet[Any]) -> None:
        try:
            with transaction.atomic():
                for item in items.select_related("team"):
                    item.remove(by=member_of(request))
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, "They are off the shelf; the history keeps them.")


@admin.register(QuestionSet)
class QuestionSetAdmin(VerbAdmin):
    """A team's questions as pairs of a side and a text; a lead who is in the team writes them."""

    list_display = ["team"]
    list_select_related = ["team"]
    autocomplete_fields = ["team"]
    search_fields = ["team__name"]
    fields = ["team", "starters"]
    fixed = ("team",)

    def write(self, by: User, team: Team, starters: Any) -> QuestionSet:
        return QuestionSet.write(team, _starters(starters), by=by)

    def change(self, row: Any, by: User, starters: Any) -> None:
        QuestionSet.write(row.team, _starters(starters), by=by)


def _starters(told: Any) -> list[Starter]:
    """Read what was typed as JSON; whatever isn't a list of pairs is refused beside it."""
    starters = []
    for pair in told if isinstance(told, list) else [None]:
        match pair:
            case [str(side), str(text)]:
                starters.append(Starter(side, text))
            case _:
                raise QuestionWithoutWords(
                    'Write a list of pairs, such as [["science", "How do we get the data?"]].',
                    "starters",
                )
    return starters
