from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from base import clock
from base.roles import Role
from metrics.models import Observation
from projects.models.eventful import OfProject
from projects.models.project import OfProjectQuerySet
from projects.reasons import IN_SO_MANY, MOST_REASON, reasoned
from teams.models import Membership
from value.events import CheckInAnswered, CheckInAsksCustomer, CheckInUnknowable
from value.refusals import (
    CheckInClosed,
    CheckInNotAskedOfGuests,
    CheckInUnfit,
    CheckInWithoutReason,
    ObservationOfOtherMetric,
    ObservationTooOld,
)

if TYPE_CHECKING:
    from teams.models.membership import Actor
    from teams.models.user import User

FIRST_DAYS = (30, 90, 180)
THEN_EVERY = 180
FRESH = timedelta(days=14)  # an observation that answers is no older
PATIENCE = timedelta(days=14)  # until an open one is overdue
STEP = ("state", "observation", "because", "is_last", "worth", "closed_at", "closed_by")


def latest_day(age: int) -> int | None:
    """Return the last of the days 30, 90, 180, 360, 540 … that came `age` days after a first use.

    None before the first of them. Design choice: days that passed before are not asked for any
    more, so that a release in use for years, told today, is asked about once.
    """
    if age >= THEN_EVERY:
        return age // THEN_EVERY * THEN_EVERY
    passed = [day for day in FIRST_DAYS if day <= age]
    return passed[-1] if passed else None


def next_day(age: int) -> int:
    """Return the first of these days that is still to come."""
    coming = [day for day in FIRST_DAYS if day > age]
    return coming[0] if coming else (age // THEN_EVERY + 1) * THEN_EVERY


def due_on() -> ExpressionWrapper[Any]:
    """The day on which it is asked: it follows a first use that is corrected."""
    return ExpressionWrapper(F("release__first_used_on") + F("day"), models.DateField())


class CheckInQuerySet(OfProjectQuerySet["CheckIn"]):
    def open(self) -> Self:
        return self.filter(state=CheckIn.State.OPEN)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def with_due(self) -> Self:
        return self.annotate(due=due_on())

    def with_fresh_observation(self) -> Self:
        """Each with the newest that was seen of its metric in the last 14 days, as JSON."""
        seen = Observation.objects.filter(
            metric=OuterRef("metric"), observed_on__gte=clock.today() - FRESH
        )
        cells = JSONObject(pk="pk", value="value", observed_on="observed_on")
        newest = seen.order_by("-observed_on", "-pk").values(json=cells)[:1]
        return self.annotate(fresh=Subquery(newest))

    def due_by(self, day: date) -> Self:
        return self.open().with_due().filter(due__lte=day)

    def asked_of(self, user: User, day: date) -> Self:
        """Those asked of a keeper, else of leads, who hear of overdue ones too; some of guests."""
        mine = Membership.objects.current().filter(team=OuterRef("project__team"), user=user.pk)
        kept = (
            Membership.objects.current()
            .working()
            .filter(
                Q(user=OuterRef("science_keeper")) | Q(user=OuterRef("engineering_keeper")),
                team=OuterRef("project__team"),
            )
        )
        is_keeper = Q(science_keeper=user.pk) | Q(engineering_keeper=user.pk)
        is_late = Q(due__lt=day - PATIENCE)
        by_leads = Q(Exists(mine.leads())) & (is_late | ~Exists(kept))
        by_customer = Q(Exists(mine.from_customer()), asks_customer=True)
        works = Q(Exists(mine.working()))
        return self.due_by(day).filter((is_keeper & works) | by_leads | by_customer)

    def soonest_first(self) -> Self:
        return self.with_due().order_by("due", "release", "metric", "pk")

    def newest_first(self) -> Self:
        return self.with_due().order_by("-due", "release", "metric", "pk")


class CheckIn(OfProject):
    """So many days after a release was first used: what does one metric say of it now?

    Exactly one per release, metric and day, whatever asks for it however often.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ANSWERED = "answered", "Answered"
        UNKNOWABLE = "unknowable", "Can't be known"
        CANCELLED = "cancelled", "Cancelled"

    class Worth(models.TextChoices):
        UNSAID = "", "Not said"
        KEEP = "keep", "Keep it running"
        TEST_AGAIN = "test_again", "Test it again"
        RETIRE = "retire", "Retire it"

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="check_ins")
    release = models.ForeignKey("projects.Release", models.PROTECT, related_name="check_ins")
    metric = models.ForeignKey("metrics.SuccessMetric", models.PROTECT, related_name="check_ins")
    day = models.PositiveIntegerField(help_text="Days after the release was first used.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, editable=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    science_keeper = models.ForeignKey(
        "teams.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    engineering_keeper = models.ForeignKey(
        "teams.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    asks_customer = models.BooleanField(default=False, editable=False)
    observation = models.ForeignKey(
        "metrics.Observation", models.PROTECT, null=True, editable=False, related_name="check_ins"
    )
    because = models.CharField(
        max_length=MOST_REASON,
        blank=True,
        editable=False,
        help_text="Why it can't be known, or was cancelled.",
    )
    is_last = models.BooleanField(
        default=False, editable=False, help_text="Whether it isn't asked again of this release."
    )
    worth = models.CharField(
        "still worth running",
        max_length=10,
        choices=Worth,
        blank=True,
        default=Worth.UNSAID,
        editable=False,
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        "teams.User", models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects: ClassVar = CheckInQuerySet.as_manager()

    class Meta:
        app_label = "metrics"
        ordering = ["project", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "metric", "day"], name="one_check_in_a_release_metric_and_day"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None, observation=None, because="")
                | Q(state="answered", closed_at__isnull=False, observation__isnull=False)
                | (
                    Q(
                        state__in=("unknowable", "cancelled"),
                        closed_at__isnull=False,
                        observation=None,
                    )
                    & ~Q(because="")
                ),
                name="check_in_answer_fits_its_state",
            ),
            models.CheckConstraint(condition=Q(day__gte=FIRST_DAYS[0]), name="check_in_on_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.release}, day {self.day}"

    @property
    def address(self) -> str:
        """Where it is read."""
        return reverse("check_in", args=[self.pk])

    @property
    def due_on(self) -> date:
        """The day on which it is asked."""
        assert self.release.first_used_on, "it hangs on a first use"
        return self.release.first_used_on + timedelta(days=self.day)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def asks_worth(self) -> bool:
        """Whether it also asks if the release is still worth running."""
        return self.day >= THEN_EVERY

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on < today - PATIENCE

    def fresh_observations(self) -> models.QuerySet[Observation]:
        """What was seen of the metric in the last 14 days: any of it answers."""
        rows = Observation.objects.filter(
            metric=self.metric_id, observed_on__gte=clock.today() - FRESH
        )
        return rows.order_by("-observed_on", "-pk")

    def answer(self, observation: Observation, *, by: User, worth: str = "") -> None:
        """Say that this is what was seen."""
        _must_be_a_worth(worth)
        with self.project.changed_by(by, needs=Role.GUEST, even_closed=True) as actor:
            self._must_ask(actor)
            if observation.metric_id != self.metric_id:
                raise ObservationOfOtherMetric("That is of another metric.", "observation")
            if observation.observed_on < clock.today() - FRESH:
                raise ObservationTooOld(
                    "That was seen more than 14 days ago; note what is seen now.", "observation"
                )
            self._answer_with(observation, worth, actor)

    def observe(self, *, by: User, worth: str = "", **seen: Any) -> None:
        """Note what the metric says now, as the answer."""
        _must_be_a_worth(worth)
        with self.project.changed_by(by, needs=Role.GUEST, even_closed=True) as actor:
            self._must_ask(actor)
            if seen["observed_on"] < clock.today() - FRESH:
                raise ObservationTooOld("That was more than 14 days ago.", "observed_on")
            self._answer_with(self.metric.note(actor, **seen), worth, actor)

    def call_unknowable(
        self, because: str, *, by: User, is_last: bool = False, worth: str = ""
    ) -> None:
        """Say why it can't be known; and that it isn't asked again of this release, if so."""
        because = reasoned(because, CheckInWithoutReason(f"Say why {IN_SO_MANY}", "because"))
        _must_be_a_worth(worth)
        with self.project.changed_by(by, needs=Role.GUEST, even_closed=True) as actor:
            self._must_ask(actor)
            self.state, self.because, self.is_last = self.State.UNKNOWABLE, because, is_last
            self._close(worth, actor)
            details = self.details_of(
                CheckInUnknowable, because=because, worth=worth, is_last=is_last
            )
            self.record(details, by=actor)

    def ask_customer(self, is_asked: bool, *, by: User) -> None:
        """Ask the customer too, or no more: guests of the team may answer then."""
        with self.project.changed_by(by, needs=Role.LEAD, even_closed=True) as actor:
            self.reread("state", "asks_customer")
            self._must_be_open()
            if self.asks_customer == is_asked:
                return
            self.asks_customer = is_asked
            self.save(update_fields=["asks_customer"])
            self.record(self.details_of(CheckInAsksCustomer, is_asked=is_asked), by=actor)

    def details_of(self, schema: Any, **values: Any) -> Any:
        """Name what it is about, too."""
        about = {"release": self.release_id, "successmetric": self.metric_id, "day": self.day}
        return super().details_of(schema, **about, **values)

    def _answer_with(self, observation: Observation, worth: str, actor: Actor) -> None:
        self.state, self.observation = self.State.ANSWERED, observation
        self._close(worth, actor)
        details = self.details_of(
            CheckInAnswered, observation=observation.pk, value=observation.value, worth=worth
        )
        self.record(details, by=actor)

    def _close(self, worth: str, actor: Actor) -> None:
        self.worth, self.closed_at, self.closed_by = worth, clock.now(), actor.user
        self.save(update_fields=STEP)

    def _must_ask(self, actor: Actor) -> None:
        self.reread("asks_customer", *STEP)
        if not actor.works and not self.asks_customer:
            raise CheckInNotAskedOfGuests("It is asked of the team; a lead may ask you too.")
        self._must_be_open()

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise CheckInClosed(f"It is {self.get_state_display().lower()} already.")


def _must_be_a_worth(worth: str) -> None:
    if worth not in CheckIn.Worth.values:
        raise CheckInUnfit("Keep it, test it again, or retire it.", "worth")
