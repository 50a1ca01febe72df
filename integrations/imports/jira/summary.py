"""What an import brought, and what whoever started it should know about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

from base import clock
from base.roles import Discipline
from health.reports import past
from integrations.imports.jira.scan import Scan
from integrations.imports.jira.sprint_writer import Rhythm
from integrations.imports.jira.status import is_unknown
from integrations.imports.jira.story_writer import StoryWriter
from integrations.imports.jira.tally import Tally
from teams.models import Team

LONG_OVER = timedelta(weeks=2)  # since when a report of now would tell little of it


@dataclass
class Summary:
    """What an import brought, and what it had to leave out."""

    project: str
    stories: int = 0
    brought_up: int = 0
    events: int = 0
    comments: int = 0
    people: int = 0
    sprints: int = 0
    themes: int = 0
    notes: list[str] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)

    def __str__(self) -> str:
        if not self.events:
            return f"{self.project}: nothing new."
        return (
            f"{self.project}: {self.stories} new stories and {self.brought_up} brought up to date, "
            f"{self.events} lines of history, {self.comments} comments, {self.people} new people, "
            f"{self.sprints} new sprints, {self.themes} new themes."
        )


@dataclass
class Notes:
    """Sentences about what was trimmed, left out, or not understood."""

    scan: Scan
    story_writer: StoryWriter
    rhythm: Rhythm
    team: Team
    unused_people: list[str]
    shared: list[str]

    def told(self) -> list[str]:
        if not self.story_writer.event_writer.count:
            return []
        notes = []
        for note in (
            self._note_pages(),
            self._note_sprints(),
            _note("Sprints left out: ", self.rhythm.calendar.left_out),
            self._note_unnamed(),
            self._note_unknown_sprints(),
            self._note_disciplines(),
            self._note_team(),
            _note("In the people file, but not in the export: ", self.unused_people),
            _note("Somebody else has their e-mail address, so it isn't theirs here: ", self.shared),
            _note(
                "Closed as delivered, by resolutions that we don't know otherwise: ",
                self._unknown_resolutions(),
            ),
            _note(
                "Statuses whose names say nothing to us count as to do: ",
                self.scan.statuses.not_understood(),
            ),
            _note("Texts that are too long were cut: ", self.story_writer.cut),
            _note(
                "The changelog and the fields disagree, the fields were believed: ",
                self.story_writer.corrected,
            ),
            _note("The export holds only part of the changelog of ", self.scan.missing_changes),
            _note("The export holds only part of the comments of ", self.scan.missing_remarks),
            self._note_changes(),
            self._note_epics(),
            self._note_others(),
            self._note_past(),
        ):
            if note:
                notes.append(note)
        return notes

    def _unknown_resolutions(self) -> list[str]:
        unknown_resolutions = []
        for name in self.scan.resolutions:
            if is_unknown(name):
                unknown_resolutions.append(name)
        return sorted(unknown_resolutions)

    def _note_pages(self) -> str:
        found, given = self.scan.issues_found, self.scan.issues_given
        if found > given:
            return (
                f"The search found {found} issues and the files hold {given}: "
                "give all of its pages."
            )
        return ""

    def _note_sprints(self) -> str:
        return _note(
            "Sprints of a project can't overlap, so some end on the day before the next begins: ",
            self.rhythm.calendar.trimmed,
        )

    def _note_unnamed(self) -> str:
        unnamed = []
        for one in self.scan.sprints.values():
            if not one.first_named:
                unnamed.append(one)
        if unnamed:
            return f"{len(unnamed)} sprints without stories in this export left out."
        return ""

    def _note_unknown_sprints(self) -> str:
        unknown = sorted(self.scan.unknown_sprints - self.scan.sprints.keys())
        return _note(
            "Sprints that only the changelog names, left out without --sprints FILE: ",
            [str(one) for one in unknown],
        )

    def _note_disciplines(self) -> str:
        unknown = self.team.memberships.current().filter(discipline=Discipline.UNKNOWN)
        count = unknown.count()
        if count:
            return (
                f"The discipline of {count} people is unknown; signals about the blend need it: "
                "give --people FILE with the columns person,discipline on the first import."
            )
        return ""

    def _note_team(self) -> str:
        team = self.team
        size = team.memberships.current().working().count()
        if not team.memberships.current().leads().exists():
            return f"{team} has no lead yet; name one in the admin."
        if size > team.size_limit:
            return f"{team} has {size} people, more than its limit of {team.size_limit}."
        return ""

    def _note_changes(self) -> str:
        ignored = self.scan.not_understood.most_common()
        return _note(
            "Changes without a counterpart here: ",
            [f"{count} of {name}" for name, count in ignored],
        )

    def _note_epics(self) -> str:
        count = len(self.scan.epics)
        if count == 1:
            are = "1 epic is a theme"
        else:
            are = f"{count} epics are themes"
        if count:
            return f"{are} here, without a history of their own."
        return ""

    def _note_others(self) -> str:
        others = self.scan.other_projects
        return _note("Left out: ", [f"{count} issues of {key}" for key, count in others.items()])

    def _note_past(self) -> str:
        """Where a history that ended a while ago is judged: the newest report looks at today."""
        last, day = past.ends(self.team), past.worth_judging(self.team)
        if last is None or day is None or clock.now().date() - day < LONG_OVER:
            return ""
        address = f"{settings.PUBLIC_URL}{reverse('health_as_of', args=[self.team.slug])}"
        return (
            f"The history ends on {last.isoformat()}. The team's members read the health report as "
            f"of {_that(day, last)}: {address}?day={day.isoformat()}"
        )


def _that(day: date, last: date) -> str:
    if day == last:
        return "that day"
    return f"the last sprint's end, {day.isoformat()}"


def _note(words: str, things: list[str]) -> str:
    """One sentence with the first few of them; nothing where there are none."""
    if not things:
        return ""
    more = f" and {len(things) - 8} more" if len(things) > 8 else ""
    return f"{words}{', '.join(things[:8])}{more}."
