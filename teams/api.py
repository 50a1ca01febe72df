"""Teams and the people in them, over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action

from base.currencies import currencies
from base.roles import Discipline, Role
from teams.models import Absence, Membership, Team, User
from teams.models.membership import Actor
from teams.models.user import time_zones
from teams.refusals import EmailOrUser, NobodyWithThisAddress
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.ending import Ended
from web.api.inputs import (
    Amount,
    Day,
    Input,
    RowOf,
    Text,
    TimeOfDay,
    Whole,
    Yes,
    to_the_minute,
)
from web.api.patching import Patched, edit
from web.api.query import ListQuery
from web.api.resources import Created, Listed, Resource, Retrieved
from web.api.shape import Shape, made
from web.api.verbs import verb

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

    from teams.models.membership import MembershipQuerySet
    from teams.models.team import TeamQuerySet
    from teams.models.user import UserQuerySet
    from web.requests import ApiRequest

TWO_WEEKS = timedelta(days=13)
SLUG = "[-a-zA-Z0-9_]{1,60}"


class PersonShape(Shape):
    """Somebody, by id and name."""

    model = User
    id = serializers.IntegerField()
    name = serializers.CharField()


class UserShape(PersonShape):
    """Somebody who shares a team with you."""

    time_zone = serializers.CharField()


class TeamShape(Shape):
    """A two-pizza team and its rhythm."""

    model = Team
    slug = serializers.CharField()
    name = serializers.CharField()
    size_limit = serializers.IntegerField()
    working_days = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=7), help_text="1 is Monday."
    )
    sprint_days = serializers.IntegerField(help_text="Length of a sprint.")
    time_zone = serializers.CharField(help_text="Where the team's days begin and end.")
    hours_from = made(
        TimeOfDay(
            allow_null=True, help_text="When its days of work begin; null: it says no hours."
        ),
        "hours_from",
        by=to_the_minute,
    )
    hours_until = made(
        TimeOfDay(allow_null=True, help_text="Earlier than the begin: on the next day."),
        "hours_until",
        by=to_the_minute,
    )
    digest_since = serializers.DateTimeField(
        allow_null=True, help_text="Health reports are mailed of sprints that end after it."
    )
    created_at = serializers.DateTimeField()


class MembershipShape(Shape):
    """Who is what in the team since when."""

    model = Membership
    user = PersonShape()
    discipline = serializers.ChoiceField(Discipline.choices)
    role = serializers.ChoiceField(Role.choices)
    capacity = serializers.FloatField(help_text="Share of a full working day.")
    from_customer = serializers.BooleanField(
        help_text="One of the customer's people, who counts in their own discipline."
    )
    joined_at = serializers.DateTimeField()


class MemberQuery(ListQuery):
    discipline = serializers.ChoiceField(Discipline.choices)
    role = serializers.ChoiceField(Role.choices)
    from_customer = serializers.BooleanField()


def people_of(team: Team) -> UserQuerySet:
    """Those who are in the team now."""
    return User.objects.in_team(team)


class Seat(Input):
    """What somebody is in the team."""

    discipline = serializers.ChoiceField(Discipline.choices)
    role = serializers.ChoiceField(Role.choices)
    capacity = Amount(max_digits=3, decimal_places=2, min_value=0, max_value=1)
    from_customer = Yes()


SEAT = ("discipline", "role", "capacity", "from_customer")


class MembershipInput(Input):
    """Somebody new by e-mail, or somebody who is in the team by id, with what they are now."""

    email = serializers.EmailField(required=False, max_length=254)
    user = RowOf("member of this team", people_of, required=False)
    discipline = serializers.ChoiceField(Discipline.choices)
    role = serializers.ChoiceField(Role.choices, default=Role.MEMBER)
    capacity = Amount(max_digits=3, decimal_places=2, min_value=0, max_value=1, default=1)
    from_customer = Yes(default=False)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("email" in given) == ("user" in given):
            raise EmailOrUser("Name the person by e-mail or by user, one of the two.", "email")
        return given


class RhythmInput(Input):
    size_limit = Whole(min_value=1, max_value=30, required=False)
    working_days = serializers.ListField(
        child=Whole(min_value=1, max_value=7), max_length=7, allow_empty=False, required=False
    )
    sprint_days = Whole(min_value=1, max_value=60, required=False)
    time_zone = serializers.ChoiceField(time_zones(), required=False)
    hours_from = TimeOfDay(allow_null=True, required=False)
    hours_until = TimeOfDay(allow_null=True, required=False)


RHYTHM = ("size_limit", "working_days", "sprint_days", "time_zone", "hours_from", "hours_until")


class TeamName(Input):
    name = Text(max_length=120)


class DayRateInput(Input):
    """What a person-day costs on average over the team; null: it isn't known."""

    rate = Amount(max_digits=12, decimal_places=2, min_value=0, allow_null=True)
    currency = serializers.ChoiceField(
        currencies(), allow_blank=True, default="", help_text="Such as EUR."
    )


class DayRateShape(serializers.Serializer[Any]):
    """What a person-day of the team costs on average; never of a person."""

    team = serializers.CharField()
    rate = serializers.FloatField(allow_null=True)
    currency = serializers.CharField()


class DigestInput(Input):
    on = Yes()


class NameQuery(ListQuery):
    q = serializers.CharField(source="name__icontains", max_length=200, help_text="Part of a name.")


class UserQuery(NameQuery):
    email = serializers.EmailField(
        source="email__iexact", max_length=254, help_text="The whole address; case doesn't matter."
    )


class UserResource(Listed, Resource):
    """The people you share a team with."""

    shape = UserShape
    query = UserQuery

    def seen(self, rows: UserQuerySet) -> UserQuerySet:
        return rows.colleagues_of(self.request.user)


class CapacityShape(serializers.Serializer[Any]):
    """What the team can do in the next two weeks: absences and shares of a day are taken off."""

    team = serializers.CharField()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    person_days = serializers.FloatField()


def capacity_of(team: Team) -> dict[str, Any]:
    first, last = team.today, team.today + TWO_WEEKS
    return {
        "team": team.slug,
        "first_day": first,
        "last_day": last,
        "person_days": team.capacity(first, last),
    }


class TeamResource(Listed, Retrieved, Patched, Resource):
    """Your teams."""

    shape = TeamShape
    query = NameQuery
    lookup_field = "slug"
    lookup_value_regex = SLUG

    def seen(self, rows: TeamQuerySet) -> TeamQuerySet:
        return rows.visible_to(self.request.user)

    @action(detail=True, methods=["get"], url_path="capacity", url_name="capacity")
    @documented(answers=CapacityShape)
    def capacity(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say how many person-days the team has in the next two weeks."""
        return answer_computed(request, CapacityShape, lambda asked: self._capacity())

    def _capacity(self) -> dict[str, Any]:
        return capacity_of(get_object_or_404(self.found(Team.objects.all())))

    @verb(takes=RhythmInput, edits={name: name for name in RHYTHM})
    def rhythms(self, team: Team, given: dict[str, Any], by: User) -> None:
        """Set size limit, days, hours, time zone or length of a sprint; what isn't given stays."""
        now = {name: getattr(team, name) for name in RHYTHM}
        team.set_rhythm(**{**now, **given}, by=by)

    @action(detail=True, methods=["get"], url_path="day-rate", url_name="day-rate")
    @documented(answers=DayRateShape, refuses={403: "Only the team reads it."})
    def day_rate(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Read what a person-day of the team costs on average: its own business."""
        team = get_object_or_404(self.found(Team.objects.all()))
        Actor.admitted(team, request.user, Role.MEMBER)
        told = {
            "team": team.slug,
            "rate": None if team.day_rate is None else float(team.day_rate),
            "currency": team.day_rate_currency,
        }
        return answer_computed(request, DayRateShape, lambda asked: told)

    @verb("day-rates", takes=DayRateInput)
    def day_rates(self, team: Team, given: dict[str, Any], by: User) -> None:
        """Say what a person-day of the team costs on average, or that it isn't known."""
        team.cost_a_day(given["rate"], given["currency"], by=by)

    @edit(takes=TeamName, edits={"name": "name"})
    def rename(self, team: Team, given: dict[str, Any], by: User) -> None:
        """Call the team something else."""
        team.rename(given["name"], by=by)

    @verb(takes=DigestInput)
    def digests(self, team: Team, given: dict[str, Any], by: User) -> None:
        """Let what a health report finds be mailed to the team after each sprint, or no longer."""
        team.switch_digest(given["on"], by=by)


def seen_team(view: Resource) -> Team:
    """Return the team that the address stands under; Http404 if the reader doesn't see it."""
    return get_object_or_404(Team.objects.visible_to(view.request.user), slug=view.kwargs["team"])


class OfTeamResource(Listed, Retrieved, Created, Resource):
    """Rows under /teams/orbit/ that speak of a person; the team's lock is theirs."""

    row: Absence | Membership
    related = ("team", "user")

    def seen(self, rows: Any) -> Any:
        return rows.visible_to(self.request.user).filter(team__slug=self.kwargs["team"])

    def holder(self) -> Team:
        return self.row.team

    def must_see_parent(self) -> None:
        self.scope_of_new()

    def scope_of_new(self) -> Team:
        self.team = seen_team(self)
        return self.team


class MembershipResource(Patched, Ended, OfTeamResource):
    """The people of a team today, addressed by their user id."""

    shape = MembershipShape
    query = MemberQuery
    takes = MembershipInput
    lookup_field = "user"

    def seen(self, rows: MembershipQuerySet) -> MembershipQuerySet:
        seen: MembershipQuerySet = super().seen(rows)
        return seen.current()

    def name_of(self, row: Membership) -> int:
        return row.user_id

    def make(self, given: dict[str, Any], by: User) -> Membership:
        """Let somebody in, or say what somebody who is in is from now on."""
        email = given.pop("email", None)
        user = given.pop("user", None) or User.objects.filter(email__iexact=email).first()
        if user is None:
            raise NobodyWithThisAddress("Nobody with this address has an account here.", "email")
        return self.team.take_in(user, by=by, **given)

    @edit(takes=Seat, edits={name: name for name in SEAT})
    def reseat(self, membership: Membership, given: dict[str, Any], by: User) -> None:
        """Say what somebody is in the team from now on."""
        membership.team.take_in(membership.user, **given, by=by)

    def end(self, membership: Membership, by: User) -> None:
        """Let the person go; what they did stays theirs in the history."""
        membership.team.let_go(membership.user, by=by)


class AbsenceShape(Shape):
    """Days on which somebody is away."""

    model = Absence
    id = serializers.IntegerField()
    user = PersonShape()
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    share = serializers.FloatField(help_text="How much of each day: 1 is all of it.")


class AbsenceInput(Input):
    user = RowOf("member of this team", people_of)
    first_day = Day()
    last_day = Day()
    share = Amount(max_digits=3, decimal_places=2, min_value=0, max_value=1, default=1)


class AbsenceResource(Ended, OfTeamResource):
    """Who of the team is away when."""

    shape = AbsenceShape
    takes = AbsenceInput

    def make(self, given: dict[str, Any], by: User) -> Absence:
        """Note days away: members their own, leads everybody's."""
        return self.team.note_absence(given.pop("user"), **given, by=by)

    def end(self, absence: Absence, by: User) -> None:
        """They are there after all."""
        absence.team.forget_absence(absence, by=by)


def register(router: SimpleRouter) -> None:
    router.register("users", UserResource, "user")
    router.register("teams", TeamResource, "team")
    router.register(f"teams/(?P<team>{SLUG})/memberships", MembershipResource, "membership")
    router.register(f"teams/(?P<team>{SLUG})/absences", AbsenceResource, "absence")
