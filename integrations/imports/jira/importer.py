"""Reads what Jira exports into a project, as if the team had always worked here."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import chain, count
from pathlib import Path

from django.db import transaction
from django.utils.text import slugify

from base import clock
from history.models.event import shortened
from integrations.imports.broken import BrokenFile
from integrations.imports.copying import count_anew
from integrations.imports.jira.board import Board
from integrations.imports.jira.crew import Crew
from integrations.imports.jira.ending import ends_in_a_sentence
from integrations.imports.jira.ledger import Ledger
from integrations.imports.jira.person import Account, Mapping
from integrations.imports.jira.reading import Looker
from integrations.imports.jira.rhythm import SYSTEM, Rhythm
from integrations.imports.jira.shelf import Shelf
from integrations.imports.jira.sprint import JiraSprint
from integrations.imports.jira.summary import Notes, Summary
from integrations.imports.jira.survey import Epic, Survey
from integrations.imports.jira.tally import tallies
from integrations.imports.jira.world import World
from integrations.imports.json_stream import JsonStream
from integrations.models import ImportedRow
from projects.models import Project, Theme
from stories.models import Category, Story
from teams.models import Team

SOURCE = "jira"
A_MOMENT = timedelta(seconds=1)
LONGEST_NUMBER = 19  # digits; longer ones are no ids
MANY = 1000  # lines: fewer tell the planner nothing new
WRITTEN = (
    "projects_event", "stories_story", "stories_comment", "sprints_sprint", "sprints_commitment",
    "sprints_committedstory", "projects_oldtext",
)  # fmt: skip


class JiraImport:
    """All files in one transaction: everything is taken over, or nothing is.

    `files` are search results with changelog (whole, or page by page). Beside them may be given
    the team's `people`, its `sprints`, a list of `statuses`, and `changelogs` by issue id for
    issues whose log is too long for a search result. Raises Refused, with the place in the file.
    """

    def __init__(
        self, files: Iterable[str | Path], project: str, *, team: str = "",
        people: str | Path | None = None, sprints: Iterable[str | Path] = (),
        statuses: str | Path | None = None, changelogs: str | Path | None = None,
        only: str = "", points_field: str = "", zone: str = "",
    ):  # fmt: skip
        self.files, self.key, self.team_name = list(files), project, team
        self.people, self.sprint_files = people, list(sprints)
        self.statuses_file, self.changelogs_file = statuses, changelogs
        self.survey: Survey | None = None
        self.only, self.points_field, self.zone = only, points_field, zone

    def run(self) -> Summary:
        with ends_in_a_sentence(self._place):
            self.mapping = Mapping(self.people)
            self.survey = self._survey()
            with transaction.atomic():
                self.is_new = not Project.objects.filter(key=self.key).exists()
                self.project = self._open_project()
                with self.project.changed_by(None):
                    self.project.must_be_open()
                    return self._take_over()

    def people_seen(self) -> list[Account]:
        """Everybody whom the files name, in the order of their names."""
        with ends_in_a_sentence(self._place):
            people = self._survey().people.values()
        return sorted((one.account for one in people), key=lambda one: (one.name, one.id))

    def _place(self) -> str:
        return self.survey.place if self.survey else "The export"

    # --- what is in the files ---

    def _survey(self) -> Survey:
        survey = Survey(self.files, self.only, self._read_changelogs(), self.points_field)
        self.survey = survey
        self._read_statuses(survey)
        self._read_sprints(survey)
        return survey.run()

    def _read_changelogs(self) -> dict[int, list]:
        if not self.changelogs_file:
            return {}
        stream = JsonStream(self.changelogs_file)
        logs = {}
        for key, value in stream.entries(""):
            if not (
                key.isascii() and key.isdigit() and len(key) < LONGEST_NUMBER
            ) or not isinstance(value, list):
                raise BrokenFile(stream.place, "changes are expected as lists by issue id.")
            logs[int(key)] = value
        return logs

    def _read_statuses(self, survey: Survey):
        if not self.statuses_file:
            return
        stream = JsonStream(self.statuses_file)
        for n, raw in enumerate(stream.items("values"), start=1):
            status = Looker(f"{stream.path.name}: status {n}", raw)
            category = status.object("statusCategory")
            number = category.value.get("id") if category else None
            told = (number if isinstance(number, int) else None, "")
            survey.statuses.know(str(status.number("id")), status.text("name"), told)

    def _read_sprints(self, survey: Survey):
        for path in self.sprint_files:
            stream = JsonStream(path)
            for n, raw in enumerate(stream.items("values"), start=1):
                survey.know_sprint(JiraSprint.read(Looker(f"{stream.path.name}: sprint {n}", raw)))

    # --- where it goes ---

    def _open_project(self) -> Project:
        project = Project.objects.select_related("team").filter(key=self.key).first()
        if project:
            return project
        survey = self.survey
        name = survey.project_names[survey.main_key] or self.key
        with clock.at(survey.begins - A_MOMENT):
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
        survey, project = self.survey, self.project
        ledger = Ledger(project.team_id, project.pk)
        crew = Crew(project, self.mapping, ledger, SOURCE)
        rhythm = Rhythm(project, ledger, survey.zone.of(self.zone), SOURCE)
        world = World(sprint_changes=survey.sprint_changes)
        world.people = crew.take_in(survey.people.values())
        board = Board(project, ledger, is_new=self.is_new)
        world.columns = board.lay_out(survey.statuses, survey.begins)
        world.dropped, world.begun = board.dropped, board.begun
        named = [sprint for sprint in survey.sprints.values() if sprint.first_named]
        world.sprints = rhythm.lay_out(named)
        world.starting, world.closing = rhythm.starting, rhythm.closing
        rhythm.open_commitments(world.sprints)
        themes = self._chart(world, ledger)
        world.settle()
        shelf = self._shelf(world, rhythm, ledger)
        shelf.put(issue for issue in survey.issues() if not issue.is_epic)
        self._carry_over_rest(world, rhythm, ledger)
        rhythm.tell(world.sprints)
        self._finish(ledger, shelf)
        return Summary(
            self.key, shelf.written, shelf.brought_up, ledger.count, shelf.comments, crew.made,
            rhythm.made, themes,
            Notes(
                survey, shelf, rhythm, project.team, self.mapping.unused, crew.shared
            ).told(),
            tallies(survey, crew, rhythm, shelf),
        )  # fmt: skip

    def _shelf(self, world: World, rhythm: Rhythm, ledger: Ledger) -> Shelf:
        taken = set(self.project.stories.values_list("number", flat=True))
        own = self.survey.numbers[self.survey.main_key]
        return Shelf(
            self.project, world, rhythm, ledger, SOURCE, self.survey.main_key,
            next_number=max([self.project.stories_numbered, *own]) + 1, taken=taken,
            rank=Story.rank_at_end(self.project),
        )  # fmt: skip

    def _chart(self, world: World, ledger: Ledger) -> int:
        """Epics are themes: the long lines that stories belong to."""
        marks = ImportedRow.objects.from_source(self.project, SOURCE).filter(
            external_id__startswith="epic:"
        )
        rows = {mark.external_id: mark.row for mark in marks}
        new = [epic for epic in self.survey.epics if f"epic:{epic.id}" not in rows]
        for epic in sorted(new, key=lambda one: (one.created, one.id)):
            rows[f"epic:{epic.id}"] = self._chart_one(epic, world, ledger)
        for epic in self.survey.epics:
            world.themes[str(epic.id)] = world.themes[epic.key] = rows[f"epic:{epic.id}"]
        return len(new)

    def _chart_one(self, epic: Epic, world: World, ledger: Ledger) -> int:
        fields = {
            "title": epic.title[:160], "description": epic.body, "starts_on": None,
            "ends_on": None, "position": Theme.next_position(self.project),
        }  # fmt: skip
        is_done = world.columns[epic.status][1] == Category.DONE
        state = Theme.State.DONE if is_done else Theme.State.PLANNED
        theme = Theme.objects.create(project=self.project, state=state, **fields)
        ImportedRow.objects.create(
            project=self.project, source=SOURCE, external_id=f"epic:{epic.id}",
            external_key=epic.key[:40], row=theme.pk,
        )  # fmt: skip
        person = world.people.get(epic.creator.id) if epic.creator else None
        who = {
            "actor": person and person.user, "discipline": person.discipline if person else "",
            "role": person.role if person else "system",
        }  # fmt: skip
        ledger.add(
            epic.created, "theme_charted", {"theme": theme.pk, **shortened(fields)}, tie=2, **who
        )
        if is_done:
            details = {"theme": theme.pk, "was": {"state": "planned"}, "now": {"state": state}}
            ledger.add(epic.updated, "theme_state_changed", details, tie=5, **SYSTEM)
        return theme.pk

    def _carry_over_rest(self, world: World, rhythm: Rhythm, ledger: Ledger):
        """Stories that this export doesn't hold leave a sprint that it says is closed."""
        closed = {world.sprints[one].row: world.sprints[one] for one in world.closing}
        rest = Story.objects.filter(project=self.project, sprint__in=closed).open()
        for story in rest:
            sprint = closed[story.sprint_id]
            details = {"was": sprint.row, "now": None}
            ledger.add(
                sprint.complete, "story_carried_over", details, story=story.pk,
                sprint=sprint.row, **SYSTEM,
            )  # fmt: skip
            rhythm.counts[sprint.row].left += 1
        Story.objects.filter(pk__in=[story.pk for story in rest]).update(sprint=None)

    def _finish(self, ledger: Ledger, shelf: Shelf):
        ledger.write()
        if not ledger.count:
            return
        last = max(shelf.taken, default=0)
        if last > self.project.stories_numbered:
            self.project.stories_numbered = last
            self.project.save(update_fields=["stories_numbered"])
        if ledger.count >= MANY:
            count_anew(*WRITTEN)
        self.project.refresh_facts_later()
