"""Work that was asked for over the API and is done later: how it goes, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers

from jobs.models import Job
from teams.api import SLUG, seen_team
from teams.failed_job import Failure
from teams.models import Team
from web.api.answers import Answer, tagged
from web.api.documented import documented
from web.api.problems import Problem, contents
from web.api.query import NoQuery
from web.api.resources import Resource
from web.api.shape import Shape

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

    from jobs.models.job import JobQuerySet
    from web.requests import ApiRequest

LONGEST_WAIT = 60  # seconds until somebody who waits should ask again
UNSTARTED = "No worker has come for it for over a minute. It is kept, and done when one runs."


@dataclass(frozen=True)
class TeamWork:
    """A kind of job of a team, in words; and the path in the API of what came of it."""

    name: str
    failed: Callable[[Team, dict[str, Any]], str]  # of what it was asked with
    result: Callable[[dict[str, Any]], str]


TEAM_WORK: dict[str, TeamWork] = {}  # by kind of job; rooms above register theirs


class JobShape(Shape):
    """Work that was asked for: where it stands, what came of it or why nothing did."""

    model = Job
    id = serializers.IntegerField()
    team = serializers.CharField(help_text="Slug of the team.")
    kind = serializers.CharField()
    state = serializers.ChoiceField(Job.State.choices)
    asked_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True, help_text="The last attempt.")
    ended_at = serializers.DateTimeField(allow_null=True)
    attempts = serializers.IntegerField()
    result = serializers.URLField(allow_null=True, help_text="What came of it, once it is done.")
    taken_over_by = serializers.URLField(
        allow_null=True, help_text="A newer job that does its work; this one ended for it."
    )
    problem = Problem(
        allow_null=True, help_text="Why it failed, or that no worker has come to do it."
    )


def content_of(job: Job, team: Team, request: ApiRequest) -> dict[str, Any]:
    work = TEAM_WORK[job.kind]
    newer = job.taken_over_by()
    return {
        "id": job.pk,
        "team": team.slug,
        "kind": work.name,
        "state": job.state,
        "asked_at": job.created_at,
        "started_at": job.started_at,
        "ended_at": job.finished_at,
        "attempts": job.attempts,
        "result": request.build_absolute_uri(work.result(job.result)) if job.result else None,
        "taken_over_by": address_of(newer, team, request) if newer else None,
        "problem": problem_of(job, team, request),
    }


def problem_of(job: Job, team: Team, request: ApiRequest) -> dict[str, Any] | None:
    if job.is_not_taken_up:
        return contents(503, UNSTARTED, code="job-not-taken-up")
    if job.state != Job.State.FAILED:
        return None
    failure = Failure(team, TEAM_WORK[job.kind].failed(team, job.args), job)
    told = failure.told_to(request.user)
    detail = f"{told.sentence} {told.advice}"
    if job.killed_its_workers:
        return contents(500, detail, code="job-killed-its-workers")
    return contents(500, detail, code="job-failed")


def address_of(job: Job, team: Team, request: ApiRequest) -> str:
    names = {"team": team.slug, "pk": job.pk}
    return request.build_absolute_uri(reverse("job-detail", kwargs=names))


def accepted(job: Job, team: Team, request: ApiRequest) -> Answer:
    """Answer a wish that is granted later: the job, and where to ask how it goes."""
    answer = Answer(content_of(job, team, request), status=202)
    answer["Location"] = address_of(job, team, request)
    return answer


class JobResource(Resource):
    """Work of the team that was asked for; what is done is forgotten after a week."""

    shape = JobShape
    waits = True  # its answers say when to ask again

    def seen(self, rows: JobQuerySet) -> JobQuerySet:
        return rows.of_team(self.team.pk, TEAM_WORK)

    @documented(asks=NoQuery, answers=JobShape)
    def retrieve(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say how it goes: ask again after `Retry-After` seconds, until it is done or failed."""
        NoQuery.read(request.query_params)
        self.team = seen_team(self)
        job = self.row_for_change()
        answer = tagged(request, Answer(content_of(job, self.team, request)))
        if job.finished_at is None:
            answer["Retry-After"] = str(_seconds_to_wait(job))
        return answer


def _seconds_to_wait(job: Job) -> int:
    """Of a job between two attempts until the next one, of others as little as may be asked."""
    left = (job.run_at - timezone.now()).total_seconds()
    return min(max(math.ceil(left), 1), LONGEST_WAIT)


def register(router: SimpleRouter) -> None:
    router.register(f"teams/(?P<team>{SLUG})/jobs", JobResource, "job")
