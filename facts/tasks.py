from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from facts.models import ProjectFacts, Reconciliation
from jobs.kinds import kind

if TYPE_CHECKING:
    pass

NIGHT = timedelta(hours=2, minutes=30)  # UTC


@kind("refresh_facts")
def refresh_facts(project: int) -> None:
    ProjectFacts.refresh(project)


@kind("reconcile_facts", every=timedelta(days=1), offset=NIGHT)
def reconcile_facts() -> None:
    Reconciliation.of_the_night()
