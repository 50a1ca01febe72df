from django.urls import path

import web.converters  # noqa: F401  teaches <project:key> and <row:pk>
from value import pages

urlpatterns = [
    path("portfolio/", pages.portfolio, name="portfolio"),
    path("portfolio.csv", pages.portfolio_csv, name="portfolio_csv"),
    path("projects/<project:key>/delivery/", pages.project_delivery, name="project_delivery"),
    path("teams/<slug:slug>/delivery/", pages.team_delivery, name="team_delivery"),
    path("success-metrics/<row:pk>/", pages.success_metric, name="success_metric"),
    path("success-metrics/<row:pk>/appraisals/", pages.appraisals, name="appraisals"),
    path("projects/<project:key>/economics/", pages.project_economics, name="project_economics"),
    path("solutions/<row:pk>/economics/", pages.economics, name="economics"),
    path(
        "solutions/<row:pk>/economics/estimates/",
        pages.economics_estimates,
        name="economics_estimates",
    ),
    path("projects/<project:key>/check-ins/", pages.check_ins, name="check_ins"),
    path("check-ins/<row:pk>/", pages.check_in, name="check_in"),
    path("check-ins/<row:pk>/answers/", pages.check_in_answers, name="check_in_answers"),
    path("check-ins/<row:pk>/customer/", pages.check_in_customer, name="check_in_customer"),
    path(
        "check-ins/<row:pk>/observations/",
        pages.check_in_observations,
        name="check_in_observations",
    ),
    path("check-ins/<row:pk>/unknowable/", pages.check_in_unknowable, name="check_in_unknowable"),
]
