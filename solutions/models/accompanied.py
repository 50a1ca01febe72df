"""Whether the customer is there when something is deployed, and who of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from projects.models.links import relink
from solutions.events import CustomerOfDeployment, DeploymentCustomerNoted
from solutions.models.deployment_part import DeploymentPart
from solutions.refusals import AttendedBySomebodyElse, AttendedThoughAbsent, DeploymentUnfit
from teams.models import Membership, User

if TYPE_CHECKING:
    from teams.models.membership import Actor


class Customer(models.TextChoices):
    UNSAID = "", "Not said"
    PRESENT = "present", "Present"
    INFORMED = "informed", "Informed"
    ABSENT = "absent", "Absent"


def people_of_customer(team: int) -> models.QuerySet[User]:
    """Those of the team who are from the customer now, guests or not."""
    seats = Membership.objects.current().from_customer().filter(team=team)
    return User.objects.filter(pk__in=seats.order_by().values("user")).order_by("name", "pk")


class Accompanied(DeploymentPart):
    """The customer is present, informed or absent; who is present may be named."""

    Customer = Customer

    customer = models.CharField(
        "the customer", max_length=8, choices=Customer, blank=True, default=Customer.UNSAID
    )
    attended_by = models.ManyToManyField(
        "teams.User",
        blank=True,
        related_name="deployments_attended",
        verbose_name="who of them was there",
        help_text="Of the team's people who are from the customer.",
    )

    class Meta:
        abstract = True

    @property
    def attendees(self) -> Any:
        """The same, as the API calls them: what ends in “by” is one person there."""
        return self.attended_by

    def note_customer(
        self, customer: str, attended_by: Iterable[User] | None = None, *, by: User | Actor
    ) -> None:
        """Say whether the customer is present, informed or absent, and who of them is there.

        Who isn't given stays, as long as the customer is present.
        """
        if customer not in Customer.values:
            raise DeploymentUnfit("The customer is present, informed or absent.", "customer")
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread("customer")
            was = sorted(self.attended_by.order_by().values_list("pk", flat=True))
            now = self._named(customer, attended_by, was)
            if (customer, now) == (self.customer, was):
                return
            before = CustomerOfDeployment(customer=self.customer, attended_by=was)
            self.customer = customer
            self.save(update_fields=["customer"])
            relink(self.attended_by, was, now)
            after = CustomerOfDeployment(customer=customer, attended_by=now)
            self.record(self.details_of(DeploymentCustomerNoted, was=before, now=after), by=actor)
            self.settle_anew(actor)

    def people_to_name(self) -> models.QuerySet[User]:
        """Who may be named: the customer's people of today, and who was named before."""
        here = people_of_customer(self.project.team_id).order_by().values("pk")
        so_far = self.attended_by.order_by().values("pk")
        return User.objects.filter(Q(pk__in=here) | Q(pk__in=so_far)).order_by("name", "pk")

    def _named(
        self, customer: str, attended_by: Iterable[User] | None, was: list[int]
    ) -> list[int]:
        if customer != Customer.PRESENT:
            if attended_by:
                raise AttendedThoughAbsent(
                    "Who of the customer was there is said where they are present.", "attended_by"
                )
            return []
        if attended_by is None:
            return was
        named = {user.pk: user for user in attended_by}
        new = set(named) - set(was)
        if new:
            known = people_of_customer(self.project.team_id).order_by()
            new -= set(known.filter(pk__in=new).values_list("pk", flat=True))
        if new:
            raise AttendedBySomebodyElse(
                f"{named[min(new)]} isn’t from the customer in {self.project.team}.", "attended_by"
            )
        return sorted(named)
