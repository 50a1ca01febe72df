"""How a case writes on walls: each blind at first, then grouped, voted on and talked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any

from base.roles import Discipline
from demo import hours
from demo.cases.walls import WALLS, Became, PutUp
from sprints.models import Sprint
from walls.models import NoteArrow, Wall

if TYPE_CHECKING:
    from projects.models import UseCase
    from teams.models import User

FORTNIGHT = timedelta(days=14)
DOTS = 3  # each
STEPS = ("writing", "grouping", "voting", "discussing", "closed")


class Brainstorming:
    """Plays the walls of a case in its last days, so that each is met as it stands now."""

    def __init__(self, play: Any) -> None:
        self.play, self.agenda = play, play.agenda

    def schedule(self, use_cases: list[UseCase]) -> None:
        """What looks back follows the last closed sprint; the others were put up lately."""
        by_title = {one.title: one for one in use_cases}
        yesterday = hours.workday_until(self.play.today - timedelta(days=1))
        closing = hours.workday_until(self.play.last_day_of(self.play.case.sprints))
        for told in WALLS.get(self.play.case.key, ()):
            if told.use_case:
                moment, host = hours.on(yesterday, 13), by_title.get(told.use_case)
                if host:
                    self.agenda.put(moment, self._put_up, told, host)
            else:
                self.agenda.put(hours.on(closing, 17, 10), self._look_back, told)

    def _look_back(self, told: PutUp) -> None:
        self._put_up(told, self.play.project.sprints.closed().order_by("-number").first())

    def _put_up(self, told: PutUp, host: UseCase | Sprint) -> None:
        wall = Wall.open_for(host, title=told.title, by=self.play.lead)
        self._after(2, self._write, wall, told)
        for place, act in enumerate((self._group, self._vote, self._discuss, self._close), start=1):
            if STEPS.index(told.until) >= place:
                self._after(2 + 10 * place, act, wall, told)

    def _after(self, minutes: int, act: Any, wall: Wall, told: PutUp) -> None:
        self.agenda.put(self.agenda.now + timedelta(minutes=minutes), act, wall, told)

    @property
    def _people(self) -> Iterator[User]:
        """All who work here, in turn."""
        return cycle([desk.user for desk in self.play.floor.desks])

    def _write(self, wall: Wall, told: PutUp) -> None:
        prompts = list(wall.prompts.all())
        people = self._people
        for heap in told.heaps:
            for words in heap.notes:
                wall.write(words, prompt=prompts[heap.prompt], by=next(people))

    def _group(self, wall: Wall, told: PutUp) -> None:
        """Open it, and hang everything as it is told; the reveal has shuffled the notes."""
        wall.reveal(by=self.play.lead)
        for heap in told.heaps:
            first, *others = [wall.notes.get(words=words) for words in heap.notes]
            first.group.move(by=self.play.lead)
            for note in others:
                note.move(to_group=first.group, by=self.play.lead)
            if heap.name:
                first.group.name_it(heap.name, by=self.play.lead)
        for flow in told.flows:
            ends = [wall.notes.get(words__startswith=end) for end in (flow.source, flow.target)]
            NoteArrow.draw(*ends, label=flow.label, by=self.play.lead)

    def _vote(self, wall: Wall, told: PutUp) -> None:
        """Everybody in turn gives one dot to the group that still lacks some, while there are."""
        wall.open_votes(by=self.play.lead)
        people = [desk.user for desk in self.play.floor.desks]
        for place, user in enumerate(user for _ in range(DOTS) for user in people):
            heap = _owed(told, place)
            if heap:
                group = wall.notes.get(words=heap).group
                given = wall.own_votes(user).get(group.pk, 0)
                wall.vote(group, given + 1, by=user)

    def _discuss(self, wall: Wall, told: PutUp) -> None:
        """Talk about the groups with most dots, and make something of what was said."""
        wall.close_votes(by=self.play.lead)
        wall.discuss(wall.groups.order_by("-dots", "prompt", "position").first(), by=self.play.lead)
        for became in told.outcomes:
            self._make(wall, became)

    def _make(self, wall: Wall, became: Became) -> None:
        note = wall.notes.get(words__startswith=became.note)
        match became.kind:
            case "question":
                note.become_question(Discipline.ENGINEERING, by=self.play.lead)
            case "action":
                owner = self.play.floor.of(Discipline.ENGINEERING)[0].user
                due = hours.workday_from(self.agenda.now.date() + FORTNIGHT)
                note.become_action(owner=owner, due=due, title=became.words, by=self.play.lead)

    def _close(self, wall: Wall, told: PutUp) -> None:
        wall.close(by=self.play.lead)


def _owed(told: PutUp, place: int) -> str:
    """Which group, by its first note, gets the dot of this place; none if all have theirs."""
    dots = [heap.notes[0] for heap in told.heaps for _ in range(heap.dots)]
    return dots[place] if place < len(dots) else ""
