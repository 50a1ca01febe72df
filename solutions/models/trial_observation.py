from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from base import clock
from solutions.events import TrialObserved
from solutions.models.of_trial import OfTrialQuerySet
from solutions.models.trial_part import TrialPart
from solutions.refusals import ObservationUnfit, ObservedBeforeStart, TrialObservedLater

if TYPE_CHECKING:
    from teams.models.user import User

LONGEST_OBSERVATION = 2000
MOST = 1e15


class TrialObservationQuerySet(OfTrialQuerySet["TrialObservation"]):
    def visible_to(self, user: User) -> Self:
        """The team's own, until the trial is shown whole: its outcome alone shows none."""
        trials: Any = apps.get_model("solutions.Trial")._default_manager
        return self.filter(trial__in=trials.shown_whole_to(user).order_by().values("pk"))


class TrialObservation(models.Model):
    """What was seen on a day while it was tried, in words and perhaps a number."""

    trial = models.ForeignKey("solutions.Trial", models.PROTECT, related_name="observations")
    seen_on = models.DateField()
    words = models.TextField(max_length=LONGEST_OBSERVATION)
    value = models.FloatField(null=True, blank=True, help_text="In the primary metric's unit.")
    user = models.ForeignKey("teams.User", models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = TrialObservationQuerySet.as_manager()

    class Meta:
        ordering = ["seen_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="trial_observation_has_words"),
        ]

    def __str__(self) -> str:
        return self.words[:80]


class Observed(TrialPart):
    """What was seen of it; noted also after the project is finished."""

    class Meta:
        abstract = True

    def observe(
        self, *, seen_on: date, words: str, by: User, value: float | None = None
    ) -> TrialObservation:
        """Note what was seen on a day; the same again is on record already."""
        words = words.strip()
        if not 0 < len(words) <= LONGEST_OBSERVATION:
            raise ObservationUnfit(
                f"Say what was seen, in {LONGEST_OBSERVATION} characters at most.", "words"
            )
        if value is not None and not -MOST <= value <= MOST:
            raise ObservationUnfit("Give a number.", "value")
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread("state", "started_at")
            self._refuse_day(seen_on)
            here = self.observations.filter(seen_on=seen_on, words=words, value=value)
            same: TrialObservation | None = here.first()
            if same:
                return same
            row = TrialObservation(
                trial_id=self.pk,
                seen_on=seen_on,
                words=words,
                value=value,
                user=actor.user,
                noted_at=clock.now(),
            )
            row.save(force_insert=True)
            details = self.details_of(
                TrialObserved, observation=row.pk, seen_on=seen_on, words=words, value=value
            )
            self.record(details, by=actor)
            return row

    def _refuse_day(self, seen_on: date) -> None:
        if self.started_at is None:
            raise ObservedBeforeStart("Nothing was seen yet: it hasn't started.")
        team = self.project.team
        if seen_on > team.today:
            raise TrialObservedLater("That day is still to come.", "seen_on")
        if seen_on < team.day_of(self.started_at):
            raise TrialObservedLater("It hadn't started by that day.", "seen_on")
