"""A wall as one person sees it: while it is written on, nobody's notes but their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject

from base import clock
from base.roles import Role
from teams.models import Membership
from walls.models import Note, NoteArrow, Prompt, SealedNote, Wall
from walls.sketch import Sketch

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from base.user import User
    from walls.own_note import OwnNote

GUESSABLE_UNDER = 4  # working members: fewer know each other's words
SHORT = 60  # characters of a note that stand for it in a list
STEPS = {
    Wall.State.WRITING: "Write",
    Wall.State.GROUPING: "Group",
    Wall.State.VOTING: "Vote",
    Wall.State.DISCUSSING: "Discuss",
    Wall.State.CLOSED: "Closed",
}
TIMERS = [(60 * minutes, f"{minutes} min") for minutes in (1, 3, 5, 10, 15, 30)]
GROUP_CELLS = ("group_id", "group__prompt_id", "group__name", "group__dots")
CELLS = (
    "pk",
    *GROUP_CELLS,
    "words",
    "author__name",
    "question_id",
    "question__use_case_id",
    "hypothesis_id",
    "theme_id",
    "story_id",
    "story__number",
    "action_id",
    "action__retrospective__sprint__number",
)


def walls_visible_to(user: User) -> QuerySet[Wall]:
    """Walls with all that a page takes from their own row: what they hang at, team, prompts."""
    seats = Membership.objects.current().filter(team=OuterRef("project__team"))
    prompts = Prompt.objects.filter(wall=OuterRef("pk")).order_by("position", "pk")
    written = SealedNote.objects.filter(wall=OuterRef("pk")).order_by().values("wall")
    rows: QuerySet[Wall] = Wall.objects.visible_to(user)
    return rows.select_related("project__team", "use_case", "theme", "sprint").annotate(
        seat_rows=ArraySubquery(seats.values(json=JSONObject(user="user_id", role="role"))),
        prompt_rows=ArraySubquery(prompts.values(json=JSONObject(pk="pk", words="words"))),
        written=Coalesce(Subquery(written.annotate(number=Count("pk")).values("number")), 0),
    )


@dataclass(slots=True)
class NoteRow:
    """A note that is open."""

    pk: int
    words: str
    author: str
    kind: str = ""  # what it became
    address: str = ""  # where that is

    @property
    def short(self) -> str:
        return shortened(self.words)


@dataclass(slots=True)
class GroupRow:
    """Some notes that belong together, or one alone."""

    pk: int
    prompt: int
    name: str
    dots: int | None
    notes: list[NoteRow] = field(default_factory=list)
    own: int = 0  # dots of the reader's

    @property
    def is_many(self) -> bool:
        return len(self.notes) > 1

    @property
    def label(self) -> str:
        """What it is called: its name, or what its first note says."""
        return self.name or (self.notes[0].short if self.notes else "No name yet")


@dataclass(slots=True)
class Column:
    """What is asked, what was answered to it, and a new note for it."""

    pk: int
    words: str
    groups: list[GroupRow] = field(default_factory=list)
    mine: list[OwnNote] = field(default_factory=list)
    handle: UUID = field(default_factory=uuid4)

    @property
    def numbered(self) -> list[tuple[int, GroupRow]]:
        return list(enumerate(self.groups))


class WallBoard:
    """Reads notes with their groups, arrows and the reader's votes in one statement each.

    Others move notes meanwhile: what one statement reads mustn't be looked for in another's rows.
    """

    def __init__(self, wall: Wall, reader: User) -> None:
        self.wall, self.reader = wall, reader
        self.project = wall.project
        roles = {}
        for row in vars(wall)["seat_rows"]:
            roles[row["user"]] = row["role"]
        self.working = sum(role != Role.GUEST for role in roles.values())
        self.role = roles.get(reader.pk, "")
        self.unsent = ""  # words of a note that came too late

    @property
    def works(self) -> bool:
        return self.role not in ("", Role.GUEST)

    @property
    def leads(self) -> bool:
        return bool(self.role == Role.LEAD)

    @property
    def may_change(self) -> bool:
        return self.works and self.project.is_open

    @property
    def may_group(self) -> bool:
        return self.may_change and self.wall.state == Wall.State.GROUPING

    @property
    def may_draw(self) -> bool:
        return self.may_change and self.wall.state in (Wall.State.GROUPING, Wall.State.DISCUSSING)

    @property
    def is_writing(self) -> bool:
        return self.wall.state == Wall.State.WRITING

    @property
    def is_voting(self) -> bool:
        return self.wall.state == Wall.State.VOTING

    @property
    def may_be_shown(self) -> bool:
        return self.works and not self.is_writing and self.wall.sprint_id is None

    @property
    def can_be_guessed(self) -> bool:
        """So few write here that each may know the others by their words."""
        return self.wall.is_anonymous and self.working < GUESSABLE_UNDER

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The way of a wall: each step's name, and whether it is past, now or to come."""
        steps, when = [], "past"
        for state, name in STEPS.items():
            if state == self.wall.state:
                steps.append((name, "now"))
                when = "later"
            else:
                steps.append((name, when))
        return steps

    @property
    def is_timed(self) -> bool:
        return self.wall.timer_ends_at is not None and self.wall.timer_ends_at > clock.now()

    timers = TIMERS
    blank = SimpleNamespace(
        handle="", prompt_id="", words="", is_readable=True
    )  # from which a script makes a note

    @cached_property
    def columns(self) -> list[Column]:
        columns = [Column(**row) for row in vars(self.wall)["prompt_rows"]]
        by_pk = {one.pk: one for one in columns}
        if self.is_writing and self.works:
            for note in self.wall.own_notes(self.reader):
                by_pk.get(note.prompt_id or 0, columns[0]).mine.append(note)
        for group in self.groups:
            by_pk[group.prompt].groups.append(group)
        return columns

    @property
    def number(self) -> int:
        """How many notes there are."""
        if self.is_writing:
            written: int = vars(self.wall)["written"]
            return written
        return len(self.notes)

    @cached_property
    def groups(self) -> list[GroupRow]:
        groups: dict[int, GroupRow] = {}
        for note in self.notes.values():
            row = self.note_rows[note.pk]
            pk = row["group_id"]
            if pk not in groups:
                groups[pk] = GroupRow(*(row[cell] for cell in GROUP_CELLS))
            groups[pk].notes.append(note)
        for group in groups.values():
            group.own = self.own_votes.get(group.pk, 0)
        return list(groups.values())

    @cached_property
    def notes(self) -> dict[int, NoteRow]:
        notes = {}
        for row in self.note_rows.values():
            kind, address = became(row, self.project.key)
            author = row["author__name"] or ""
            notes[row["pk"]] = NoteRow(row["pk"], row["words"], author, kind, address)
        return notes

    @cached_property
    def note_rows(self) -> dict[int, dict[str, Any]]:
        if self.is_writing:
            return {}
        rows = Note.objects.filter(wall=self.wall.pk)
        as_they_hang = rows.order_by("group__prompt", "group__position", "group", "position", "pk")
        return {row["pk"]: row for row in as_they_hang.values(*CELLS)}

    @cached_property
    def own_votes(self) -> dict[int, int]:
        if not (self.is_voting and self.works):
            return {}
        votes: dict[int, int] = self.wall.own_votes(self.reader)
        return votes

    @property
    def left(self) -> int:
        """How many dots the reader has still to give."""
        return self.wall.dots - sum(self.own_votes.values())

    @cached_property
    def ranked(self) -> list[GroupRow]:
        """The order of the discussion: most dots first, then as they hang."""
        return sorted(self.groups, key=lambda one: -(one.dots or 0))

    @cached_property
    def place(self) -> int:
        """Where in that order the discussion is; -1 before it begins."""
        order = [one.pk for one in self.ranked]
        if self.wall.discussed_id in order:
            return order.index(self.wall.discussed_id)
        return -1

    @property
    def discussed(self) -> GroupRow | None:
        return self.ranked[self.place] if self.place >= 0 else None

    @property
    def before(self) -> GroupRow | None:
        return self.ranked[self.place - 1] if self.place > 0 else None

    @property
    def after(self) -> GroupRow | None:
        following = self.ranked[self.place + 1 : self.place + 2]
        return following[0] if following else None

    @cached_property
    def sketch(self) -> Sketch:
        """The arrows between notes, as a drawing and as a table."""
        if self.is_writing or self.is_voting:
            return Sketch({}, [])
        notes = {pk: note.words for pk, note in self.notes.items()}
        ends = NoteArrow.objects.filter(wall=self.wall.pk, source__in=notes, target__in=notes)
        arrows = ends.order_by("pk").values_list("pk", "source_id", "target_id", "label")
        return Sketch(notes, list(arrows))

    @property
    def outcomes(self) -> list[NoteRow]:
        """Notes that became something."""
        return [one for one in self.notes.values() if one.kind]


def shortened(words: str) -> str:
    """The beginning of a note, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"


def became(row: dict[str, Any], key: str) -> tuple[str, str]:
    """What a note became, and where that is."""
    sprint = row["action__retrospective__sprint__number"]
    questions = f"/use-cases/{row['question__use_case_id']}/questions/"
    addresses = {
        "question": f"{questions}#question-{row['question_id']}",
        "hypothesis": f"/hypotheses/{row['hypothesis_id']}/",
        "theme": f"/themes/{row['theme_id']}/",
        "story": f"/stories/{key}-{row['story__number']}/",
        "action": f"/projects/{key}/sprints/{sprint}/retrospective/#action-{row['action_id']}",
    }
    for kind, address in addresses.items():
        if row[f"{kind}_id"] is not None:
            return kind, address
    return "", ""
