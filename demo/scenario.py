"""Tells a case: from the charter to the middle of the running sprint, through the verbs."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from base import clock
from base.roles import Discipline, Role
from briefs.models import KeptBrief
from demo import hours
from demo.agenda import Agenda
from demo.attaching import Attaching
from demo.brainstorming import Brainstorming
from demo.case import Case, Draft, Metric, Seen
from demo.cases.dependencies import NEEDS
from demo.checking_in import check_in
from demo.early_stories import Groundwork
from demo.looking import Looking
from demo.meetings import Meetings
from demo.simulation import Simulation
from demo.solving import Solving
from demo.teammate import Teammate
from demo.valuing import say_worth
from forecasts.issuing import issue_all
from metrics.models import SuccessMetric
from numerics.forecasting.history import LEAST_WEEKS
from projects.models import Charter, Project, Release, Theme, UseCase
from sprints.models import Sprint
from stories.models import Story
from teams.models import Team, User

if TYPE_CHECKING:
    from demo.case import Chapter, Person

FORTNIGHT = timedelta(days=14)


class Scenario:
    """One case, told up to the morning of `today`; the same day tells the same story."""

    def __init__(self, case: Case, today: date, admin: User) -> None:
        self.case, self.today, self.admin = case, today, admin
        self.password = admin.password  # hashed once: twenty slow hashes would be most of the time
        self.users: dict[str, User] = {}
        self.agenda = Agenda()
        self.rng = random.Random(f"twopizza {case.key}")  # noqa: S311  a story, not a secret
        self.drafts: dict[int, Draft] = {}  # by the number of the story written from it
        self.written: dict[str, Story] = {}  # by title
        self.unwritten = case.drafts
        running = hours.workday_from(today - timedelta(days=6))
        self.first_day = running - case.sprints * FORTNIGHT
        self._sprint: Sprint | None = None

    @transaction.atomic
    def run(self) -> Project:
        begins = hours.on(hours.workday_until(self.first_day - timedelta(days=3)), 9)
        opens = begins - timedelta(weeks=Groundwork.weeks(self.case))
        with clock.at(opens):
            self._gather(opens)
            self._open_project()
        self.floor = Simulation(self.case, self.project, self.agenda, self.rng)
        self._seat_team()
        Groundwork(self).schedule(opens.date() + timedelta(days=1))
        self.meetings = Meetings(self)
        self.agenda.put(begins + timedelta(hours=1), self._plan_work)
        for number in range(1, self.case.sprints + 2):
            self._schedule(number)
            self.meetings.schedule(number)
        self._schedule_forecasts(opens.date())
        self.agenda.put(
            hours.on(hours.workday_until(self.today - FORTNIGHT), 16), self._keep_report
        )
        self.agenda.run_until(hours.on(self.today, 0))
        with clock.at(self.agenda.now):
            self.meetings.be_away(self.today)
            say_worth(self)
        return self.project

    def _schedule_forecasts(self, opened: date) -> None:
        """Every Monday at four, as the clock does; six weeks are the least to forecast from.

        A kickoff forecasts its day itself, and what both would say is written down once.
        """
        kickoffs = set()
        for number in range(1, self.case.sprints + 2):
            kickoffs.add(self.start_of(number))
        monday = opened + timedelta(weeks=LEAST_WEEKS)
        monday += timedelta(days=-monday.weekday() % 7)
        while monday <= self.today:
            if monday not in kickoffs:
                self.agenda.put(hours.on(monday, 4), issue_all, self.project)
            monday += timedelta(weeks=1)

    def _keep_report(self) -> None:
        """The customer takes a version of the report along."""
        KeptBrief.keep(self.project, by=self.lead)

    # --- before the first sprint ---

    def _gather(self, begins: datetime) -> None:
        """Make the accounts, and let in who is there from the beginning."""
        for person in self.case.people:
            self.users[person.email], _ = User.objects.get_or_create(
                email=person.email,
                defaults={
                    "name": person.name,
                    "time_zone": person.zone,
                    "date_joined": begins,
                    "password": self.password,
                },
            )
        self.team = Team.objects.create(
            name=self.case.team,
            slug=self.case.team.lower().replace(" ", "-"),
            hours_from=hours.OPENS.replace(tzinfo=None),
            hours_until=hours.CLOSES.replace(tzinfo=None),
        )
        for person in self.case.people:
            if person.joins_in == 1:
                self._let_in(person)

    def _let_in(self, person: Person) -> None:
        self.team.take_in(
            self.users[person.email],
            discipline=person.discipline,
            role=person.role,
            capacity=person.capacity,
            by=self.admin,
        )

    def _open_project(self) -> None:
        case = self.case
        self.lead = next(self.users[one.email] for one in case.people if one.role == Role.LEAD)
        self.project = Project.start(
            self.team,
            key=case.key,
            name=case.name,
            customer=case.customer,
            business_goal=case.goal,
            by=self.lead,
        )

    def _seat_team(self) -> None:
        for person in self.case.people:
            if person.discipline == Discipline.CUSTOMER:
                self.floor.guests.append(self.users[person.email])
            elif person.joins_in == 1:
                self._seat(person)

    def _seat(self, person: Person) -> None:
        user = self.users[person.email]
        self.floor.desks.append(Teammate(user, person.discipline, person.capacity))

    def _plan_work(self) -> None:
        """Charter, use cases, themes and metrics; then the first backlog and the first sprint."""
        self._write_charter(self.last_day_of(self.case.sprints + 3))
        use_cases = []
        for title, description in self.case.use_cases:
            use_cases.append(
                UseCase.distil(self.project, title=title, description=description, by=self.lead)
            )
        Looking(self).schedule(use_cases, self.agenda.now)
        Attaching(self).schedule(use_cases)
        Brainstorming(self).schedule(use_cases)
        Solving(self).schedule(use_cases)
        self.themes: list[Theme] = []
        for chapter in self.case.chapters:
            self.themes.append(self._chart(chapter))
        self.metrics = [self._define(metric) for metric in self.case.metrics]
        self._refine(1)
        self._plan_sprint(1)

    def _write_charter(self, ends_on: date) -> None:
        charter = Charter.write(
            self.project,
            end_point=self.case.end_point,
            success=self.case.success,
            starts_on=self.first_day,
            ends_on=ends_on,
            by=self.lead,
        )
        for place, user in enumerate(self.users.values(), start=1):
            if self.team.memberships.at(self.agenda.now).filter(user=user).exists():
                self.agenda.put(
                    hours.after(self.agenda.now, place), lambda by=user: charter.sign(by=by)
                )

    def _chart(self, chapter: Chapter) -> Theme:
        return Theme.chart(
            self.project,
            title=chapter.title,
            description=chapter.description,
            by=self.lead,
            starts_on=self.start_of(chapter.opens + 1),
            ends_on=self.last_day_of(chapter.closes),
            follows=[one for one in self.themes if one.title in chapter.follows],
        )

    def _define(self, metric: Metric) -> SuccessMetric:
        return SuccessMetric.define(
            self.project,
            kind=metric.kind,
            name=metric.name,
            unit=metric.unit,
            baseline=metric.baseline,
            target=metric.target,
            direction=metric.direction,
            due=self.last_day_of(self.case.sprints + 3),
            by=self.lead,
        )

    # --- the rhythm ---

    def start_of(self, number: int) -> date:
        return self.first_day + (number - 1) * FORTNIGHT

    def last_day_of(self, number: int) -> date:
        return self.start_of(number) + FORTNIGHT - timedelta(days=1)

    def _schedule(self, number: int) -> None:
        """Put a sprint's fixed points on the agenda."""
        put, start = self.agenda.put, self.start_of(number)
        closing = hours.workday_until(self.last_day_of(number))
        put(hours.on(start, 8), self._open_sprint, number)
        put(hours.on(start, 9), self._kick_off)
        put(hours.on(hours.workday_from(start + timedelta(days=3)), 10), self._refine, number + 1)
        for day in range(2, 2 + self.case.habits.added):
            put(hours.on(hours.workday_from(start + timedelta(days=day)), 12, 7 * day), self._add)
        for day in range(3, 3 + self.case.habits.removed):
            put(hours.on(hours.workday_from(start + timedelta(days=day)), 11, 20), self._remove)
        if self.case.habits.plans_ahead and number > self.case.sprints:
            put(
                hours.on(hours.workday_from(start + timedelta(days=2)), 14),
                self._plan_ahead,
                number + 1,
            )
        put(hours.on(closing, 14), self._look_back, number)
        put(hours.on(closing, 16, 30), self._close, number)

    def _open_sprint(self, number: int) -> None:
        """The morning of a sprint: arrivals, themes that begin, and what the team takes on."""
        for person in self.case.people:
            if person.joins_in == number > 1:
                self._let_in(person)
                self._seat(person)
        for sprint, title in self.case.releases:
            if sprint == number:
                Release.announce(self.project, title=title, by=self.lead)
        for theme, chapter in zip(self.themes, self.case.chapters, strict=True):
            if chapter.opens + 1 == number:
                theme.enter(Theme.State.ACTIVE, by=self.lead)
            if chapter.closes < number:
                theme.enter(Theme.State.DONE, by=self.lead)
        if self.case.redated and self.case.redated[0] == number:
            days = timedelta(days=self.case.redated[1])
            self._write_charter(self.last_day_of(self.case.sprints + 3) + days)
        if number in self.case.confirmed:
            self.project.charters.latest().confirm(by=self.lead)
        self._take_on(self.case.habits.commits + self.rng.choice((-1, 0, 0, 1)))

    def _plan_sprint(self, number: int) -> Sprint:
        goal = self.case.goals[number - 1]
        self.coming = Sprint.plan(
            self.project, starts_on=self.start_of(number), goal=goal, by=self.lead
        )
        self._sprint = self._sprint or self.coming
        return self.coming

    @property
    def sprint(self) -> Sprint:
        """The running sprint, or the one that is kicked off next."""
        if self._sprint is None:
            raise RuntimeError("The first sprint isn't planned yet.")
        return self._sprint

    def _take_on(self, count: int) -> None:
        """Fill the sprint from the top of the backlog, each story with an owner."""
        room = count - self.sprint.stories.open().count()
        taken: dict[Teammate, int] = {}
        for story in self._backlog():
            if room <= 0:
                break
            draft = self.drafts[story.number]
            owner = self.floor.owner_for(draft)
            if taken.get(owner, 0) + owner.load >= self._most(count):
                continue
            taken[owner] = taken.get(owner, 0) + 1
            self._assign(story, owner)
            self.agenda.put(
                hours.on(self.sprint.starts_on, 10), self.floor.take_on, story, draft, owner
            )
            room -= 1

    def _most(self, count: int) -> int:
        return count // len(self.floor.desks) + 2

    def _assign(self, story: Story, owner: Teammate) -> None:
        story.hand_to(owner.user, by=self.lead)
        story.plan_into(self.sprint, by=self.lead)

    def _backlog(self) -> list[Story]:
        stories = self.project.stories.in_backlog().by_rank().select_related("column")
        return [self._same_project(story) for story in stories]

    def _same_project(self, story: Story) -> Story:
        story.project = self.project
        return story

    def _kick_off(self) -> None:
        if self.case.habits.stuck and self.sprint.number == self.case.sprints:
            self.floor.get_stuck(self.case.habits.stuck)
        self.sprint.kick_off(by=self.lead)
        issue_all(self.project)

    def _look_back(self, number: int) -> None:
        """What was seen of the metrics by the end of the sprint, and what is in use now."""
        planned = [title for _, title in self.case.releases]
        for release in self.project.releases.open().filter(title__in=planned):
            release.put_to_use(self.agenda.now.date(), evidence="Access log", by=self.lead)
        for metric, row in zip(self.case.metrics, self.metrics, strict=True):
            for seen in metric.seen:
                if seen.sprint == number:
                    self._observe(row, seen)
        check_in(self)

    def _observe(self, row: SuccessMetric, seen: Seen) -> None:
        row.observe(
            value=seen.value,
            observed_on=self.agenda.now.date(),
            spread=seen.spread,
            grade=seen.grade,
            method=seen.method,
            source=seen.source,
            by=self.lead,
        )

    def _close(self, number: int) -> None:
        coming = self._plan_sprint(number + 1)
        self.sprint.close(by=self.lead, carry_into=coming)
        self._sprint = coming

    # --- the backlog ---

    def _refine(self, number: int) -> None:
        """Write so many stories that the backlog holds what two sprints may need."""
        missing = self.case.habits.backlog - self.project.stories.in_backlog().count()
        for _ in range(missing):
            draft = self._next_draft(number)
            if draft is None:
                return
            self._write(draft)

    def _next_draft(self, number: int) -> Draft | None:
        open_chapters = []
        for place, chapter in enumerate(self.case.chapters):
            if chapter.opens < number and self.unwritten[place]:
                open_chapters.append(place)
        if not open_chapters:
            return None
        weights = [len(self.unwritten[place]) for place in open_chapters]
        place = self.rng.choices(open_chapters, weights)[0]
        return self.unwritten[place].pop(0)

    def _write(self, draft: Draft) -> Story:
        chapter = self.case.chapters[draft.chapter]
        labels = []
        for label in chapter.labels:
            if self.rng.random() < 0.6:
                labels.append(label)
        desks = self.floor.of(draft.path[0]) or self.floor.desks
        is_sized = self.rng.random() < 0.8
        body = self.case.bodies.get(draft.title, "")
        first = self.case.first_words.get(draft.title, body)
        story = Story.write(
            self.project,
            title=draft.title,
            kind=draft.kind,
            body=first,
            theme=self.themes[draft.chapter],
            labels=labels,
            by=self.rng.choice(desks).user,
            **(draft.estimate if is_sized else {}),
        )
        self.drafts[story.number] = draft
        self.written[draft.title] = story
        self._link(draft.title)
        if first != body:
            self.agenda.put(hours.after(self.agenda.now, 9), self._describe, story, body)
        if not is_sized:
            self.agenda.put(hours.after(self.agenda.now, 1.5), self._estimate, story, draft)
        return story

    def _link(self, title: str) -> None:
        """Say what it waits for and what waits for it, as far as that is written and not done."""
        for waiting, needed in NEEDS[self.case.key]:
            if title in (waiting, needed) and {waiting, needed} <= self.written.keys():
                other = self.written[needed]
                other.refresh_from_db(fields=["category"])
                if not other.is_done:
                    self.written[waiting].depend_on(other, by=self.lead)

    def _describe(self, story: Story, body: str) -> None:
        story.describe(body, by=self.lead)

    def _estimate(self, story: Story, draft: Draft) -> None:
        story.estimate(**draft.estimate, by=self.lead)

    def _add(self) -> None:
        """Something turns out to be more urgent: it comes into the running sprint."""
        backlog = self._backlog()
        if not backlog or not self.sprint.is_active:
            return
        story = self.rng.choice(backlog[:6])
        draft = self.drafts[story.number]
        owner = self.floor.owner_for(draft)
        self._assign(story, owner)
        self.floor.take_on(story, draft, owner)

    def _remove(self) -> None:
        """Something that nobody has begun goes back to the backlog."""
        waiting = []
        for desk in self.floor.desks:
            waiting += [(desk, task) for task in desk.pile if not task.is_moving]
        if waiting and self.sprint.is_active:
            desk, task = self.rng.choice(waiting)
            desk.pile.remove(task)
            task.story.plan_into(None, by=self.lead)

    def _plan_ahead(self, number: int) -> None:
        """Put the first stories into the sprint that comes next."""
        coming = self._plan_sprint(number)
        for story in self._backlog()[:5]:
            story.plan_into(coming, by=self.lead)
