"""Tells a team's story through the verbs, at the times it is told to have happened."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from django.db import transaction

from base import clock
from base.roles import Discipline, Role
from projects.models import Project, Theme
from sprints.models import Sprint
from stories.models import Story
from teams.models import Team, User

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
PEOPLE = {
    "sara": Discipline.SCIENCE,
    "sven": Discipline.SCIENCE,
    "emma": Discipline.ENGINEERING,
    "egon": Discipline.ENGINEERING,
}


class Chronicle:
    """A blended team of four with one project; `at(days)` counts from the first Monday, 9:00."""

    now: datetime  # said by whoever tells it to its end

    def __init__(self, name="Comet", key="CO", people=PEOPLE, start=MONDAY):
        self.start = start
        self.people: dict[str, User] = {}
        with clock.at(start - timedelta(days=7)):
            root = User.objects.create_superuser(f"root-{key}@example.org", name="Root")
            self.team = Team.objects.create(name=name, slug=name.lower())
            for number, (who, discipline) in enumerate(people.items()):
                user = User.objects.create_user(f"{who}-{key}@example.org", name=who.title())
                role = Role.MEMBER if number else Role.LEAD
                self.team.take_in(user, discipline=discipline, role=role, by=root)
                self.people[who] = user
            self.lead = next(iter(self.people.values()))
            self.project = Project.start(self.team, key=key, name=name, by=self.lead)
            self.column = {
                one.category: one for one in self.project.columns.all() if one.category != "todo"
            }
            self.column["todo"] = self.project.columns.first_of("todo")

    def at(self, days=0.0, **more):
        return clock.at(self.moment(days, **more))

    def moment(self, days=0.0, **more):
        return self.start + timedelta(days=days, **more)

    def theme(self, title):
        with self.at(-1):
            return Theme.chart(self.project, title=title, by=self.lead)

    def write(self, day, owner="sara", **fields):
        with self.at(day):
            owner = owner and self.people[owner]
            return Story.write(
                self.project, title=f"Written on {day}", by=self.lead, owner=owner, **fields
            )

    def move(self, story, day, category, by=None):
        with self.at(day):
            story.move_to(self.column[category], by=self.people[by] if by else self.lead)

    def hand(self, story, day, to):
        with self.at(day):
            story.hand_to(self.people[to] if to else None, by=self.lead)

    def finish(self, day, days, owner="sara", *, path=(), **fields):
        """A story in work on `day` and done `days` later, handed along the path in equal parts."""
        story = self.write(day - 0.1, owner, **fields)
        self.move(story, day, "doing", by=owner)
        for step, to in enumerate(path, start=1):
            self.hand(story, day + days * step / (len(path) + 1), to)
        self.move(story, day + days, "done", by=(path or (owner,))[-1])
        return story

    def sprint(self, number, stories, *, done=0, days=14):
        """A sprint of these stories, kicked off; the first `done` of them are finished in it."""
        first = days * number
        with self.at(first):
            sprint = Sprint.plan(
                self.project,
                starts_on=self.moment(first).date(),
                by=self.lead,
                ends_on=self.moment(first + days - 1).date(),
            )
            for story in stories:
                story.plan_into(sprint, by=self.lead)
            sprint.kick_off(by=self.lead)
        for place, story in enumerate(stories[:done]):
            self.move(story, first + 1 + place * 0.5, "doing")
            self.move(story, first + 3 + place * 0.5, "done")
        return sprint

    def close(self, sprint, day, into=None):
        with self.at(day):
            sprint.close(by=self.lead, carry_into=into)


def kept(blocker, build):
    """Yield what `build` made, for all tests of a module; nothing of it stays."""
    with blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def working_days(start, end, days=(1, 2, 3, 4, 5)):
    """Count day by day what the calendar says in one formula."""
    total, at = 0.0, start
    edges = [start]
    while at < end:
        at = min((at + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0), end)
        edges.append(at)
    for one, other in pairwise(edges):
        if one.isoweekday() in days:
            total += (other - one).total_seconds() / 86_400
    return total
