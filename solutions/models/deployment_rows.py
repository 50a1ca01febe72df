from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from projects.models.project import OfProjectQuerySet
from solutions.drama import MONTH
from solutions.models.deployment_gate import PRODUCTION
from solutions.models.deployment_steps import OUTCOMES, State
from solutions.models.drama_reading import WAITS, WENT_LIVE, asked_of, went_live_at
from teams.models import Membership

if TYPE_CHECKING:
    from datetime import datetime

    from projects.models import Project
    from teams.models.user import User


class DeploymentQuerySet(OfProjectQuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Outcomes are open to guests; what is planned and what begins is the team's."""
        seats = Membership.objects.current().filter(user=user.pk)
        outcome = Q(project__team__in=seats.values("team"), state__in=OUTCOMES)
        return self.filter(Q(project__team__in=seats.working().values("team")) | outcome)

    def in_production(self) -> Self:
        return self.filter(environment=PRODUCTION)

    def live(self) -> Self:
        return self.filter(state=State.LIVE)

    def of_standing_solutions(self) -> Self:
        """Those whose solution is neither dropped nor retired."""
        return self.filter(solution__ended_as="")

    def under_way(self) -> Self:
        """What is planned or has started."""
        return self.filter(state__in=(State.PLANNED, State.STARTED))

    def with_outcome(self) -> Self:
        return self.filter(state__in=OUTCOMES)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def of_project(self, project: Project) -> Self:
        return self.filter(project=project)

    def of_outer(self) -> Self:
        """Those of the solution that an outer query is at."""
        return self.filter(solution=OuterRef("pk"))

    def standing_at(self, moment: datetime) -> Self:
        """What was live at a moment, the newest first."""
        until = Q(ended_at=None) | Q(ended_at__gt=moment)
        return self.filter(until, live_at__lte=moment).order_by("-live_at", "-pk")

    def of_solution(self, solution: int) -> Self:
        return self.filter(solution=solution)

    def mending_outer(self) -> Self:
        """Those that mend the incident an outer query is at."""
        return self.filter(fixes=OuterRef("pk"))

    def begun(self) -> Self:
        """What is there, or was."""
        return self.exclude(state__in=(State.PLANNED, State.CANCELLED))

    def before_outer(self) -> Self:
        """Of the same solution those that left production before an outer deployment was noted."""
        gone = self.in_production().filter(state__in=(State.REPLACED, State.ROLLED_BACK))
        gone = gone.filter(solution=OuterRef("solution"), pk__lt=OuterRef("pk"))
        return gone.order_by("-ended_at", "-pk")

    def unexplained(self) -> Self:
        """Of what went past the gate the first of each solution and fit, unless a lead waived."""
        alike: Any = self.model._default_manager.order_by().filter(
            solution=OuterRef("solution"), fit_hash=OuterRef("fit_hash")
        )
        rows = self.filter(gate="not_passed")
        rows = rows.filter(~Exists(alike.filter(gate="waived")))
        return rows.filter(~Exists(alike.filter(gate="not_passed", pk__lt=OuterRef("pk"))))

    def with_drama(self) -> Self:
        """Note all that its number and its day 30 depend on: see models/drama_reading.py."""
        rows = self.select_related("project__team", "solution")
        return rows.annotate(**asked_of())

    def scored(self) -> Self:
        """What went live in production here; what another tool's past says has no number."""
        return self.in_production().filter(state__in=WENT_LIVE, is_imported=False)

    def on_day_thirty(self, now: datetime) -> Self:
        """Those that are asked about: 30 days live, and not settled."""
        live = self.scored().alias(since=went_live_at())
        return live.filter(since__lte=now - MONTH, settlements=None)

    def waiting_for_keeper(self, side: str, user: User, now: datetime) -> Self:
        """Those that a keeper of this side, who works there in it, hasn't answered about."""
        seats = Membership.objects.current().working().filter(user=user.pk, discipline=side)
        answered: Any = apps.get_model("solutions.KeeperAnswer")._default_manager.of_outer()
        kept = self.on_day_thirty(now).filter(**{f"solution__{side}_keeper": user.pk})
        kept = kept.filter(project__team__in=seats.values("team"))
        return kept.filter(~Exists(answered.filter(side=side).order_by()))

    def unanswered_since(self, now: datetime) -> Self:
        """Those whose keepers had their time to answer."""
        return self.on_day_thirty(now - WAITS)

    def newest_first(self) -> Self:
        """What is under way, then by when it went live or ended."""
        when = models.functions.Coalesce("live_at", "ended_at")
        return self.order_by(when.desc(nulls_first=True), "-pk")
