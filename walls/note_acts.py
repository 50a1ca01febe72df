"""What a reader may do with one note, with defaults for what each act asks."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from base.roles import Role
from teams.models.membership import Actor
from walls.forms import (
    ActionForm,
    HypothesisForm,
    QuestionForm,
    StoryForm,
    ThemeForm,
    in_two_weeks,
    own_side,
)
from walls.models import Note, NoteGroup, Wall
from walls.wall_board import CELLS, became, shortened

if TYPE_CHECKING:
    from base.user import User
    from web.forms import VerbForm


class NoteActs:
    """The forms of a note's page; one that was refused comes back with what was typed."""

    def __init__(self, note: Note, reader: User, refused: VerbForm | None = None) -> None:
        self.note, self.reader, self.refused = note, reader, refused
        self.wall: Wall = note.wall
        self.actor = Actor.of(self.wall.project.team, reader)

    @property
    def may_change(self) -> bool:
        return self.actor.role in (Role.MEMBER, Role.LEAD) and self.wall.project.is_open

    @property
    def may_group(self) -> bool:
        return self.may_change and self.wall.state == Wall.State.GROUPING

    @property
    def may_draw(self) -> bool:
        return self.may_change and self.wall.state in (Wall.State.GROUPING, Wall.State.DISCUSSING)

    @property
    def is_mine(self) -> bool:
        return self.note.author_id == self.reader.pk

    @property
    def may_reword(self) -> bool:
        return self.may_change and self.is_mine

    @property
    def may_withdraw(self) -> bool:
        return self.may_change and (self.is_mine or self.actor.role == Role.LEAD)

    @cached_property
    def became(self) -> tuple[str, str] | None:
        """What it became, and where that is."""
        if self.note.became is None:
            return None
        told = Note.objects.values(*CELLS).get(pk=self.note.pk)
        return became(told, self.wall.project.key)

    @property
    def groups(self) -> list[tuple[int, str]]:
        """The groups it may be put to, at a place; its own one among them if others are there."""
        rows = NoteGroup.objects.filter(wall=self.wall.pk).prefetch_related("notes")
        own = self.note.group_id
        found = []
        for one in sorted(rows, key=lambda one: one.pk != own):
            if one.pk != own or len(one.notes.all()) > 1:
                found.append((one.pk, shortened(one.called)))
        return found

    @property
    def others(self) -> list[tuple[int, str]]:
        """The notes an arrow may lead to."""
        rows = Note.objects.filter(wall=self.wall.pk).exclude(pk=self.note.pk)
        return [(pk, shortened(words)) for pk, words in rows.values_list("pk", "words")]

    @property
    def forms(self) -> list[tuple[str, str, VerbForm]]:
        """What it may become: the last word of the address, what it is called, its form."""
        project, words = self.wall.project, self.note.words
        side = own_side(self.actor.discipline)
        made: list[tuple[str, str, VerbForm]] = []
        if self.wall.sprint_id:
            start = {"title": words[:240], "owner": self.reader.pk, "due": in_two_weeks()}
            made.append(("actions", "Action", ActionForm(team=project.team, initial=start)))
        start = {"text": words[:300], "asked_from": side, "use_case": self.wall.use_case_id}
        if self.wall.use_case_id or project.use_cases.standing().exists():
            question = QuestionForm(project=project, initial=start)
            made.append(("questions", "Question", question))
        if self.wall.theme_id or project.themes.exists():
            start = {"theme": self.wall.theme_id, "threshold": "To be agreed on"}
            made.append(
                ("hypotheses", "Hypothesis", HypothesisForm(project=project, initial=start))
            )
        made.append(("themes", "Theme", ThemeForm(initial={"title": words[:160]})))
        made.append(("stories", "Story", StoryForm(initial={"title": words[:240]})))
        return [self._as_sent(*each) for each in made]

    def _as_sent(self, word: str, name: str, form: VerbForm) -> tuple[str, str, VerbForm]:
        """The same, or what was typed into it, and without words where the note's own fit."""
        if self.refused and type(self.refused) is type(form):
            return word, name, self.refused
        for field in ("text", "title"):
            longest = getattr(form.fields.get(field), "max_length", None)
            if longest and len(self.note.words) <= longest:
                del form.fields[field]
        return word, name, form
