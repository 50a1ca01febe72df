"""What a team does beside its stories: it meets, agrees, predicts, is away and is asked."""

from __future__ import annotations

import random
from collections import deque
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from demo import hours
from demo.cases.ceremonies import RHYTHMS
from projects.models import Hypothesis
from pulse.models import Wave
from sprints.models import Retrospective, Standup

if TYPE_CHECKING:
    from demo.cases.ceremonies import Prediction
    from teams.models.user import User

TOLD = 5  # sprints whose stand-ups are told: the report looks back on four
FORTNIGHT = timedelta(days=14)


class Meetings:
    """The rhythm of one case, put on its agenda with dice of its own."""

    def __init__(self, play: Any) -> None:
        self.play, self.project, self.agenda = play, play.project, play.agenda
        self.rhythm = RHYTHMS[play.case.key]
        self.rng = random.Random(f"twopizza rhythm {play.case.key}")  # noqa: S311  a story
        self.waiting = deque(self.rhythm.actions)

    def schedule(self, number: int) -> None:
        """Put a sprint's meetings on the agenda."""
        start = self.play.start_of(number)
        closing = hours.workday_until(self.play.last_day_of(number))
        if number > self.play.case.sprints + 1 - TOLD:
            for day in (start + timedelta(days=n) for n in range((closing - start).days + 1)):
                if hours.is_workday(day) and self.rng.random() < self.rhythm.standups:
                    self.agenda.put(hours.on(day, 9, 15), self._stand_up)
        if number <= self.play.case.sprints:
            self.agenda.put(hours.on(closing, 17), self._look_back, closing)
        self.agenda.put(hours.on(start, 13), self._ask)
        for one in self.rhythm.predictions:
            if one.sprint == number:
                self.agenda.put(hours.on(start + timedelta(days=1), 11), self._predict, one)

    def be_away(self, today: date) -> None:
        """A few days off, some past and some to come."""
        people = [desk.user for desk in self.play.floor.desks]
        for user, first, days in (
            (people[0], today - timedelta(days=40), 4),
            (people[1], today + timedelta(days=8), 3),
            (people[-1], today + timedelta(days=16), 9),
        ):
            self.play.team.note_absence(
                user, first_day=first, last_day=first + timedelta(days=days), by=user
            )

    def _stand_up(self) -> None:
        standup = Standup.start(self.project, by=self.play.lead)
        minutes = max(4, self.rng.gauss(self.rhythm.minutes, 3))
        came = len(self.play.floor.desks) - self.rng.choice((0, 0, 0, 1))
        end = self.agenda.now + timedelta(minutes=minutes)
        self.agenda.put(end, lambda: standup.end(present=came, by=self.play.lead))

    def _look_back(self, closing: date) -> None:
        sprint = self.project.sprints.closed().order_by("-number").first()
        retro = Retrospective.hold(sprint, shown=f"{sprint.goal}.", lessons="", by=self.play.lead)
        due = closing + FORTNIGHT
        for _ in range(min(2, len(self.waiting))):
            self._agree(retro, self.waiting.popleft(), due)

    def _agree(self, retro: Retrospective, title: str, due: date) -> None:
        owner = self.rng.choice(self.play.floor.desks).user
        action = retro.agree(title, owner=owner, due=due, by=self.play.lead)
        if self.rng.random() < self.rhythm.followed:
            done = hours.after(self.agenda.now, 8 * self.rng.uniform(3, 16))
            evidence = "Shown at the stand-up; in use since."
            self.agenda.put(done, lambda: action.close(evidence=evidence, by=owner))
        elif self.rng.random() < 0.5:
            later = due + FORTNIGHT
            self.agenda.put(hours.on(due, 10), lambda: action.carry(later, by=owner))

    def _predict(self, one: Prediction) -> None:
        author = self._author(one)
        hypothesis = self._drafted(one, author)
        self.agenda.put(hours.after(self.agenda.now, 2), lambda: hypothesis.start(by=author))
        if one.amended:
            week = hours.workday_from((self.agenda.now + timedelta(days=7)).date())
            part, now, reason = one.amended
            self.agenda.put(
                hours.on(week, 11), lambda: hypothesis.amend(part, now, reason, by=author)
            )
        if one.verdict or one.withdrawn:
            day = (self.agenda.now + timedelta(days=one.took)).date()
            moment = hours.on(hours.workday_from(day), 14)
            self.agenda.put(moment, self._decide, hypothesis, one, author)

    def _author(self, one: Prediction) -> User:
        dice = random.Random(one.prediction) if one.own_dice else self.rng  # noqa: S311  a story
        author: User = dice.choice(self.play.floor.desks).user
        return author

    def _drafted(self, one: Prediction, author: User) -> Hypothesis:
        """Anew, or as the one that tests an earlier one again."""
        earlier = self.project.hypotheses.filter(prediction=one.again).over().first()
        words = {"prediction": one.prediction, "threshold": one.threshold}
        if earlier:
            again: Hypothesis = earlier.test_again(by=author)
            again.reword(**words, by=author)
            return again
        theme = self.play.themes[one.chapter]
        return Hypothesis.draft(
            theme, **words, kill_rule=one.kill_rule, time_box_days=14, by=author
        )

    def _decide(self, hypothesis: Hypothesis, one: Prediction, author: User) -> None:
        if one.withdrawn:
            hypothesis.withdraw(one.withdrawn, by=author)
            return
        hypothesis.decide(
            one.verdict,
            decision=one.decision,
            evidence="Notebook and dashboard of the test.",
            by_kill_rule=one.by_rule,
            by=author,
        )

    def _ask(self) -> None:
        """The calendar opens a round; over the next days most of the team answers."""
        wave = Wave.open_due(self.play.team)
        if wave is None:
            return
        for desk in self.play.floor.desks:
            if self.rng.random() < 0.9:
                moment = hours.after(self.agenda.now, self.rng.uniform(1, 20))
                self.agenda.put(moment, self._answer, wave, desk.user)

    def _answer(self, wave: Wave, user: User) -> None:
        mood = self.rng.gauss(self.rhythm.mood, 0.5)
        scores: dict[str, int | None] = {}
        for item in wave.items:
            score = min(7, max(1, round(self.rng.gauss(mood, 0.7))))
            scores[item.key] = 8 - score if item.reversed else score
        wave.answer(scores, by=user)
