"""Solutions over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.api.base import PROJECT
from solutions.api.deployment import DeploymentResource
from solutions.api.files import IncidentFileResource, SolutionFileResource, TrialFileResource
from solutions.api.fit import FitChecklistResource, FitResource, FitSignatureResource
from solutions.api.incident import IncidentResource
from solutions.api.solution import SolutionResource
from solutions.api.trial import TrialObservationResource, TrialResource
from teams.api import SLUG

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

__all__ = ["register"]


def register(router: SimpleRouter) -> None:
    solutions = f"projects/(?P<project>{PROJECT})/solutions"
    solution = f"{solutions}/(?P<solution>{SolutionResource.lookup_value_regex})"
    router.register(solutions, SolutionResource, "solution")
    router.register(f"{solution}/attachments", SolutionFileResource, "file-of-solution")
    trials = f"{solution}/trials"
    trial = f"{trials}/(?P<trial>{TrialResource.lookup_value_regex})"
    router.register(trials, TrialResource, "trial")
    router.register(f"{trial}/observations", TrialObservationResource, "trial-observation")
    router.register(f"{trial}/attachments", TrialFileResource, "file-of-trial")
    router.register(f"{solution}/deployments", DeploymentResource, "deployment")
    incidents = f"{solution}/incidents"
    incident = f"{incidents}/(?P<incident>{IncidentResource.lookup_value_regex})"
    router.register(incidents, IncidentResource, "incident")
    router.register(f"{incident}/attachments", IncidentFileResource, "file-of-incident")
    router.register(f"{solution}/fit", FitResource, "fit")
    router.register(f"{solution}/fit-signatures", FitSignatureResource, "fit-signature")
    router.register(f"teams/(?P<team>{SLUG})", FitChecklistResource, "fit-checklist")
