"""Writes stories, comments and the lines of their history, a few hundred issues at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from base import clock
from history.schema import EventDetails
from integrations.imports.copying import NOTHING, copy_in, reserve_ids
from integrations.imports.jira.event_writer import EventWriter
from integrations.imports.jira.id_map import IdMap
from integrations.imports.jira.issue import Issue, Remark
from integrations.imports.jira.replay import LONGEST_BODY, Replay, changes_of
from integrations.imports.jira.sprint_writer import Rhythm
from integrations.imports.jira.story_state import StoryState
from integrations.models import ImportedRow
from projects.models import Project
from sprints.events import StoryCarriedOver
from stories.events import CategoryName, Kind, StoryCommented
from stories.models import Comment, Story
from stories.models.plannable import STEP

if TYPE_CHECKING:
    from integrations.imports.jira.issue import Change

AT_ONCE = 500
LONGEST_TITLE, LONGEST_COMMENT = 240, 20_000
STANDING = (
    "column_id",
    "category",
    "title",
    "kind",
    "labels",
    "points",
    "owner_id",
    "sprint_id",
    "theme_id",
    "blocked_reason",
    "blocked_kind",
    "done_at",
    "blocked_at",
    "updated_at",
    "body",
)


@dataclass
class StoryWriter:
    """Where the stories of the export are put, once each."""

    project: Project
    id_map: IdMap
    rhythm: Rhythm
    event_writer: EventWriter
    source: str
    main_key: str
    next_number: int
    taken: set[int]
    rank: int
    written: int = 0
    brought_up: int = 0
    comments: int = 0
    wordless: int = 0
    cut: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)

    def put(self, issues: Iterable[Issue]) -> None:
        issues = iter(issues)
        while batch := list(islice(issues, AT_ONCE)):
            self._put(batch)

    def _put(self, batch: list[Issue]) -> None:
        names = [f"issue:{issue.id}" for issue in batch]
        marks = {}
        for mark in ImportedRow.objects.from_source(self.project, self.source).filter(
            external_id__in=names
        ):
            marks[mark.external_id] = mark
        known = []
        for issue, name in zip(batch, names, strict=True):
            if name in marks:
                known.append((issue, marks[name]))
        new = []
        for issue, name in zip(batch, names, strict=True):
            if name not in marks:
                new.append(issue)
        self._write_new(new)
        self._bring_up(known)

    # --- stories that aren't here yet ---

    def _write_new(self, issues: list[Issue]) -> None:
        replays, stories = [], []
        for issue in issues:
            number, tag = self._number(issue)
            replay = Replay(issue, self.id_map, tag=tag)
            stories.append(self._story(issue, number, replay.run()))
            replays.append(replay)
        Story.objects.bulk_create(stories)
        self._remember(issues, stories)
        self.written += len(stories)
        self._tell(zip(replays, stories, (issue.remarks for issue in issues), strict=True))

    def _remember(self, issues: list[Issue], stories: list[Story]) -> None:
        moment = clock.now().isoformat()
        columns = (
            "project_id",
            "source",
            "external_id",
            "external_key",
            "row",
            "read_until",
            "comments_until",
            "imported_at",
        )
        rows = []
        for issue, story in zip(issues, stories, strict=True):
            rows.append(
                (
                    self.project.pk,
                    self.source,
                    f"issue:{issue.id}",
                    issue.key[:40],
                    story.pk,
                    self._last_change(issue),
                    _last(issue.remarks),
                    moment,
                )
            )
        copy_in(
            ImportedRow._meta.db_table,
            columns,
            rows,
        )

    def _number(self, issue: Issue) -> tuple[int, str]:
        """EE-7 becomes number 7; whose number isn't free carries the old key as a label."""
        number, tag = issue.number, ""
        if issue.project_key != self.main_key or number in self.taken or number == 0:
            number, tag = self.next_number, issue.key[:40]
            self.next_number += 1
        self.taken.add(number)
        return number, tag

    def _story(self, issue: Issue, number: int, state: StoryState) -> Story:
        self.rank += STEP
        story = Story(
            project=self.project,
            number=number,
            body=issue.body[:LONGEST_BODY],
            rank=self.rank,
            created_by_id=self.id_map.user(issue.creator),
            created_at=issue.created,
        )
        _stand(story, state, issue)
        return story

    # --- stories of an earlier import ---

    def _bring_up(self, known: list[tuple[Issue, ImportedRow]]) -> None:
        fresh = []
        for pair in known:
            if self._has_news(*pair):
                fresh.append(pair)
        if not fresh:
            return
        rows = Story.objects.in_bulk([mark.row for _, mark in fresh])
        told, moved = [], []
        for issue, mark in fresh:
            story = rows[mark.row]
            tag = issue.key[:40] if issue.key in story.labels else ""
            replay = Replay(issue, self.id_map, _standing(story), mark.read_until, tag)
            state = replay.run()
            if replay.lines:
                _stand(story, state, issue)
                if replay.described_from == story.body:  # nobody wrote another one here
                    story.body = issue.body[:LONGEST_BODY]
                moved.append(story)
            remarks = []
            for one in issue.remarks:
                if one.id > mark.comments_until:
                    remarks.append(one)
            told.append((replay, story, remarks))
            mark.read_until = max(mark.read_until, self._last_change(issue))
            mark.comments_until = max(mark.comments_until, _last(issue.remarks))
        self.brought_up += sum(1 for replay, _, remarks in told if replay.lines or remarks)
        Story.objects.bulk_update(moved, STANDING)
        ImportedRow.objects.bulk_update(
            [mark for _, mark in fresh], ["read_until", "comments_until"]
        )
        self._tell(told)

    def _has_news(self, issue: Issue, mark: ImportedRow) -> bool:
        return (
            self._last_change(issue) > mark.read_until
            or _last(issue.remarks) > mark.comments_until
            or bool(self.id_map.starting or self.id_map.closing)
        )

    def _last_change(self, issue: Issue) -> int:
        return _last(changes_of(issue, self.id_map))

    # --- their history ---

    def _tell(self, told: Iterable[tuple[Replay, Story, list[Remark]]]) -> None:
        committed, remarks = [], []
        for replay, story, said in told:
            if replay.was_corrected:
                self.corrected.append(replay.issue.key)
            for sprint, points, kind in replay.committed:
                committed.append((sprint, story.pk, points, kind))
            worded = []
            for remark in said:
                if remark.body.strip():
                    worded.append((story, remark))
            self.wordless += len(said) - len(worded)
            remarks += worded
            self._note_cuts(replay.issue, said)
            for line in replay.lines:
                if line.sprint and isinstance(line.details, StoryCarriedOver):
                    self.rhythm.counts[line.sprint].left += 1
                self._add(
                    line.at,
                    line.details,
                    line.actor,
                    story.pk,
                    line.sprint,
                    line.order,
                    line.old_texts,
                )
        self.rhythm.commit(committed)
        self._say(remarks)

    def _note_cuts(self, issue: Issue, said: list[Remark]) -> None:
        if len(issue.body) > LONGEST_BODY or len(issue.title) > LONGEST_TITLE:
            self.cut.append(issue.key)
        elif any(len(remark.body) > LONGEST_COMMENT for remark in said):
            self.cut.append(f"a comment of {issue.key}")

    def _say(self, remarks: list[tuple[Story, Remark]]) -> None:
        table = Comment._meta.db_table
        columns = (
            "id",
            "story_id",
            "author_id",
            "written_at",
            "edited_at",
            "body",
            "internal",
        )
        rows = []
        ids = reserve_ids(table, len(remarks))
        for comment, (story, remark) in zip(ids, remarks, strict=True):
            author = self.id_map.user(remark.author)
            rows.append(
                (
                    comment,
                    story.pk,
                    author or NOTHING,
                    remark.at,
                    remark.edited_at or NOTHING,
                    remark.body[:LONGEST_COMMENT],
                    remark.internal,
                )
            )
            details = StoryCommented(comment=comment, internal=remark.internal)
            self._add(remark.at, details, author, story.pk)
        copy_in(table, columns, rows)
        self.comments += len(rows)

    def _add(
        self,
        at: datetime,
        details: EventDetails,
        actor: int | None,
        story: int,
        sprint: int | None = None,
        tie: int = 4,
        old_texts: dict[str, str] | None = None,
    ) -> None:
        self.event_writer.add(
            at,
            details,
            actor=actor,
            discipline=self.id_map.discipline(actor),
            role=self.id_map.role(actor),
            story=story,
            sprint=sprint,
            tie=tie,
            old_texts=old_texts,
        )


def _last(numbered: list[Change] | list[Remark]) -> int:
    return max((one.id for one in numbered), default=0)


def _stand(story: Story, state: StoryState, issue: Issue) -> None:
    story.column_id, story.category = state.column, state.category
    story.title, story.kind, story.labels = state.title, state.kind, list(state.labels)
    story.points = state.points
    story.owner_id, story.sprint_id, story.theme_id = (
        state.owner,
        state.sprint,
        state.theme,
    )
    if state.blocked != story.blocked_reason:  # what we were told of the former one alone
        story.blocked_kind = ""
    story.blocked_reason, story.blocked_at = state.blocked, state.blocked_at
    story.done_at, story.updated_at = state.done_at, issue.updated


def _standing(story: Story) -> StoryState:
    return StoryState(
        column=story.column_id,
        category=msgspec.convert(story.category, CategoryName),
        title=story.title,
        kind=msgspec.convert(story.kind, Kind),
        labels=tuple(story.labels),
        points=story.points,
        owner=story.owner_id,
        sprint=story.sprint_id,
        theme=story.theme_id,
        blocked=story.blocked_reason,
        done_at=story.done_at,
        blocked_at=story.blocked_at,
    )
