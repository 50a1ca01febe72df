from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from base.roles import Role
from metrics.models import SuccessMetric
from projects.pages.found import admit, at, row_of
from value.appraisal_form import AppraisalForm
from value.models import Appraisal
from web.forms import answer, sent

if TYPE_CHECKING:
    from web.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def appraisals(request: MemberRequest, pk: int) -> HttpResponse:
    """Weigh value against the costs of running and building."""
    metric = row_of(request, SuccessMetric, pk)
    admit(request, metric.project, Role.MEMBER)
    form = AppraisalForm(sent(request), initial={"appraised_on": timezone.localdate()})
    return answer(
        request,
        form,
        partial(Appraisal.of, metric),
        to=at(metric.project, "success"),
        told="Noted.",
        project=metric.project,
        heading=metric.name,
        word="Note the ranges",
        lede=f"All in {metric.unit} and for the same span of time. Make each range so wide that "
        "nine of ten such would hold the truth; the report draws from them how likely it pays.",
    )
