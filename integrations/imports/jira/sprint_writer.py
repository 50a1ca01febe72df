"""Writes the sprints of the export with their commitments and their lines of history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal

from django.db.models import Max

from history.schema import EventDetails
from integrations.imports.copying import NOTHING, copy_in
from integrations.imports.jira.event_writer import EventWriter, Who
from integrations.imports.jira.sprint import Calendar, JiraSprint, numbers_for
from integrations.models import ImportedRow
from projects.models import Project
from sprints.events import SprintClosed, SprintKickedOff, SprintPlanned
from sprints.models import Commitment, CommittedStory, Sprint

SYSTEM: Who = {"actor": None, "discipline": "", "role": "system"}


@dataclass
class Count:
    stories: int = 0
    points: float = 0.0
    left: int = 0


@dataclass
class Rhythm:
    """The project's sprints: new ones are added, known ones go on to where Jira says they are."""

    project: Project
    event_writer: EventWriter
    zone: tzinfo
    source: str
    starting: set[int] = field(default_factory=set)
    closing: set[int] = field(default_factory=set)
    made: int = 0
    known: int = 0

    def lay_out(self, sprints: list[JiraSprint]) -> dict[int, JiraSprint]:
        """Return by Jira's id the sprints that have a row of ours now."""
        rows = self._known_rows()
        old = []
        for sprint in sprints:
            if sprint.id in rows:
                old.append(sprint)
        self.known = len(old)
        ours = [rows[sprint.id] for sprint in old]
        others = self.project.sprints.all()
        self.calendar = Calendar(
            self.zone,
            [(one.starts_on, one.ends_on, str(one)) for one in others],
            has_active=any(one.is_active for one in others if one not in ours),
        )
        for sprint, row in sorted(zip(old, ours, strict=True), key=lambda one: one[1].starts_on):
            self._go_on(sprint, row)
        new = self.calendar.lay_out([sprint for sprint in sprints if sprint.id not in rows])
        self._add(new)
        return {sprint.id: sprint for sprint in [*old, *new]}

    def _known_rows(self) -> dict[int, Sprint]:
        marks = ImportedRow.objects.from_source(self.project, self.source).filter(
            external_id__startswith="sprint:"
        )
        sprints = self.project.sprints.in_bulk([mark.row for mark in marks])
        known_rows = {}
        for mark in marks:
            if mark.row in sprints:
                known_rows[int(mark.external_id.partition(":")[2])] = sprints[mark.row]
        return known_rows

    def _go_on(self, sprint: JiraSprint, row: Sprint) -> None:
        """A sprint that is here already may have been started or closed since."""
        sprint.row, sprint.number = row.pk, row.number
        if row.is_closed:
            sprint.complete = row.closed_at
            return
        if sprint.is_active and self.calendar.has_active:
            self.calendar.left_out.append(f"{sprint.label} can't run beside another sprint")
            return
        self.calendar.has_active |= sprint.is_active
        if row.is_planned and sprint.is_started and sprint.start:
            self.starting.add(sprint.id)
            row.kicked_off_at = sprint.start
            row.state = Sprint.State.ACTIVE
        if sprint.complete and row.kicked_off_at:
            self.closing.add(sprint.id)
            sprint.complete = row.closed_at = max(sprint.complete, row.kicked_off_at)
            row.state = Sprint.State.CLOSED
        row.save(update_fields=["state", "kicked_off_at", "closed_at"])

    def _add(self, sprints: list[JiraSprint]) -> None:
        last = self.project.sprints.aggregate(last=Max("number"))["last"] or 0
        for sprint, number in zip(sprints, numbers_for(sprints, last), strict=True):
            row = Sprint.objects.create(
                project=self.project,
                number=number,
                goal=sprint.goal_with_name,
                starts_on=sprint.starts_on,
                ends_on=sprint.ends_on,
                state=_state(sprint),
                kicked_off_at=sprint.start if sprint.is_started else None,
                closed_at=sprint.complete,
            )
            sprint.row, sprint.number = row.pk, row.number
            self._remember(sprint, row)
            self._tell_planned(sprint, row)
        self.made = len(sprints)

    def _remember(self, sprint: JiraSprint, row: Sprint) -> None:
        ImportedRow.objects.create(
            project=self.project,
            source=self.source,
            external_id=f"sprint:{sprint.id}",
            external_key=sprint.label[:40],
            row=row.pk,
        )
        if sprint.is_started:
            self.starting.add(sprint.id)
        if sprint.is_closed:
            self.closing.add(sprint.id)

    def _tell_planned(self, sprint: JiraSprint, row: Sprint) -> None:
        at = min(sprint.first_named or sprint.begins, sprint.begins)
        details = SprintPlanned(
            number=row.number, goal=row.goal, starts_on=row.starts_on, ends_on=row.ends_on
        )
        self.event_writer.add(at, details, sprint=row.pk, tie=1, **SYSTEM)

    def open_commitments(self, sprints: dict[int, JiraSprint]) -> None:
        """An empty, frozen commitment for each sprint that starts; the stories add their lines."""
        self.counts = {sprint.row: Count() for sprint in sprints.values()}
        self.commitments: dict[int, int] = {}
        for sprint_id in sorted(self.starting):
            sprint = sprints[sprint_id]
            commitment = Commitment.objects.create(
                sprint_id=sprint.row, frozen_at=sprint.begins, reason="imported"
            )
            self.commitments[sprint.row] = commitment.pk

    def commit(self, lines: list[tuple[int, int, Decimal | None, str]]) -> None:
        """Write (sprint, story, points, kind) as lines of the commitments."""
        rows = []
        for sprint, story, points, kind in lines:
            count = self.counts[sprint]
            count.stories += 1
            count.points += float(points or 0)
            size = NOTHING if points is None else points
            rows.append((self.commitments[sprint], story, size, kind))
        copy_in(
            CommittedStory._meta.db_table, ("commitment_id", "story_id", "points", "kind"), rows
        )

    def tell(self, sprints: dict[int, JiraSprint]) -> None:
        """Tell of the starts and closes, now that their stories are counted."""
        for sprint_id, sprint in sprints.items():
            count = self.counts[sprint.row]
            if sprint_id in self.starting:
                details = SprintKickedOff(stories=count.stories, points=count.points)
                self._tell(sprint.begins, details, sprint, tie=9)
            if sprint.complete and sprint_id in self.closing:
                self._tell(sprint.complete, SprintClosed(left=count.left), sprint, tie=2)

    def _tell(self, at: datetime, details: EventDetails, sprint: JiraSprint, tie: int) -> None:
        self.event_writer.add(at, details, sprint=sprint.row, tie=tie, **SYSTEM)


def _state(sprint: JiraSprint) -> str:
    if sprint.is_closed:
        return Sprint.State.CLOSED
    if sprint.is_active:
        return Sprint.State.ACTIVE
    return Sprint.State.PLANNED
