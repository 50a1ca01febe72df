"""Open notes of a wall: grouped, joined, reworded, taken off, and what they become."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from projects.api.base import Teammate
from projects.models.sides import SIDE_CHOICES
from stories.models import Story
from walls.api.wall import GroupOfWall
from walls.api.wall_shape import NoteArrowShape, NoteGroupShape, WallNoteShape
from walls.models import Note, NoteArrow, NoteGroup, Wall
from web.api.ending import Ended
from web.api.inputs import Day, Input, RowAmong, RowOf, Text, Whole
from web.api.patching import Patched
from web.api.resources import Created, Listed, Resource, Retrieved
from web.api.verbs import verb

if TYPE_CHECKING:
    from projects.models.project import Project
    from projects.models.shared import SharedQuerySet
    from teams.models.user import User
    from walls.models.of_wall import OfWallQuerySet


def place() -> Whole:
    """A place among others, counted from 1; the last one without."""
    return Whole(min_value=1, max_value=500, allow_null=True, default=None)


class PromptOfWall(RowAmong):
    """Names a prompt of the wall that the address names."""

    def __init__(self, **options: Any) -> None:
        super().__init__("prompt on this wall", "prompts", **options)


class OfProjectOfWall(RowOf):
    """Names a row of the project whose wall it is."""

    def __init__(self, noun: str, rows: str) -> None:
        super().__init__(
            f"{noun} in this project",
            lambda wall: getattr(wall.project, rows).all(),
            allow_null=True,
            default=None,
            help_text="Else that of the wall.",
        )


class Somebody(Teammate):
    """Names a person of the team whose wall it is."""

    def look_up(self, scope: Any, value: Any) -> Any:
        return super().look_up(scope.project, value)


class NoteMoveInput(Input):
    """To other notes, or by itself under a prompt: one of the two."""

    to_group = GroupOfWall(allow_null=True, default=None)
    to_prompt = PromptOfWall(allow_null=True, default=None)
    position = place()


class GroupMoveInput(Input):
    prompt = PromptOfWall(allow_null=True, default=None)
    position = place()


class GroupNameInput(Input):
    name = Text(max_length=80, allow_blank=True)


class NoteWordsInput(Input):
    words = Text(max_length=500)


class NoteArrowInput(Input):
    """An arrow between two notes; drawn again it has the new words."""

    from_note = RowAmong("note on this wall", "notes")
    to_note = RowAmong("note on this wall", "notes")
    words = Text(max_length=60, allow_blank=True, default="")


class NewQuestion(Input):
    asked_from = serializers.ChoiceField(SIDE_CHOICES)
    use_case = OfProjectOfWall("use case", "use_cases")
    text = Text(max_length=300, allow_blank=True, default="", help_text="Else the note's words.")


class NewHypothesis(Input):
    begins = True

    theme = OfProjectOfWall("theme", "themes")
    prediction = Text(
        max_length=900, allow_blank=True, default="", help_text="Else the note's words."
    )
    threshold = Text(max_length=240, allow_blank=True, default="")
    kill_rule = Text(max_length=240, allow_blank=True, default="")
    time_box_days = Whole(min_value=1, max_value=365, default=14)


class NewTheme(Input):
    title = Text(max_length=160, allow_blank=True, default="", help_text="Else the note's words.")


class NewStory(Input):
    title = Text(max_length=240, allow_blank=True, default="", help_text="Else the note's words.")
    kind = serializers.ChoiceField(Story.Kind.choices, default=Story.Kind.STORY)


class NewAction(Input):
    owner = Somebody()
    due = Day()
    title = Text(max_length=240, allow_blank=True, default="", help_text="Else the note's words.")


class OfWallResource(Listed, Retrieved, Resource):
    """Rows under /projects/TV/walls/7/; there are none before the reveal."""

    related: tuple[str, ...] = ("wall__project__team",)
    lock = {"even_closed": True}
    wall: Wall

    def walls(self) -> SharedQuerySet[Wall]:
        seen: SharedQuerySet[Wall] = Wall.objects.visible_to(self.request.user)
        project = self.kwargs["project"].upper()
        return seen.filter(project__key=project, pk=self.kwargs["wall"])

    def seen(self, rows: OfWallQuerySet[Any]) -> OfWallQuerySet[Any]:
        return rows.on(self.walls())

    def must_see_parent(self) -> None:
        get_object_or_404(self.walls())

    def holder(self) -> Project:
        project: Project = self.row.wall.project
        return project

    def scope(self) -> Wall:
        wall: Wall = self.row.wall
        return wall

    def scope_of_new(self) -> Wall:
        self.wall = get_object_or_404(self.walls().select_related("project__team"))
        return self.wall


class NoteResource(Patched, Ended, OfWallResource):
    """Notes of the wall since its reveal."""

    shape = WallNoteShape
    related = ("wall__project__team", "wall__use_case", "wall__theme", "wall__sprint", "group")

    @verb(takes=NoteMoveInput, keeps=False)
    def moves(self, note: Note, given: dict[str, Any], by: User) -> None:
        """Put it to other notes, or by itself under a prompt; a group it leaves empty goes."""
        note.move(**given, by=by)

    @verb(takes=NoteWordsInput, edits={"words": "words"})
    def rewordings(self, note: Note, given: dict[str, Any], by: User) -> None:
        """Say it otherwise: only who has signed it."""
        note.reword(given["words"], by=by)

    def end(self, note: Note, by: User) -> None:
        """Take it off: its author or a lead; of an anonymous wall a lead, without a line."""
        note.withdraw(by=by)

    @verb(takes=NewQuestion)
    def questions(self, note: Note, given: dict[str, Any], by: User) -> None:
        """Ask it of a use case."""
        note.become_question(**given, by=by)

    @verb(takes=NewHypothesis)
    def hypotheses(self, note: Note, given: dict[str, Any], by: User) -> None:
        """Draft it as a hypothesis within a theme."""
        note.become_hypothesis(**given, by=by)

    @verb(takes=NewTheme)
    def themes(self, note: Note, given: dict[str, Any], by: User) -> None:
        """Put it on the plan as a theme, which serves the wall's use case."""
        note.become_theme(**given, by=by)

    @verb(takes=NewStory)
    def stories(self, note: Note, given: dict[str, Any], by: User) -> None:
        """Write it as a story at the end of the backlog."""
        note.become_story(**given, by=by)

    @verb(takes=NewAction)
    def actions(self, note: Note, given: dict[str, Any], by: User) -> None:
        """Agree on it as an action of the sprint's retrospective, which is held with that."""
        note.become_action(**given, by=by)


class GroupResource(Patched, OfWallResource):
    """Groups of the wall's notes; one without notes is gone."""

    shape = NoteGroupShape
    related = ("wall__project__team", "prompt")
    keeps_answers = False

    @verb(takes=GroupMoveInput, edits={"prompt": "prompt", "position": "position"})
    def moves(self, group: NoteGroup, given: dict[str, Any], by: User) -> None:
        """Let it stand elsewhere, with all its notes."""
        group.move(**given, by=by)

    @verb(takes=GroupNameInput, edits={"name": "name"})
    def names(self, group: NoteGroup, given: dict[str, Any], by: User) -> None:
        """Say what its notes have in common."""
        group.name_it(given["name"], by=by)


class ArrowResource(Created, Ended, OfWallResource):
    """Arrows between notes of the wall: a sketch of how data flow."""

    shape = NoteArrowShape
    takes = NoteArrowInput
    keeps_answers = False

    def make(self, given: dict[str, Any], by: User) -> NoteArrow:
        """Draw an arrow from one note to another."""
        source, target = given["from_note"], given["to_note"]
        return NoteArrow.draw(source, target, label=given["words"], by=by)

    def end(self, arrow: NoteArrow, by: User) -> None:
        """Take it away."""
        arrow.erase(by=by)
