"""Reads what Jira exports into a project, as if the team had always worked here."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain, count
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from base import clock
from integrations.imports.broken import BrokenFile
from integrations.imports.copying import count_anew
from integrations.imports.jira.board import Board
from integrations.imports.jira.event_writer import EventWriter, Who
from integrations.imports.jira.id_map import IdMap
from integrations.imports.jira.people import People
from integrations.imports.jira.person import Account, Mapping
from integrations.imports.jira.readable_errors import ends_in_a_sentence
from integrations.imports.jira.reading import JsonObject
from integrations.imports.jira.scan import Epic, Scan
from integrations.imports.jira.sprint import JiraSprint
from integrations.imports.jira.sprint_writer import SYSTEM, Rhythm
from integrations.imports.jira.story_writer import StoryWriter
from integrations.imports.jira.summary import Notes, Summary
from integrations.imports.jira.tally import tallies
from integrations.imports.json_stream import JsonStream
from integrations.models import ImportedRow
from projects.events import StateOfTheme, ThemeCharted, ThemeState, ThemeStateChanged
from projects.models import Project, Theme
from sprints.events import StoryCarriedOver
from stories.models import Story
from teams.models import Team

SOURCE = "jira"
A_MOMENT = timedelta(seconds=1)
LONGEST_NUMBER = 19  # digits; longer ones are no ids
MANY = 1000  # lines: fewer tell the planner nothing new
WRITTEN = (
    "projects_event",
    "stories_story",
    "stories_comment",
    "sprints_sprint",
    "sprints_commitment",
    "sprints_committedstory",
    "projects_oldtext",
)


class JiraImport:
    """All files in one transaction: everything is taken over, or nothing is.

    `files` are search results with changelog (whole, or page by page). Beside them may be given
    the team's `people`, its `sprints`, a list of `statuses`, and `changelogs` by issue id for
    issues whose log is too long for a search result. Raises Refused, with the place in the file.
    """

    def __init__(
        self,
        files: Iterable[str | Path],
        project: str,
        *,
        team: str = "",
        people: str | Path | None = None,
        sprints: Iterable[str | Path] = (),
        statuses: str | Path | None = None,
        changelogs: str | Path | None = None,
        only: str = "",
        points_field: str = "",
        zone: str = "",
    ) -> None:
        self.files, self.key, self.team_name = list(files), project, team
        self.people, self.sprint_files = people, list(sprints)
        self.statuses_file, self.changelogs_file = statuses, changelogs
        self._scan: Scan | None = None
        self.only, self.points_field, self.zone = only, points_field, zone

    def run(self) -> Summary:
        with ends_in_a_sentence(self._place):
            self.mapping = Mapping(self.people)
            self._survey()
            with transaction.atomic():
                self.is_new = not Project.objects.filter(key=self.key).exists()
                self.project = self._open_project()
                with self.project.changed_by(None):
                    self.project.must_be_open()
                    return self._take_over()

    @property
    def scan(self) -> Scan:
        assert self._scan is not None, "asked once the files are read"
        return self._scan

    def people_seen(self) -> list[Account]:
        """Everybody whom the files name, in the order of their names."""
        with ends_in_a_sentence(self._place):
            people = self._survey().people.values()
        people_seen = []
        for one in people:
            people_seen.append(one.account)
        return sorted(people_seen, key=lambda one: (one.name, one.id))

    def _place(self) -> str:
        if self._scan:
            return self._scan.place
        return "The export"

    # --- what is in the files ---

    def _survey(self) -> Scan:
        scan = Scan(self.files, self.only, self._read_changelogs(), self.points_field)
        self._scan = scan
        self._read_statuses(scan)
        self._read_sprints(scan)
        return scan.run()

    def _read_changelogs(self) -> dict[int, list[object]]:
        if not self.changelogs_file:
            return {}
        stream = JsonStream(self.changelogs_file)
        logs: dict[int, list[object]] = {}
        for key, value in stream.entries(""):
            if not (
                key.isascii() and key.isdigit() and len(key) < LONGEST_NUMBER
            ) or not isinstance(value, list):
                raise BrokenFile(stream.place, "changes are expected as lists by issue id.")
            logs[int(key)] = value
        return logs

    def _read_statuses(self, scan: Scan) -> None:
        if not self.statuses_file:
            return
        stream = JsonStream(self.statuses_file)
        for n, raw in enumerate(stream.items("values"), start=1):
            status = JsonObject(f"{stream.path.name}: status {n}", raw)
            category = status.object("statusCategory")
            number = category.value.get("id") if category else None
            told = (number if isinstance(number, int) else None, "")
            scan.statuses.know(str(status.number("id")), status.text("name"), told)

    def _read_sprints(self, scan: Scan) -> None:
        for path in self.sprint_files:
            stream = JsonStream(path)
            for n, raw in enumerate(stream.items("values"), start=1):
                scan.know_sprint(
                    JiraSprint.read(JsonObject(f"{stream.path.name}: sprint {n}", raw))
                )

    # --- where it goes ---

    def _open_project(self) -> Project:
        project = Project.objects.select_related("team").filter(key=self.key).first()
        if project:
            return project
        scan = self.scan
        name = scan.project_names[scan.main_key] or self.key
        with clock.at(scan.begins - A_MOMENT):
            return Project.start(self._team(name), key=self.key, name=name[:120], by=None)

    def _team(self, name: str) -> Team:
        asked = self.team_name and Team.objects.filter(slug=self.team_name).first()
        name = (self.team_name or name)[:120]
        team = asked or Team.objects.filter(name=name).first()
        return team or Team.objects.create(name=name, slug=self._free_slug(name))

    def _free_slug(self, name: str) -> str:
        """Names that differ by their script or signs only may ask for one and the same slug."""
        wanted = slugify(name)[:50] or self.key.lower()
        names = chain([wanted], (f"{wanted}-{n}" for n in count(2)))
        return next(one for one in names if not Team.objects.filter(slug=one).exists())

    # --- taking it over ---

    def _take_over(self) -> Summary:
        scan, project = self.scan, self.project
        event_writer = EventWriter(project.team_id, project.pk)
        people = People(project, self.mapping, event_writer, SOURCE)
        rhythm = Rhythm(project, event_writer, scan.zone.of(self.zone), SOURCE)
        id_map = IdMap(sprint_changes=scan.sprint_changes)
        id_map.people = people.take_in(scan.people.values())
        board = Board(project, event_writer, is_new=self.is_new)
        id_map.columns = board.lay_out(scan.statuses, scan.begins)
        id_map.dropped, id_map.begun = board.dropped, board.begun
        named = []
        for sprint in scan.sprints.values():
            if sprint.first_named:
                named.append(sprint)
        id_map.sprints = rhythm.lay_out(named)
        id_map.starting, id_map.closing = rhythm.starting, rhythm.closing
        rhythm.open_commitments(id_map.sprints)
        themes = self._chart(id_map, event_writer)
        id_map.settle()
        story_writer = self._shelf(id_map, rhythm, event_writer)
        story_writer.put(issue for issue in scan.issues() if not issue.is_epic)
        self._carry_over_rest(id_map, rhythm, event_writer)
        rhythm.tell(id_map.sprints)
        self._finish(event_writer, story_writer)
        return Summary(
            self.key,
            story_writer.written,
            story_writer.brought_up,
            event_writer.count,
            story_writer.comments,
            people.made,
            rhythm.made,
            themes,
            Notes(
                scan, story_writer, rhythm, project.team, self.mapping.unused, people.shared
            ).told(),
            tallies(scan, people, rhythm, story_writer),
        )

    def _shelf(self, id_map: IdMap, rhythm: Rhythm, event_writer: EventWriter) -> StoryWriter:
        taken = set(self.project.stories.values_list("number", flat=True))
        own = self.scan.numbers[self.scan.main_key]
        return StoryWriter(
            self.project,
            id_map,
            rhythm,
            event_writer,
            SOURCE,
            self.scan.main_key,
            next_number=max([self.project.stories_numbered, *own]) + 1,
            taken=taken,
            rank=Story.rank_at_end(self.project),
        )

    def _chart(self, id_map: IdMap, event_writer: EventWriter) -> int:
        """Epics are themes: the long lines that stories belong to."""
        marks = ImportedRow.objects.from_source(self.project, SOURCE).filter(
            external_id__startswith="epic:"
        )
        rows = {mark.external_id: mark.row for mark in marks}
        new = []
        for epic in self.scan.epics:
            if f"epic:{epic.id}" not in rows:
                new.append(epic)
        for epic in sorted(new, key=lambda one: (one.created, one.id)):
            rows[f"epic:{epic.id}"] = self._chart_one(epic, id_map, event_writer)
        for epic in self.scan.epics:
            id_map.themes[str(epic.id)] = id_map.themes[epic.key] = rows[f"epic:{epic.id}"]
        return len(new)

    def _chart_one(self, epic: Epic, id_map: IdMap, event_writer: EventWriter) -> int:
        title, position = epic.title[:160], Theme.next_position(self.project)
        is_done = id_map.columns[epic.status][1] == "done"
        state: ThemeState = "done" if is_done else "planned"
        theme = Theme.objects.create(
            project=self.project,
            state=state,
            title=title,
            description=epic.body,
            position=position,
        )
        ImportedRow.objects.create(
            project=self.project,
            source=SOURCE,
            external_id=f"epic:{epic.id}",
            external_key=epic.key[:40],
            row=theme.pk,
        )
        if epic.creator:
            person = id_map.people.get(epic.creator.id)
        else:
            person = None
        who: Who = {
            "actor": person.user if person else None,
            "discipline": person.discipline if person else "",
            "role": person.role if person else "system",
        }
        charted = ThemeCharted(
            theme=theme.pk,
            title=title,
            description=epic.body,
            starts_on=None,
            ends_on=None,
            position=position,
        )
        event_writer.add(epic.created, charted, tie=2, **who)
        if is_done:
            done = ThemeStateChanged(
                theme=theme.pk, was=StateOfTheme(state="planned"), now=StateOfTheme(state=state)
            )
            event_writer.add(epic.updated, done, tie=5, **SYSTEM)
        return theme.pk

    def _carry_over_rest(self, id_map: IdMap, rhythm: Rhythm, event_writer: EventWriter) -> None:
        """Stories that this export doesn't hold leave a sprint that it says is closed."""
        closed: dict[int | None, tuple[JiraSprint, datetime]] = {}
        for one in id_map.closing:
            sprint = id_map.sprints[one]
            if sprint.complete:
                closed[sprint.row] = sprint, sprint.complete
        rest = Story.objects.filter(project=self.project, sprint__in=closed).open()
        for story in rest:
            sprint, at = closed[story.sprint_id]
            event_writer.add(
                at,
                StoryCarriedOver(
                    was=sprint.row, now=None, was_number=sprint.number, now_number=None
                ),
                story=story.pk,
                sprint=sprint.row,
                **SYSTEM,
            )
            rhythm.counts[sprint.row].left += 1
        Story.objects.filter(pk__in=[story.pk for story in rest]).update(sprint=None)

    def _finish(self, event_writer: EventWriter, story_writer: StoryWriter) -> None:
        event_writer.write()
        if not event_writer.count:
            return
        last = max(story_writer.taken, default=0)
        if last > self.project.stories_numbered:
            self.project.stories_numbered = last
            self.project.save(update_fields=["stories_numbered"])
        if event_writer.count >= MANY:
            count_anew(*WRITTEN)
        self.project.refresh_facts_later()
