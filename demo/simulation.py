"""The floor where the team works: tasks wander from desk to desk, each move a verb."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from demo import hours
from demo.remarks import CHECKED, COMMON
from demo.teammate import Step, Task, Teammate

if TYPE_CHECKING:
    from random import Random

    from demo.agenda import Agenda
    from demo.case import Case, Draft
    from projects.models.project import Project
    from stories.models.story import Story
    from teams.models.user import User

DAY = 8  # working hours
FOREVER = 60 * DAY


class Simulation:
    """Lets people take up work, pass it on, get stuck and finish, as their habits are."""

    def __init__(self, case: Case, project: Project, agenda: Agenda, rng: Random) -> None:
        self.case, self.habits = case, case.habits
        self.project, self.agenda, self.rng = project, agenda, rng
        self.columns = {one.category: one for one in project.columns.all()}
        self.desks: list[Teammate] = []
        self.guests: list[User] = []
        self._said: dict[str, list[str]] = {}
        self._stuck = 0

    def of(self, discipline: str) -> list[Teammate]:
        teammates = []
        for desk in self.desks:
            if desk.discipline == discipline:
                teammates.append(desk)
        return teammates

    def owner_for(self, draft: Draft) -> Teammate:
        """Whoever of the discipline has least to do; where habits are so, always the same."""
        desks = self.of(draft.path[0])
        if self.habits.silos and self.rng.random() < 0.95:
            return desks[draft.chapter % len(desks)]
        return min(desks, key=lambda desk: (desk.load / desk.capacity, self.rng.random()))

    def take_on(self, story: Story, draft: Draft, owner: Teammate) -> Task:
        """Put the story on its owner's desk, with the way it will go."""
        task = Task(story, deque(self._way(draft, owner)))
        owner.pile.append(task)
        self.agenda.put(hours.after(self.agenda.now, self.rng.random() * 3), self.look_up, owner)
        return task

    def look_up(self, desk: Teammate) -> None:
        """Whoever is free takes what comes next."""
        task = desk.next_task()
        if task:
            self._begin(task, desk)

    def get_stuck(self, count: int) -> None:
        """The next `count` tasks that begin will wait for somebody outside, without end."""
        self._stuck = count

    def _way(self, draft: Draft, owner: Teammate) -> list[Step]:
        """Work, perhaps by two disciplines, perhaps back and forth, and then a review."""
        total = self._hours(draft)
        other = self._other(draft, owner)
        steps = [Step("begin", owner, total)]
        if other and self.rng.random() < self.habits.returns:
            steps += [
                Step("check", other, max(2, total * 0.2)),
                Step("rework", owner, max(3, total * 0.35)),
            ]
        elif other and (len(draft.path) > 1 or self.rng.random() < self.habits.handed_on):
            steps = [Step("begin", owner, total * 0.6), Step("continue", other, total * 0.4)]
        reviewers = []
        for desk in self.desks:
            if desk is not steps[-1].desk:
                reviewers.append(desk)
        steps.append(Step("review", self.rng.choice(reviewers), self.rng.uniform(0.5, 3)))
        return steps

    def _hours(self, draft: Draft) -> float:
        if draft.kind == "experiment":  # a time box ends, whatever came out
            return draft.size * DAY * self.rng.uniform(0.6, 1)
        return (
            draft.size * self.habits.hours_a_point * self.rng.lognormvariate(0, self.habits.spread)
        )

    def _other(self, draft: Draft, owner: Teammate) -> Teammate | None:
        wanted = draft.path[-1]
        if wanted == owner.discipline:
            wanted = {"science": "engineering", "engineering": "science"}.get(wanted, "")
        desks = self.of(wanted)
        if desks:
            return self.rng.choice(desks)
        return None

    def _begin(self, task: Task, desk: Teammate) -> Any:
        story, step, me = task.story, task.step, desk.user
        if not task.is_moving:
            task.is_moving = True
            story.move_to(self.columns["doing"], by=me)
            self._perhaps_pair(task, desk)
        if step.what in ("begin", "rework") and self._gets_blocked():
            return self._block(task, desk)
        self.agenda.put(
            hours.after(self.agenda.now, step.hours / desk.capacity), self._finish, task
        )
        return None

    def _gets_blocked(self) -> bool:
        return self._stuck > 0 or self.rng.random() < self.habits.blocks

    def _perhaps_pair(self, task: Task, desk: Teammate) -> None:
        """Two at one story; where people show each other their craft, both of one discipline."""
        if self.rng.random() < self.habits.pairs:
            others = []
            for one in self.desks:
                if one is not desk:
                    others.append(one)
            if self.habits.shows_each_other:
                others = [one for one in others if one.discipline == desk.discipline] or others
            task.story.pair_with(self.rng.choice(others).user, by=desk.user)

    def _block(self, task: Task, desk: Teammate) -> None:
        """Something outside is missing: the desk is free for other work until it comes."""
        words, kind = self.rng.choice(self.case.blockers)
        task.story.block(words, by=desk.user, kind=kind)
        wait = FOREVER if self._stuck > 0 else self.rng.uniform(1, 4) * DAY
        self._stuck = max(0, self._stuck - 1)
        desk.in_hand = None
        self.agenda.put(hours.after(self.agenda.now, wait), self._unblock, task)
        self.agenda.put(hours.after(self.agenda.now, 1), self.look_up, desk)

    def _unblock(self, task: Task) -> None:
        task.story.unblock(by=task.desk.user)
        step = task.steps.popleft()
        task.steps.appendleft(Step("continue", step.desk, step.hours))
        step.desk.pile.append(task)
        self.look_up(step.desk)

    def _finish(self, task: Task) -> None:
        """Pass it on to whoever comes next, or be done; then take a breath."""
        step = task.steps.popleft()
        desk = step.desk
        self.perhaps_say(task.story, desk.user, desk.discipline, 0.22)
        if task.steps:
            self._pass_on(task, desk)
        else:
            task.story.move_to(self.columns["done"], by=desk.user)
            self._perhaps_reopen(task, desk)
        desk.in_hand, desk.is_away = None, True
        if step.what != "review":
            pause = self.rng.expovariate(1 / self.habits.pause)
        else:
            pause = 0.5
        self.agenda.put(hours.after(self.agenda.now, pause), self._come_back, desk)

    def _come_back(self, desk: Teammate) -> None:
        desk.is_away = False
        self.look_up(desk)

    def _pass_on(self, task: Task, giver: Teammate) -> None:
        story, step = task.story, task.step
        if step.what in ("check", "review"):
            story.move_to(self.columns["review"], by=giver.user)
        if step.what == "rework":
            story.comment(self.rng.choice(CHECKED), by=giver.user, internal=True)
            story.move_to(self.columns["doing"], by=giver.user)
        if step.what != "review":
            story.hand_to(step.desk.user, by=giver.user)
        step.desk.pile.append(task)
        self.agenda.put(hours.after(self.agenda.now, 0.5), self.look_up, step.desk)

    def _perhaps_reopen(self, task: Task, reviewer: Teammate) -> None:
        chance = self.rng.random()
        if chance < self.habits.reopened:
            self.agenda.put(hours.after(self.agenda.now, DAY), self._reopen, task, reviewer)
        elif chance > 0.9 and self.guests:
            guest = self.rng.choice(self.guests)
            moment = hours.after(self.agenda.now, 6)
            self.agenda.put(moment, self.perhaps_say, task.story, guest, "customer", 1)

    def _reopen(self, task: Task, reviewer: Teammate) -> None:
        """It came back from use: a day more of work."""
        story = task.story
        story.refresh_from_db(fields=["sprint", "owner"])
        if story.sprint and story.sprint.is_closed:
            return
        owner = next(desk for desk in self.desks if desk.user == story.owner)
        story.move_to(self.columns["doing"], by=reviewer.user)
        task.steps = deque([Step("continue", owner, DAY), Step("review", reviewer, 1)])
        owner.pile.append(task)
        self.look_up(owner)

    def perhaps_say(self, story: Story, user: User, discipline: str, chance: float) -> None:
        if self.rng.random() < chance:
            words, is_internal = self._words(discipline), self.rng.random() < 0.15
            story.comment(words, by=user, internal=is_internal and user not in self.guests)

    def _words(self, discipline: str) -> str:
        """The next thing to say; nobody repeats themselves before all has been said."""
        left = self._said.setdefault(discipline, [])
        if not left:
            left += [*self.case.remarks[discipline], *COMMON[discipline]]
            self.rng.shuffle(left)
        return left.pop()
