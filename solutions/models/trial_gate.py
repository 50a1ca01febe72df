"""The second gate: a trial is run by both disciplines, or a lead says why not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse

from base import clock
from base.refusals import Link
from projects.models.links import relink
from projects.models.sides import SIDES
from projects.reasons import IN_SO_MANY, MOST_REASON, waiver_of
from solutions.events import TrialGateWaived, TrialRunnersNamed, TrialStarted
from solutions.models.trial_design import DESIGN
from solutions.models.trial_part import TrialPart
from solutions.refusals import (
    RunByOneDiscipline,
    RunnerFromElsewhere,
    TrialLocked,
    TrialOver,
    TrialWaivedByLeads,
    TrialWaiverWithoutReason,
)
from teams.models import Membership

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from teams.models.membership import Actor
    from teams.models.user import User

STARTED = ("state", "started_at", "words_hash", "waiver")


class Run(TrialPart):
    """Who runs it, and its start, which locks the design."""

    runners = models.ManyToManyField(
        "teams.User", blank=True, related_name="trials_run", verbose_name="who runs it"
    )
    started_at = models.DateTimeField(null=True, editable=False)
    words_hash = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="That of the solution's words when it started.",
    )
    waiver = models.CharField(
        max_length=MOST_REASON,
        blank=True,
        editable=False,
        help_text="Why it started without both disciplines.",
    )

    class Meta:
        abstract = True

    def name_runners(self, runners: Iterable[User], *, by: User) -> None:
        """Say who runs it, instead of those so far; of what runs, one of each discipline stays."""
        named = {user.pk: user for user in runners}
        with self.project.changed_by(by) as actor:
            self.reread("state", "waiver")
            if self.state not in ("drafted", "running"):
                raise TrialOver("It is over; who ran it stays on the record.")
            was = sorted(self.runners.order_by().values_list("pk", flat=True))
            if was == sorted(named):
                return
            new = [user for pk, user in named.items() if pk not in was]
            self.must_work_here(new)
            if self.state == "running" and not self.waiver:
                self._refuse_one_discipline(self._seats(named))
            relink(self.runners, was, list(named))
            details = self.details_of(TrialRunnersNamed, was=was, now=sorted(named))
            self.record(details, by=actor)

    def start(self, *, by: User, waiver: str = "") -> None:
        """Begin: from now on the design is locked; a `waiver` is a lead's who is in the team."""
        waiver = waiver.strip()
        with self.project.changed_by(by) as actor:
            self.reread("state", "waiver", *DESIGN)
            if self.state == "running":
                return
            if self.state != "drafted":
                raise TrialLocked("It has been started before; draft another one.")
            self.solution.reread("ended_as", "words_hash")
            self.solution.must_stand()
            self.must_be_designed()
            missing = self._missing_sides(self._seats(self._runner_ids()))
            if missing:
                self._waive(missing, waiver, actor)
            self.state, self.started_at = "running", clock.now()
            self.words_hash = self.solution.words_hash
            self.save(update_fields=STARTED)
            details = self.details_of(
                TrialStarted, words_hash=self.words_hash, runners=self._runner_ids()
            )
            self.record(details, by=actor)

    def sides_missing(self) -> list[str]:
        """The disciplines of which nobody who works there is among who runs it."""
        return self._missing_sides(self._seats(self._runner_ids()))

    def must_work_here(self, people: list[User]) -> None:
        """Refuse to let somebody run it who doesn't work in the team now."""
        seats = self._seats(user.pk for user in people)
        for user in people:
            if user.pk not in seats:
                raise RunnerFromElsewhere(f"{user} doesn't work in {self.project.team}.", "runners")

    def _waive(self, missing: list[str], waiver: str, actor: Actor) -> None:
        if not waiver:
            raise self._one_discipline(missing)
        of_leads = "Only a lead who is in the team starts a trial without both disciplines."
        self.waiver = waiver_of(
            waiver,
            actor,
            of_leads=TrialWaivedByLeads(of_leads),
            unsaid=TrialWaiverWithoutReason(f"Say why {IN_SO_MANY}", "waiver"),
        )
        details = self.details_of(TrialGateWaived, reason=self.waiver, missing=missing)
        self.record(details, by=actor)

    def _refuse_one_discipline(self, seats: dict[int, str]) -> None:
        missing = self._missing_sides(seats)
        if missing:
            raise self._one_discipline(missing)

    def _one_discipline(self, missing: list[str]) -> RunByOneDiscipline:
        nobody = " and ".join(f"nobody from {side}" for side in missing)
        sentence = f"{nobody[0].upper()}{nobody[1:]} is among who runs this trial."
        page = reverse("trial_runners", args=[self.pk])
        return RunByOneDiscipline(sentence, links=[Link("Name who runs it", page)])

    def _missing_sides(self, seats: dict[int, str]) -> list[str]:
        there = set(seats.values())
        return [side.value for side in SIDES if side not in there]

    def _runner_ids(self) -> list[int]:
        return sorted(one.pk for one in self.runners.all())

    def _seats(self, people: Iterable[int]) -> dict[int, str]:
        """The discipline in which each of them works there now; of others there is none."""
        here: QuerySet[Any] = Membership.objects.current().working()
        seats = here.filter(team=self.project.team_id, user__in=list(people))
        return dict(seats.order_by().values_list("user", "discipline"))
