"""Tells one issue's life again, change by change, in the lines that our own verbs leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from history.schema import EventDetails
from integrations.imports.jira.id_map import BEGUN, IdMap
from integrations.imports.jira.issue import Change, Issue, Item
from integrations.imports.jira.kind import kind_of
from integrations.imports.jira.status import is_dropped
from integrations.imports.jira.story_state import Line, StoryState, Words
from sprints.events import StoryCarriedOver
from stories.events import (
    Size,
    StoryBlocked,
    StoryClassified,
    StoryCreated,
    StoryDescribed,
    StoryEstimated,
    StoryFiled,
    StoryHanded,
    StoryLabelled,
    StoryMoved,
    StoryPlanned,
    StoryRenamed,
    StoryUnblocked,
)
from stories.models.column import CLOSED

if TYPE_CHECKING:
    from integrations.imports.jira.sprint import JiraSprint

CARRIED_WITHIN = timedelta(minutes=5)  # Jira writes what is carried over moments around the close
PARENTS = ("Epic Link", "IssueParentAssociation", "Parent")
BY_ID = {"status": "status", "assignee": "assignee", "Sprint": "sprints"}
BY_TEXT = {
    "resolution": "resolution",
    "issuetype": "issuetype",
    "labels": "labels",
    "Flagged": "flagged",
}
UNDERSTOOD = {"summary", "description", "Story Points", *BY_ID, *BY_TEXT, *PARENTS}
DESCRIBED: dict[str, type[EventDetails]] = {
    "title": StoryRenamed,
    "kind": StoryClassified,
    "labels": StoryLabelled,
}
MOST_POINTS = Decimal(1000)
LONGEST_BODY = 100_000


@dataclass
class Replay:
    """Replays the changes after `read_until` on a story that stands as `known` says."""

    issue: Issue
    id_map: IdMap
    known: StoryState | None = None
    read_until: int = -1
    tag: str = ""
    lines: list[Line] = field(default_factory=list)
    committed: list[tuple[int, Decimal | None, str]] = field(default_factory=list)
    was_corrected: bool = False
    state: StoryState = field(init=False)  # where it stands so far

    def run(self) -> StoryState:
        self.now_words = Words.of(self.issue)
        changes = []
        for one in changes_of(self.issue, self.id_map):
            if one.id > self.read_until:
                changes.append(one)
        self.words = self._first_words(changes)
        self.resolution = self._resolution(changes)
        self.state = self.known or self._created()
        self._go_through(changes)
        if self.known is None or changes:
            self._correct()
        return self.state

    # --- what there is to go through ---

    def _resolution(self, changes: list[Change]) -> tuple[datetime, str] | None:
        """When it was closed and as what, where the log doesn't say but the issue does.

        Either it would have been closed from the first moment on, or the log stops before the end.
        """
        at, issue = self.issue.resolved, self.issue
        if at is None or at < issue.created or self.id_map.begun is None:
            return None
        moves = []
        for one in changes:
            for item in one.items:
                if item.field == "status":
                    moves.append((one.at, item.now))
        before = moves and moves[0][0] <= at
        if self.known is None and not before and self._is_closed(self.words.status):
            status, self.words.status = self.words.status, BEGUN
            return at, status
        is_last = moves and moves[-1][0] <= at and moves[-1][1] != issue.status
        if is_last and self._is_closed(issue.status):
            return (at, issue.status)
        return None

    def _is_closed(self, status: str) -> bool:
        return self.id_map.column(status, False)[1] in CLOSED

    def _resolve(self, status: str, at: datetime) -> None:
        self.words.status, self.words.resolution = status, self.issue.resolution
        self.words.resolution_id = self.issue.resolution_id
        self._become(self._stand(at, self.state.sprint, self.state), at, None)

    def _first_words(self, changes: list[Change]) -> Words:
        """Go back from today through all changes, to how the issue was when it was created."""
        words = replace(self.now_words)
        for change in reversed(changes):
            for item in reversed(change.items):
                self._say(words, item, item.was, item.was_text)
        return words

    def _go_through(self, changes: list[Change]) -> None:
        """Changes and the sprints' own moments, in the order of time."""
        moments: list[tuple[datetime, int, Change | JiraSprint | str]] = []
        for change in changes:
            moments.append((change.at, 0, change))
        for at, order, sprint in self._sprint_moments(changes):
            moments.append((at, order, sprint))
        if self.resolution:
            moments.append((self.resolution[0], 3, self.resolution[1]))
        moments.sort(key=lambda one: one[:2])
        for at, order, what in moments:
            if isinstance(what, Change):
                self._apply(what)
            elif isinstance(what, str):
                self._resolve(what, at)
            elif at < self.issue.created:
                continue
            elif order == 1:
                self._commit(what)
            else:
                self._carry_over(what, at)

    def _sprint_moments(self, changes: list[Change]) -> Iterator[tuple[datetime, int, JiraSprint]]:
        named = {self.now_words.sprints, self.words.sprints}
        sprint_changes = []
        for one in changes:
            for item in one.items:
                if item.field == "Sprint":
                    sprint_changes.append((one.at, item))
        named |= {value for _, item in sprint_changes for value in (item.was, item.now)}
        for sprint_id in {one for value in named for one in _ids(value)}:
            sprint = self.id_map.sprints.get(sprint_id)
            if sprint is None:
                continue
            if sprint_id in self.id_map.starting:
                yield sprint.begins, 1, sprint
            if sprint.complete and sprint_id in self.id_map.closing:
                ages = [at - sprint.complete for at, _ in sprint_changes]
                if not any(timedelta(0) <= age <= CARRIED_WITHIN for age in ages):
                    yield sprint.complete, 2, sprint

    # --- one moment after the other ---

    def _created(self) -> StoryState:
        issue, at = self.issue, self.issue.created
        one = self._stand(at, self._sprint_at(at), None)
        details = StoryCreated(
            title=one.title,
            kind=one.kind,
            column=one.column,
            category=one.category,
            owner=one.owner,
            owner_discipline=self.id_map.discipline(one.owner),
            sprint=one.sprint,
            sprint_number=self._number_of(one.sprint),
            theme=one.theme,
            hypothesis=None,
            release=None,
            points=_number(one.points),
        )
        actor = self.id_map.user(issue.creator)
        self.lines.append(Line(at, details, actor, order=3))
        return one

    def _apply(self, change: Change) -> None:
        names_sprint = False
        for item in change.items:
            names_sprint = names_sprint or item.field == "Sprint"
            self._say(self.words, item, item.now, item.now_text)
            if item.field == "description":
                self._note_description(change, item)
        if names_sprint:
            sprint = self._sprint_at(change.at)
        else:
            sprint = self.state.sprint
        state = self._stand(change.at, sprint, self.state)
        self._become(state, change.at, self.id_map.user(change.author))

    def _note_description(self, change: Change, item: Item) -> None:
        details = StoryDescribed(was=len(item.was_text), now=len(item.now_text))
        actor = self.id_map.user(change.author)
        old = {"body": item.was_text[:LONGEST_BODY]}
        self.lines.append(Line(change.at, details, actor, old_texts=old))

    @property
    def described_from(self) -> str | None:
        """The description before the first change of it that was replayed."""
        described = (line for line in self.lines if isinstance(line.details, StoryDescribed))
        first = next(described, None)
        if first:
            return first.old_texts["body"]
        return None

    def _commit(self, sprint: JiraSprint) -> None:
        """At the start of a sprint: is it one of the stories that the team took on?"""
        one = self.state
        if one.sprint == sprint.row and one.is_open:
            self.committed.append((sprint.row, one.points, one.kind))

    def _carry_over(self, sprint: JiraSprint, at: datetime) -> None:
        """At the close of a sprint: what is open and wasn't moved on goes back to the backlog."""
        one = self.state
        if one.sprint == sprint.row and one.is_open:
            self._become(replace(one, sprint=None), at, None)

    def _correct(self) -> None:
        """Where log and fields disagree, the fields are right: from the last update on."""
        words, now = self.words, self.now_words
        at = max([self.issue.updated, *(line.at for line in self.lines[-1:])])
        sprint = self.state.sprint
        if _ids(now.sprints)[-1:] != _ids(words.sprints)[-1:]:
            words.sprints = now.sprints
            sprint = self._sprint_at(at)
        for name in ("status", "resolution", "resolution_id", "assignee", "points", "summary"):
            setattr(words, name, getattr(now, name))
        words.epic = now.epic or words.epic
        state = self._stand(at, sprint, self.state)
        before = len(self.lines)
        self._become(state, at, None)
        self.was_corrected = len(self.lines) > before

    def _become(self, now: StoryState, at: datetime, actor: int | None) -> None:
        """Leave a line for each thing that is different, the column last."""
        was, self.state = self.state, now
        if was == now:
            return
        for name, schema in DESCRIBED.items():
            before, after = getattr(was, name), getattr(now, name)
            if before != after:
                details = schema.of({"was": {name: before}, "now": {name: after}})
                old = {name: before} if name == "title" else {}
                self._tell(at, actor, details, old_texts=old)
        if was.points != now.points:
            estimated = StoryEstimated(was=_size(was.points), now=_size(now.points))
            self._tell(at, actor, estimated)
        if was.theme != now.theme:
            self._tell(at, actor, StoryFiled(was=was.theme, now=now.theme))
        self._tell_work(was, now, at, actor)

    def _tell_work(self, was: StoryState, now: StoryState, at: datetime, actor: int | None) -> None:
        if was.sprint != now.sprint:
            if was.sprint and self._is_carried(was.sprint, at):
                carried = StoryCarriedOver(
                    was=was.sprint,
                    now=now.sprint,
                    was_number=self.id_map.sprints_by_row[was.sprint].number,
                    now_number=self._number_of(now.sprint),
                )
                self._tell(at, actor, carried, was.sprint)
            else:
                planned = StoryPlanned(
                    was=was.sprint,
                    now=now.sprint,
                    was_number=self._number_of(was.sprint),
                    now_number=self._number_of(now.sprint),
                )
                self._tell(at, actor, planned)
        if was.owner != now.owner:
            handed = StoryHanded(
                was=was.owner,
                now=now.owner,
                was_discipline=self.id_map.discipline(was.owner),
                now_discipline=self.id_map.discipline(now.owner),
            )
            self._tell(at, actor, handed)
        if was.blocked != now.blocked:
            details: EventDetails = StoryUnblocked(was=was.blocked)
            if now.blocked:
                details = StoryBlocked(was=was.blocked, now=now.blocked)
            self._tell(at, actor, details, old_texts={"blocked_reason": was.blocked})
        if was.column != now.column:
            moved = StoryMoved(
                was=was.column,
                now=now.column,
                was_category=was.category,
                now_category=now.category,
            )
            self._tell(at, actor, moved)

    def _tell(
        self,
        at: datetime,
        actor: int | None,
        details: EventDetails,
        sprint: int | None = None,
        old_texts: dict[str, str] | None = None,
    ) -> None:
        self.lines.append(Line(at, details, actor, sprint, old_texts=old_texts or {}))

    def _number_of(self, row: int | None) -> int | None:
        if row is None or row not in self.id_map.sprints_by_row:
            return None
        return self.id_map.sprints_by_row[row].number

    def _is_carried(self, row: int, at: datetime) -> bool:
        sprint = self.id_map.sprints_by_row.get(row)
        return (
            sprint is not None
            and sprint.complete is not None
            and self.state.is_open
            and abs(at - sprint.complete) <= CARRIED_WITHIN
        )

    # --- from Jira's words to ours ---

    def _say(self, words: Words, item: Item, value: str, text: str) -> None:
        """Set what the item speaks of; `value` is the id in it, `text` the word for people."""
        if self._is_points(item):
            words.points = text
        elif item.field in BY_ID:
            setattr(words, BY_ID[item.field], value)
        elif item.field in BY_TEXT:
            setattr(words, BY_TEXT[item.field], text)
            if item.field == "resolution":
                words.resolution_id = value
        elif item.field == "summary":
            words.summary = " ".join(text.split()) or words.summary
        elif item.field in PARENTS and (not value or self.id_map.theme(value)):
            words.epic = value

    def _is_points(self, item: Item) -> bool:
        """An issue's points are one field's, where there are several; known by id, else by name."""
        known = self.issue.points_fields
        if item.field_id and known:
            return item.field_id in known
        return item.field == "Story Points"

    def _stand(self, at: datetime, sprint: int | None, before: StoryState | None) -> StoryState:
        words = self.words
        column, category = self.id_map.column(
            words.status, is_dropped(words.resolution, words.resolution_id)
        )
        if words.flagged:
            blocked = f"Flagged in Jira: {words.flagged}"[:240]
        else:
            blocked = ""
        done_at = blocked_at = None
        if category == "done":
            done_at = (before and before.done_at) or at
        if blocked:
            blocked_at = (before and before.blocked_at) or at
        labels = [word[:40] for word in words.labels.split()][:19]
        if self.tag:
            labels.append(self.tag)
        return StoryState(
            column=column,
            category=category,
            title=words.summary[:240],
            kind=kind_of(words.issuetype),
            labels=tuple(dict.fromkeys(labels)),
            points=_points(words.points),
            owner=self.id_map.user_of(words.assignee),
            sprint=sprint,
            theme=self.id_map.theme(words.epic),
            blocked=blocked,
            done_at=done_at,
            blocked_at=blocked_at,
        )

    def _sprint_at(self, at: datetime) -> int | None:
        """Jira's field holds all sprints there ever were; we mean the last that wasn't over."""
        going_on = []
        for one in _ids(self.words.sprints):
            sprint = self.id_map.sprints.get(one)
            if sprint and sprint.start and not sprint.is_over(at):
                going_on.append(sprint)
        if going_on:
            return max(going_on, key=lambda one: one.begins).row
        return None


def changes_of(issue: Issue, id_map: IdMap) -> list[Change]:
    """Its own, and for a sub-task its parent's way through sprints, which Jira logs there only."""
    inherited = id_map.sprint_changes.get(issue.parent)
    if not inherited or any(item.field == "Sprint" for one in issue.changes for item in one.items):
        return issue.changes
    later = []
    for one in inherited:
        if one.at > issue.created:
            later.append(one)
    return sorted([*issue.changes, *later], key=lambda one: (one.at, one.id))


def _ids(text: str) -> list[int]:
    ids = []
    for one in text.replace(",", " ").split():
        if is_id(one):
            ids.append(int(one))
    return ids


def is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _points(text: str) -> Decimal | None:
    """Points as we can hold them; what is negative or beyond all measure is no size."""
    try:
        if text:
            points = Decimal(text.replace(",", ".")).quantize(Decimal("0.1"))
        else:
            points = None
    except InvalidOperation:
        return None
    if points is not None and 0 <= points <= MOST_POINTS:
        return points
    return None


def _size(points: Decimal | None) -> Size:
    return Size(points=_number(points), time_box_days=None)


def _number(points: Decimal | None) -> float | None:
    if points is None:
        return None
    return float(points)
