from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from health.failure import failed_report
from health.forms import ComparisonForm, ContestForm, PastDayForm
from health.models import HealthReport, Reading
from health.reports import past, progress
from health.reports.presenter.report import ReportPresenter
from health.reports.presenter.table import as_csv
from health.signals.catalogue import BY_KEY
from jobs.models import Job
from projects.models import Project
from teams.models import Membership, Team
from web.forms import answer
from web.text_versions import Original

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from health.models.report import HealthReportQuerySet
    from web.requests import MemberRequest


class Failing(TypedDict):
    has_failed: bool
    keys: list[str]  # of the team's projects


MOST = 400  # reports to choose from: more than a year of nights


@require_safe
@login_required
def health(request: MemberRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """The newest report of the team, or an earlier one."""
    has_failed = Job.objects.all().given_up_for("team", "team", ["compute_report"])
    current: QuerySet[Membership] = Membership.objects.current().select_related("team")
    keys = Project.objects.filter(team=OuterRef("team")).order_by("key").values("key")
    seats = current.annotate(has_failed=has_failed, keys=ArraySubquery(keys))
    seat: WithAnnotations[Membership, Failing] = get_object_or_404(
        seats, user=request.user, team__slug=slug
    )
    reports = HealthReport.objects.open_to(seat)
    report: HealthReport | None
    if pk:
        report = get_object_or_404(reports, pk=pk)
    else:
        report = reports.first()
    shown = newest = rested_since = None
    if report:
        report.seen_by(request.user)
        shown = ReportPresenter(
            report, Reading.objects.up_to(report), is_of_team=seat.role != "guest"
        )
        if pk:
            newest = newest_beside(reports, report)
        elif shown.is_mostly_unknown:
            rested_since = past.rested(report.team, report.as_of)
    if seat.has_failed and not pk:
        failure = failed_report(seat.team)
    else:
        failure = None
    return render(
        request,
        "health/health.html",
        {
            "team": seat.team,
            "keys": seat.keys,
            "report": report,
            "shown": shown,
            "newest": newest,
            "rested_since": rested_since,
            "may_compute": seat.role != "guest",
            "is_computing": not pk and not failure and "computing" in request.GET,
            "failure": failure and failure.told_to(request.user),
        },
    )


def newest_beside(reports: HealthReportQuerySet, report: HealthReport) -> int | None:
    """The number of the newest report, to compare with one of before; None if it is that one."""
    newest = reports.values_list("pk", flat=True).first()
    if newest != report.pk:
        return newest
    return None


@require_safe
@login_required
def health_as_of(request: MemberRequest, slug: str) -> HttpResponse:
    """The report as of the end of a past day: the one that is there, or the offer to make it."""
    seat = get_object_or_404(
        Membership.objects.current().select_related("team"), user=request.user, team__slug=slug
    )
    form = PastDayForm(request.GET if "day" in request.GET else None, team=seat.team)
    day = form.cleaned_data["day"] if form.is_valid() else None
    report = day and HealthReport.objects.open_to(seat).as_of_day(day).first()
    if report and report.is_reproducible_here:
        return redirect("health_report", seat.team.slug, report.pk)
    failure = failed_report(seat.team, day) if day else None
    words = {
        "failure": failure and failure.told_to(request.user),
        "team": seat.team,
        "form": form,
        "day": day,
        "report": report,
        "nearest": day and not report and HealthReport.objects.open_to(seat).nearest_to(day),
        "begins": past.begins(seat.team),
        "ends": past.sprint_ends(seat.team),
        "may_compute": seat.role != "guest",
        "is_computing": not failure
        and "computing" in request.GET
        and HealthReport.is_being_computed(seat.team),
    }
    return render(request, "health/past.html", words, status=422 if form.errors else 200)


@require_safe
@login_required
def comparison(request: MemberRequest, slug: str) -> HttpResponse:
    """Any two reports of the team, signal by signal; the address can be kept and shared."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    reports = list(HealthReport.objects.visible_to(request.user).of(team).to_choose_from()[:MOST])
    form = ComparisonForm(request.GET or None, reports=reports)
    compared = form.compared()
    if compared:
        HealthReport.seen_together(compared.then, compared.now, by=request.user)
    words = {"team": team, "form": form, "compared": compared}
    return render(request, "health/comparison.html", words, status=form.status)


@require_POST
@login_required
def compute_health(request: MemberRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    if "day" in request.POST:
        return compute_past(request, team)
    HealthReport.compute_later(team, by=request.user)
    messages.success(request, "The report is being computed from the history as it is now.")
    return redirect(reverse("health", args=[team.slug]) + "?computing")


def compute_past(request: MemberRequest, team: Team) -> HttpResponse:
    form = PastDayForm(request.POST, team=team)
    address = reverse("health_as_of", args=[team.slug])
    if not form.is_valid():
        return redirect(f"{address}?{urlencode({'day': request.POST['day']})}")
    day = form.cleaned_data["day"]
    there = HealthReport.objects.visible_to(request.user).of(team).as_of_day(day).first()
    if there and there.is_reproducible_here:
        return redirect("health_report", team.slug, there.pk)
    HealthReport.compute_later(team, by=request.user, day=day)
    return redirect(f"{address}?day={day.isoformat()}&computing")


@require_POST
@login_required
def retry_health(request: MemberRequest, slug: str) -> HttpResponse:
    """Try a report again that was given up; pressed twice it is tried once."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    day = past_day(request.POST, team)
    if failure := failed_report(team, day):
        failure.try_again(by=request.user)
        messages.success(request, "The report is being computed again.")
    address = report_address(team, day)
    return redirect(f"{address}{'&' if day else '?'}computing")


def past_day(asked: QueryDict, team: Team) -> date | None:
    """The past day that was asked for; None where it is today, or no day that can be judged."""
    form = PastDayForm(asked if "day" in asked else None, team=team)
    if form.is_valid():
        day: date = form.cleaned_data["day"]
        return day
    return None


def report_address(team: Team, day: date | None) -> str:
    """Where the report of now, or as of that day, is read."""
    if day is None:
        return reverse("health", args=[team.slug])
    return f"{reverse('health_as_of', args=[team.slug])}?day={day}"


@require_safe
@login_required
def health_progress(request: MemberRequest, slug: str) -> HttpResponse:
    """How far it is, as a part of the page that asks for itself again until it is finished."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    day = past_day(request.GET, team)
    failure = failed_report(team, day)
    part = {
        "team": team,
        "finished": failure or not HealthReport.is_being_computed(team),
        "failure": failure,
        "day": day,
        "address": report_address(team, day),
    }
    return render(request, "health/health/_progress.html", part | progress.told(team.pk))


@require_safe
@login_required
def health_json(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """The report's own bytes, whose hash it is known by."""
    report = report_to_take_away(request, slug, pk)
    return download(bytes(report.body), "application/json", report, "json")


@require_safe
@login_required
def health_csv(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    report = report_to_take_away(request, slug, pk)
    return download(as_csv(report), "text/csv; charset=utf-8", report, "csv")


@require_POST
@login_required
def contest_reading(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Put a note beside a reading of the report, or take it away again with an empty one."""
    report = get_object_or_404(
        HealthReport.objects.visible_to(request.user), team__slug=slug, pk=pk
    )
    signal = request.POST.get("signal", "")
    if signal not in BY_KEY:
        return HttpResponseBadRequest("Say which signal it is about.")
    readings = Reading.objects.select_related("report__team", "report__sprint")
    reading = get_object_or_404(readings, report=report, signal=signal)
    original = Original.row(reading, report.team, (), note="contest_note")
    return answer(
        request,
        ContestForm(request.POST, original=original),
        lambda signal, note, by: reading.contest(note, by=by),
        to=f"{reverse('health_report', args=[slug, pk])}#{signal}",
        told="Saved.",
        heading=f"Contest {signal}",
        word="Save the note",
    )


def report_to_take_away(request: MemberRequest, slug: str, pk: int) -> HealthReport:
    seen = HealthReport.objects.visible_to(request.user).select_related("team")
    report = get_object_or_404(seen, team__slug=slug, pk=pk)
    report.seen_by(request.user)
    return report


def download(
    content: bytes | str, content_type: str, report: HealthReport, ending: str
) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    name = f"health-{report.team.slug}-{report.as_of:%Y-%m-%d}-{report.pk}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Report-SHA256"] = report.sha256
    return answer
