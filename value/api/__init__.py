from __future__ import annotations

from typing import TYPE_CHECKING

from metrics.api import METRIC
from projects.api import PROJECT
from value.api.appraisal import AppraisalResource
from value.api.check_in import CheckInResource
from value.api.portfolio import PortfolioResource

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter


def register(router: SimpleRouter) -> None:
    router.register("portfolio", PortfolioResource, "portfolio")
    router.register(f"{METRIC}/appraisals", AppraisalResource, "appraisal")
    router.register(f"projects/(?P<project>{PROJECT})/check-ins", CheckInResource, "check-in")
