from __future__ import annotations

from typing import TYPE_CHECKING

from metrics.api import METRIC, ROW
from projects.api import PROJECT
from teams.api import SLUG
from value.api.appraisal import AppraisalResource
from value.api.chart import MetricChartResource
from value.api.check_in import CheckInResource
from value.api.delivery import ProjectDeliveryResource, TeamDeliveryResource
from value.api.economics import (
    EconomicsResource,
    ProjectEconomicsResource,
    SolutionEconomicsResource,
)
from value.api.portfolio import PortfolioResource

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter


def register(router: SimpleRouter) -> None:
    router.register("portfolio", PortfolioResource, "portfolio")
    project = f"projects/(?P<project>{PROJECT})"
    router.register(project, ProjectDeliveryResource, "project-delivery")
    router.register(f"teams/(?P<team>{SLUG})", TeamDeliveryResource, "team-delivery")
    router.register(METRIC, MetricChartResource, "success-metric-chart")
    router.register(f"{METRIC}/appraisals", AppraisalResource, "appraisal")
    router.register(project, ProjectEconomicsResource, "project-economics")
    router.register(f"{project}/economics", EconomicsResource, "economics")
    router.register(
        f"{project}/solutions/(?P<solution>{ROW})", SolutionEconomicsResource, "solution-economics"
    )
    router.register(f"{project}/check-ins", CheckInResource, "check-in")
