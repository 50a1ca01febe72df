"""A log told once more through the product's verbs, and what its report makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from benchmarks.invented import log
from benchmarks.invented.arrays import DISCIPLINES, Reader, as_of_report
from benchmarks.invented.watching import Report, Seen, report
from health.reports.building import build_report

FIGURES = itemgetter("direction", "p_value", "stands", "alert")

if TYPE_CHECKING:
    from sprints.models import Action, Sprint
    from stories.models import Story
    from teams.models.team import Team


def told_by_verbs(told: log.Log, sprint: int, number: int) -> Report:
    """Return the trends of the report after the sprint, made of events that verbs wrote."""
    from base import clock

    team = Retelling(told, sprint, number).run()
    with clock.at(moment(as_of_report(sprint))):
        content = build_report(team).content
    seen = {}
    for signal in content["signals"]:
        if trend := signal["trend"]:
            seen[signal["key"]] = Seen(*FIGURES(trend))
    return seen


def differences(told: log.Log, sprint: int, number: int) -> list[str]:
    """Return the signals whose trend isn't the same when the log is told by verbs."""
    arrays, events = report(Reader(told).history(sprint)), told_by_verbs(told, sprint, number)
    differences = []
    for key in sorted({*arrays, *events}):
        if _essence(arrays, key) != _essence(events, key):
            differences.append(key)
    return differences


def _essence(found: Report, key: str) -> tuple[int, float, bool, bool] | None:
    one = found.get(key)
    if one is None:
        return None
    return one.direction, round(one.p_value, 5), one.stands, one.alert


def moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


class Retelling:
    """Everything up to the day after a sprint's close, in order of time."""

    def __init__(self, told: log.Log, sprint: int, number: int) -> None:
        self.told, self.last, self.name = told, sprint, f"IN{number}"
        self.stories: dict[int, Story] = {}
        self.sprints: dict[int, Sprint] = {}
        self.actions: dict[int, Action] = {}
        self.holders: dict[int, int] = {}

    def run(self) -> Team:
        from base import clock

        with clock.at(moment(log.START - 7 * 86_400)):
            self._found()
        for at, act in sorted(self._acts(), key=itemgetter(0)):
            with clock.at(moment(at)):
                act()
        return self.team

    def _found(self) -> None:
        from projects.models import Project, Theme
        from teams.models import Team, User

        root = User.objects.create_superuser(f"root-{self.name}@example.org", name="Root")
        self.team = Team.objects.create(name=self.name, slug=self.name.lower())
        self.people = []
        for number in range(self.told.habits.people):
            person = User.objects.create_user(f"{number}-{self.name}@example.org", name="Somebody")
            role = "member" if number else "lead"
            self.team.take_in(person, discipline=DISCIPLINES[number % 2], role=role, by=root)
            self.people.append(person)
        self.lead = self.people[0]
        self.project = Project.start(self.team, key=self.name, name=self.name, by=self.lead)
        self.columns = {one.category: one for one in self.project.columns.order_by("-position")}
        titles = [f"Theme {number}" for number in range(log.THEMES)]
        self.themes = [Theme.chart(self.project, title=title, by=self.lead) for title in titles]

    def _acts(self) -> Iterator[Any]:
        """Yield (time, what to do); at equal times in the order in which it is told."""
        for number in range(self.last + 1):
            yield log.START + number * log.LENGTH - 3 * 86_400, lambda n=number: self._plan(n)
            yield log.kickoff(number), lambda n=number: self.sprints[n].kick_off(by=self.lead)
            yield log.close(number) + 1, lambda n=number: self._close(n)
        until = as_of_report(self.last)
        acts = {
            "story_created": self._write,
            "story_planned": self._plan_story,
            "story_moved": self._move,
            "story_handed": self._hand,
            "story_blocked": self._block,
            "story_unblocked": self._unblock,
        }
        for line in self.told.lines:
            if line.at < until and line.verb != "story_carried_over":
                yield line.at, lambda line=line: acts[line.verb](line)
        for place, action in enumerate(self.told.actions):
            if action.created < until:
                yield action.created, lambda place=place, one=action: self._agree(place, one)
                if action.closed is not None and action.closed < until:
                    yield action.closed, lambda place=place, one=action: self._end(place, one)

    def _plan(self, number: int) -> None:
        from sprints.models import Sprint

        if number not in self.sprints:
            day = moment(log.START + number * log.LENGTH).date()
            self.sprints[number] = Sprint.plan(self.project, starts_on=day, by=self.lead)

    def _close(self, number: int) -> None:
        self._plan(number + 1)
        self.sprints[number].close(by=self.lead, carry_into=self.sprints[number + 1])

    def _write(self, line: log.Line) -> None:
        from stories.models import Story

        self.holders[line.story] = line.what
        self.stories[line.story] = Story.write(
            self.project,
            title=f"Story {line.story}",
            owner=self.people[line.what],
            by=self.lead,
            theme=self.themes[log.theme(line.story) - 1],
        )

    def _plan_story(self, line: log.Line) -> None:
        sprint = None if line.what is None else self.sprints[line.what]
        self.stories[line.story].plan_into(sprint, by=self.lead)

    def _move(self, line: log.Line) -> None:
        story = self.stories[line.story]
        story.move_to(self.columns[line.what], by=self.people[self.holders[line.story]])

    def _hand(self, line: log.Line) -> None:
        self.holders[line.story] = line.what
        self.stories[line.story].hand_to(self.people[line.what], by=self.lead)

    def _block(self, line: log.Line) -> None:
        self.stories[line.story].block("Waiting for data", by=self.lead)

    def _unblock(self, line: log.Line) -> None:
        self.stories[line.story].unblock(by=self.lead)

    def _agree(self, place: int, one: Any) -> None:
        from sprints.models import Retrospective

        held = Retrospective.hold(self.sprints[one.sprint], by=self.lead)
        due = (moment(one.created) + timedelta(days=28)).date()
        self.actions[place] = held.agree("Try it", owner=self.lead, due=due, by=self.lead)

    def _end(self, place: int, one: Any) -> None:
        self.actions[place].close(by=self.lead, evidence="It is so." if one.done else "")
