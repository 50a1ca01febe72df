from value.pages.appraisal import appraisals
from value.pages.check_in import check_in, check_in_answers, check_in_customer
from value.pages.check_in_edits import check_in_observations, check_in_unknowable
from value.pages.check_ins import check_ins
from value.pages.delivery import project_delivery, team_delivery
from value.pages.economics import economics, economics_estimates, project_economics
from value.pages.portfolio import portfolio, portfolio_csv
from value.pages.success_metric import success_metric

__all__ = [
    "appraisals",
    "check_in",
    "check_in_answers",
    "check_in_customer",
    "check_in_observations",
    "check_in_unknowable",
    "check_ins",
    "economics",
    "economics_estimates",
    "portfolio",
    "portfolio_csv",
    "project_delivery",
    "project_economics",
    "success_metric",
    "team_delivery",
]
