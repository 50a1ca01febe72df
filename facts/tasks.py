from datetime import timedelta

from facts.models import ProjectFacts, Reconciliation
from jobs.kinds import kind

NIGHT = timedelta(hours=2, minutes=30)  # UTC


@kind("refresh_facts")
def refresh_facts(project):
    ProjectFacts.refresh(project)


@kind("reconcile_facts", every=timedelta(days=1), offset=NIGHT)
def reconcile_facts():
    Reconciliation.of_the_night()
