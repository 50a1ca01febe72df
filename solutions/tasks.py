from datetime import timedelta

from base import clock
from jobs.kinds import kind
from jobs.models import Job
from solutions.models import Deployment


@kind("settle_deployments", every=timedelta(hours=6))
def settle_deployments() -> None:
    """Ask for each whose day 30 nobody has answered in time; one job a deployment."""
    for deployment in Deployment.objects.unanswered_since(clock.now()).values_list("pk", flat=True):
        Job.ask("settle_deployment", key=f"deployment:{deployment}", deployment=deployment)


@kind("settle_deployment")
def settle_deployment(deployment: int) -> None:
    Deployment.objects.select_related("project__team", "solution").get(
        pk=deployment
    ).settle_unanswered()
