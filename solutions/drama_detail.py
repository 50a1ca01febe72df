"""What the page of a deployment's drama shows: a story in words, deduction by deduction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse

from solutions.drama_told import DramaTold
from solutions.models import Deployment, Solution
from solutions.models.drama_reading import DramaReading
from teams.models.membership import Actor

if TYPE_CHECKING:
    from teams.models.user import User


class DramaDetail:
    """Open to guests as the deployment's outcome is."""

    def __init__(self, deployment: Deployment, reader: User) -> None:
        self.deployment, self.reader = deployment, reader
        self.project = deployment.project
        self.actor = Actor.of(deployment.project.team, reader)
        self.drama = DramaTold(DramaReading(deployment), works=self.actor.works)

    @classmethod
    def found(cls, pk: int, reader: User) -> Self:
        seen = Solution.objects.visible_to(reader).filter(pk=OuterRef("solution"))
        rows = Deployment.objects.visible_to(reader).with_drama()
        rows = rows.annotate(shows_solution=Exists(seen.order_by()))
        return cls(get_object_or_404(rows, pk=pk), reader)

    @property
    def works(self) -> bool:
        return self.actor.works

    @property
    def shows_solution(self) -> bool:
        return bool(vars(self.deployment)["shows_solution"])

    @property
    def asks_me(self) -> bool:
        """Whether it waits for my answer on day 30."""
        return self.works and self.drama.asks(self.reader.pk)

    @property
    def report_page(self) -> str:
        """The form of an incident, with this one chosen."""
        one = self.deployment
        return f"{reverse('new_incident', args=[one.solution_id])}?deployment={one.pk}"
