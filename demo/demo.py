import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context

from django.db import connections
from django.db.models import QuerySet
from django.db.models.functions import Lower

from base import redis
from bin.launch.children import die_with_us
from demo.case import Case
from demo.cases import game, sentiment, tv
from demo.scenario import Scenario
from demo.sign_ins import ADMIN
from health.models import HealthReport
from projects.models import Project
from teams.models import Team, User

CASES = (tv.CASE, sentiment.CASE, game.CASE)


class Demo:
    """The three cases and an admin account; each case is loaded whole or not at all, and once."""

    def __init__(self, today: date) -> None:
        self.today = today

    def run(self) -> Iterator[str]:
        """Load what is missing; yields a sentence for each case."""
        for place in range(len(CASES)):
            yield self._tell(place)

    def real_accounts(self) -> QuerySet[User]:
        """People who aren't of the demo: beside them nobody may come in by a printed password."""
        ours = {ADMIN.email, *(person.email for case in CASES for person in case.people)}
        others = User.objects.annotate(address=Lower("email")).exclude(address__in=ours)
        real: QuerySet[User] = others
        return real

    def run_side_by_side(self) -> Iterator[str]:
        """The same with processes of their own: the cases don't meet, and each takes seconds."""
        self._admin()
        connections.close_all()  # none may be shared with a child
        with ProcessPoolExecutor(
            min(len(CASES), os.cpu_count() or 1),
            mp_context=get_context("fork"),
            initializer=die_with_us(),  # whoever kills the start doesn't mean to let a demo go on
        ) as pool:
            yield from pool.map(self._tell, range(len(CASES)))

    def _tell(self, place: int) -> str:
        return self._obstacle(CASES[place]) or self._load(CASES[place])

    def _obstacle(self, case: Case) -> str | None:
        if Project.objects.filter(key=case.key).exists():
            return f"{case.key} is here already; nothing changed."
        if Team.objects.filter(name=case.team).exists():
            return f"There is a team “{case.team}” already, so {case.key} wasn't loaded."
        return None

    def _load(self, case: Case) -> str:
        with redis.muted():
            project = Scenario(case, self.today, self._admin()).run()
            HealthReport.compute_later(project.team, by=self._admin())
        return (
            f"{project.key}: {project.stories.count()} stories in {project.sprints.count()} "
            f"sprints, {project.events.count()} lines of history."
        )

    def _admin(self) -> User:
        admin = User.objects.filter(email__iexact=ADMIN.email).first()
        return admin or User.objects.create_superuser(
            ADMIN.email, ADMIN.password, name="Admin of the demo"
        )
