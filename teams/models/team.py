from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.functional import cached_property
from msgspec import UNSET, UnsetType

from base import clock
from base.currencies import currencies
from base.roles import STRENGTH, Role
from history.models.event import Event
from history.schema import EventDetails
from teams.events import (
    DayRate,
    Rhythm,
    TeamAbsenceForgotten,
    TeamAbsenceNoted,
    TeamDayRateSet,
    TeamDigestSwitched,
    TeamFounded,
    TeamMemberChanged,
    TeamMemberJoined,
    TeamMemberLeft,
    TeamRenamed,
    TeamRhythmSet,
)
from teams.models.absence import Absence, person_days
from teams.models.membership import Actor, Membership
from teams.models.user import check_time_zone
from teams.refusals import (
    AbsenceDatesReversed,
    AbsenceOfAnother,
    AbsenceOfNoMember,
    AbsencesOverlap,
    DayRateWithoutCurrency,
    HoursUnfit,
    LastLead,
    NoMailServer,
    NoWorkingDays,
    TeamFull,
    TeamsMadeByAdmins,
)

if TYPE_CHECKING:
    from history.models.event import Event
    from teams.models.user import User

WEEKDAYS = [
    (1, "Monday"),
    (2, "Tuesday"),
    (3, "Wednesday"),
    (4, "Thursday"),
    (5, "Friday"),
    (6, "Saturday"),
    (7, "Sunday"),
]
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def monday_to_friday() -> list[int]:
    return [1, 2, 3, 4, 5]


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(pk__in=Membership.objects.current().filter(user=user.pk).values("team"))

    def worked_in_by(self, user: User) -> Self:
        """Those in which they are more than a guest."""
        seats = Membership.objects.current().working().filter(user=user.pk)
        return self.filter(pk__in=seats.values("team"))

    def led_by(self, user: User) -> Self:
        return self.filter(
            pk__in=Membership.objects.current().leads().filter(user=user.pk).values("team")
        )


class Team(models.Model):
    """A two-pizza team: small, blended, with a rhythm of its own."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    size_limit = models.PositiveSmallIntegerField(
        default=8, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    working_days = ArrayField(
        models.PositiveSmallIntegerField(choices=WEEKDAYS), default=monday_to_friday, size=7
    )
    sprint_days = models.PositiveSmallIntegerField(
        "sprint length", default=14, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    time_zone = models.CharField(
        max_length=60,
        blank=True,
        default="UTC",
        db_default="UTC",
        validators=[check_time_zone],
        help_text="Where the team's days begin and end, for every reader.",
    )
    hours_from = models.TimeField(
        "daily hours from",
        null=True,
        blank=True,
        help_text="When the team's day of work begins, in its time zone.",
    )
    hours_until = models.TimeField(
        "daily hours until",
        null=True,
        blank=True,
        help_text="Earlier than the begin: it ends on the next day.",
    )
    digest_since = models.DateTimeField(
        "digest by mail since",
        null=True,
        editable=False,
        help_text="Sprints that end after it are told by mail; nothing is mailed without it.",
    )
    day_rate = models.DecimalField(
        "cost of a person-day",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="On average over the team, never of a person.",
    )
    day_rate_currency = models.CharField(
        max_length=3, blank=True, db_default="", choices=currencies
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    members = models.ManyToManyField("teams.User", through=Membership, related_name="teams")

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(size_limit__gte=1), name="team_has_room_for_one"),
            models.CheckConstraint(condition=Q(sprint_days__gte=1), name="sprint_has_a_day"),
            models.CheckConstraint(
                condition=Q(hours_from=None, hours_until=None)
                | Q(hours_from__isnull=False, hours_until__isnull=False)
                & ~Q(hours_from=F("hours_until")),
                name="team_hours_both_or_none",
            ),
            models.CheckConstraint(
                condition=Q(day_rate=None, day_rate_currency="")
                | Q(day_rate__gte=0, day_rate_currency__regex=r"^[A-Z]{3}$"),
                name="team_day_rate_has_a_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def found(cls, *, name: str, slug: str, by: User, **rhythm: Any) -> Self:
        """Make a new team; only the installation's admin does."""
        if not by.is_superuser:
            raise TeamsMadeByAdmins("Only an admin of this installation makes teams.")
        rhythm["time_zone"] = rhythm.get("time_zone") or by.time_zone
        _must_be_hours(rhythm.get("hours_from"), rhythm.get("hours_until"))
        with transaction.atomic():
            team = cls(name=name, slug=slug, **rhythm)
            team.full_clean()
            team.save(force_insert=True)
            team.record(TeamFounded(name=name), by=Actor(by, role="admin"))
            return team

    @property
    def today(self) -> date:
        """The day it is where the team works, whoever asks and wherever they are."""
        return self.day_of(clock.now())

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.time_zone))

    def day_of(self, moment: datetime) -> date:
        """The team's day on which something happened."""
        return self.local(moment).date()

    @property
    def has_hours(self) -> bool:
        return self.hours_from is not None and self.hours_until is not None

    def works_at(self, moment: datetime) -> bool:
        """Whether it lies in the team's hours on one of its days; without hours it always does.

        Hours that cross midnight belong to the day on which they begin.
        """
        begin, end = self.hours_from, self.hours_until
        if begin is None or end is None:
            return True
        local = self.local(moment)
        now, day = local.time(), local.date()
        if begin < end:
            return begin <= now < end and day.isoweekday() in self.working_days
        if now >= begin:
            return day.isoweekday() in self.working_days
        return now < end and (day - timedelta(days=1)).isoweekday() in self.working_days

    @cached_property
    def lead_names(self) -> dict[int, str]:
        """Names of the leads by their ids, who came first first; read once a request."""
        leads = self.memberships.current().leads().select_related("user")
        return {one.user_id: str(one.user) for one in leads.order_by("joined_at", "pk")}

    @property
    def has_digest(self) -> bool:
        return self.digest_since is not None

    @contextmanager
    def changed_by(self, user: User | Actor | None, *, needs: Role = Role.LEAD) -> Iterator[Actor]:
        """One writer at a time, and one who may."""
        with transaction.atomic():
            Team.objects.select_for_update().get(pk=self.pk)
            yield Actor.admitted(self, user, needs)

    def take_in(
        self,
        user: User,
        *,
        discipline: str,
        by: User,
        role: str = Role.MEMBER,
        capacity: Decimal | float = 1,
        from_customer: bool = False,
    ) -> Membership:
        """Let the person in; who is in already becomes what is said, and their past stays told."""
        with self.changed_by(by) as actor:
            now = self.memberships.current().filter(user=user).first()
            seat = (discipline, role, capacity, from_customer)
            if now and (now.discipline, now.role, now.capacity, now.from_customer) == seat:
                return now
            self._make_room_for(role, now)
            if now:
                self._end(now)
            membership = self.memberships.create(
                user=user,
                discipline=discipline,
                role=role,
                capacity=capacity,
                from_customer=from_customer,
                joined_at=clock.now(),
            )
            schema = TeamMemberChanged if now else TeamMemberJoined
            details = schema(
                user=user.pk,
                discipline=discipline,
                role=role,
                capacity=float(capacity),
                from_customer=from_customer,
            )
            self.record(details, by=actor)
            return membership

    def let_go(self, user: User, *, by: User) -> None:
        """End the person's membership; what they did stays theirs in the history."""
        with self.changed_by(by) as actor:
            membership = self.memberships.current().filter(user=user).first()
            if membership is None:
                return
            self._refuse_to_lose_last_lead(membership)
            self._end(membership)
            self.record(TeamMemberLeft(user=user.pk), by=actor)

    def rename(self, name: str, *, by: User) -> None:
        with self.changed_by(by) as actor:
            self.refresh_from_db(fields=["name"])
            if name == self.name:
                return
            was, self.name = self.name, name
            self.full_clean(exclude=["slug"])
            self.save(update_fields=["name"])
            self.record(TeamRenamed(was=was, now=name), by=actor, replaced=(self, {"name": was}))

    def set_rhythm(
        self,
        *,
        size_limit: int,
        working_days: list[int],
        sprint_days: int,
        by: User,
        time_zone: str | None = None,
        hours_from: time | UnsetType | None = UNSET,
        hours_until: time | UnsetType | None = UNSET,
    ) -> None:
        """Set how many belong to the team, when its days are and how long its sprints are.

        A zone or hours that aren't given stay; None as both hours says that it has none.
        """
        with self.changed_by(by) as actor:
            wanted: dict[str, Any] = {
                "size_limit": size_limit,
                "working_days": sorted(set(working_days)),
                "sprint_days": sprint_days,
                "time_zone": time_zone or self.time_zone,
                "hours_from": self.hours_from if hours_from is UNSET else hours_from,
                "hours_until": self.hours_until if hours_until is UNSET else hours_until,
            }
            _must_be_hours(wanted["hours_from"], wanted["hours_until"])
            if not wanted["working_days"]:
                raise NoWorkingDays("A team works on at least one day of the week.", "working_days")
            was = {name: getattr(self, name) for name in wanted}
            if was == wanted:
                return
            for name, value in wanted.items():
                setattr(self, name, value)
            self.clean_fields(exclude=["name", "slug"])
            self.save(update_fields=list(wanted))
            self.record(TeamRhythmSet(was=_told(was), now=_told(wanted)), by=actor)

    def cost_a_day(self, rate: Decimal | None, currency: str, *, by: User) -> None:
        """Say what a person-day of the team costs on average; None: it isn't known."""
        currency = currency.strip().upper() if rate is not None else ""
        with self.changed_by(by) as actor:
            self.refresh_from_db(fields=["day_rate", "day_rate_currency"])
            if (self.day_rate, self.day_rate_currency) == (rate, currency):
                return
            if rate is not None and not currency:
                raise DayRateWithoutCurrency("Say in which currency.", "currency")
            was = _day_rate(self.day_rate, self.day_rate_currency)
            self.day_rate, self.day_rate_currency = rate, currency
            self.clean_fields(exclude=["name", "slug"])
            self.save(update_fields=["day_rate", "day_rate_currency"])
            self.record(TeamDayRateSet(was=was, now=_day_rate(rate, currency)), by=actor)

    def switch_digest(self, on: bool, *, by: User) -> None:
        """Let what health reports find be mailed to the team after each sprint, or no longer."""
        with self.changed_by(by) as actor:
            if on and settings.EMAIL_BACKEND == NO_MAIL:
                raise NoMailServer("This installation has no mail server; an admin sets EMAIL_URL.")
            self.refresh_from_db(fields=["digest_since"])
            if on == self.has_digest:
                return
            self.digest_since = clock.now() if on else None
            self.save(update_fields=["digest_since"])
            self.record(TeamDigestSwitched(now="on" if on else ""), by=actor)

    def note_absence(
        self, user: User, *, first_day: date, last_day: date, by: User, share: Decimal | float = 1
    ) -> Absence:
        """Say that somebody is away; members say it of themselves, leads of all."""
        if last_day < first_day:
            raise AbsenceDatesReversed("The last day away comes on or after the first.", "last_day")
        with self.changed_by(by, needs=Role.MEMBER) as actor:
            self._refuse_absence(user, actor)
            if self.absences.filter(user=user).between(first_day, last_day).exists():
                raise AbsencesOverlap(f"{user} is noted as away on some of these days already.")
            absence = Absence(
                team=self, user=user, first_day=first_day, last_day=last_day, share=share
            )
            absence.clean_fields(exclude=["team", "user"])
            absence.save(force_insert=True)
            self.record(TeamAbsenceNoted(first_day=first_day, last_day=last_day), by=actor)
            return absence

    def forget_absence(self, absence: Absence, *, by: User) -> None:
        """They are there after all."""
        with self.changed_by(by, needs=Role.MEMBER) as actor:
            self._refuse_absence(absence.user, actor)
            details = TeamAbsenceForgotten(first_day=absence.first_day, last_day=absence.last_day)
            if self.absences.filter(pk=absence.pk).delete()[0]:
                self.record(details, by=actor)

    def capacity(self, first_day: date, last_day: date) -> float:
        """Person-days of the working members between two days, absences taken off; two queries."""
        members = self.memberships.working().filter(joined_at__date__lte=last_day)
        absences = self.absences.between(first_day, last_day)
        return person_days(members, absences, set(self.working_days), first_day, last_day)

    def record(
        self,
        details: EventDetails,
        *,
        by: Actor,
        replaced: tuple[models.Model, dict[str, Any]] | None = None,
    ) -> Event:
        return Event.write(details, team=self, by=by, replaced=replaced)

    def _refuse_absence(self, user: User, actor: Actor) -> None:
        if STRENGTH[actor.role] < STRENGTH["lead"] and actor.user != user:
            raise AbsenceOfAnother(
                "You can say when you are away yourself; a lead says it for others."
            )
        if not self.memberships.current().filter(user=user).exists():
            raise AbsenceOfNoMember(f"{user} isn't in {self.name}.", "user")

    def _make_room_for(self, role: str, now: Membership | None) -> None:
        takes_a_seat = role != Role.GUEST and (now is None or now.role == Role.GUEST)
        if takes_a_seat and self.memberships.current().working().count() >= self.size_limit:
            raise TeamFull(
                f"{self.name} is full: two pizzas feed {self.size_limit}. "
                "Let somebody go, invite them as a guest, or raise the team's size limit."
            )
        if now and now.is_lead and role != Role.LEAD:
            self._refuse_to_lose_last_lead(now)

    def _refuse_to_lose_last_lead(self, membership: Membership) -> None:
        others = self.memberships.current().leads().exclude(pk=membership.pk)
        if membership.is_lead and not others.exists():
            raise LastLead(
                f"{membership.user} is the only lead of {self.name}; name another first."
            )

    def _end(self, membership: Membership) -> None:
        membership.left_at = clock.now()
        membership.save(update_fields=["left_at"])


def _day_rate(rate: Decimal | None, currency: str) -> DayRate:
    return DayRate(rate=None if rate is None else float(rate), currency=currency)


def _must_be_hours(begin: time | None, end: time | None) -> None:
    """Refuse half of them, and hours in which there is no time."""
    if (begin is None) != (end is None):
        field = "hours_from" if begin is None else "hours_until"
        raise HoursUnfit("Daily hours have a begin and an end, or aren't said at all.", field)
    if begin is not None and begin == end:
        raise HoursUnfit("The team's hours end at another time than they begin.", "hours_until")


def _told(rhythm: dict[str, Any]) -> Rhythm:
    """As the history says it: hours to the minute."""
    told: dict[str, Any] = {}
    for name, value in rhythm.items():
        told[name] = f"{value:%H:%M}" if isinstance(value, time) else value
    return Rhythm(**told)
