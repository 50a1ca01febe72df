"""Work that somebody waits for and that was given up: said in words, never by the error's own."""

from dataclasses import dataclass

from django.db import transaction

from base.roles import Role
from jobs.models import Job
from teams.models import Team, User
from teams.models.membership import Actor
from web.templatetags.dates import exactly
from web.templatetags.numbers import many

AGAIN = (
    "Try it again; if it fails again, tell whoever runs this installation: the admin's list of "
    "jobs has the reason."
)


@dataclass(frozen=True, slots=True)
class Told:
    """A failure, as one person reads it: what happened, and what they can do."""

    sentence: str
    advice: str
    may_retry: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be made for a team, and the job that was given up."""

    team: Team
    what: str
    job: Job

    @property
    def sentence(self) -> str:
        tried = many(self.job.attempts, "time")
        assert self.job.finished_at is not None  # it was given up
        return f"{self.what}: it was tried {tried}, last on {exactly(self.job.finished_at)}."

    def told_to(self, user: User) -> "Told":
        leads = self.team.lead_names
        if user.pk in leads:
            return Told(self.sentence, AGAIN, may_retry=True)
        ask = " or ".join(leads.values()) or "whoever runs this installation"
        return Told(self.sentence, f"Ask {ask} to try it again.", may_retry=False)

    def try_again(self, *, by: User) -> bool:
        """Let a worker have it again; False if a newer job does the same work."""
        with transaction.atomic():
            Actor.admitted(self.team, by, Role.LEAD)
            return self.job.retry()
