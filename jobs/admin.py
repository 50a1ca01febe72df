from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.timesince import timesince, timeuntil

from jobs.models import Job, Slot
from web.read_only_admin import ReadOnlyAdmin

if TYPE_CHECKING:
    from jobs.models.job import JobQuerySet


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """What waits, runs, is done or failed, and why; a failed job can be tried again."""

    list_display = ["kind", "key", "state", "age", "turn", "attempts", "asked", "reason"]
    list_filter = ["state", "kind"]
    search_fields = ["key", "error"]
    search_help_text = "Search in keys and errors."
    list_per_page = 50
    actions = ["try_again"]

    @admin.display(description="asked for", ordering="created_at")
    def age(self, job: Job) -> str:
        return f"{timesince(job.created_at, depth=1)} ago"

    @admin.display(description="turn", ordering="run_at")
    def turn(self, job: Job) -> str:
        if job.finished_at:
            return f"ended {timesince(job.finished_at, depth=1)} ago"
        if job.state == Job.State.RUNNING:
            return "now"
        wait = timeuntil(job.run_at, depth=1)
        if wait.startswith("0"):
            return "next"
        return f"in {wait}"

    @admin.display(description="why", empty_value="")
    def reason(self, job: Job) -> str:
        return job.error.partition("\n")[0][:120]

    @admin.action(description="Try failed jobs again", permissions=["retry"])
    def try_again(self, request: HttpRequest, jobs: JobQuerySet) -> None:
        failed = list(jobs.failed())
        retried = sum(job.retry() for job in failed)
        self.message_user(request, f"{retried} of {len(failed)} failed jobs wait for a worker.")
        if retried < len(failed):
            self.message_user(
                request, "For the others a newer job with the same key waits.", messages.WARNING
            )

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser


@admin.register(Slot)
class SlotAdmin(ReadOnlyAdmin):
    """Which turns of the schedule were taken."""

    list_display = ["kind", "at", "rung_at"]
    list_filter = ["kind"]
