"""Which part somebody has in a team, and of which side of the blend they are."""

from django.db import models


class Discipline(models.TextChoices):
    SCIENCE = "science", "Science"
    ENGINEERING = "engineering", "Engineering"
    PRODUCT = "product", "Product"
    CUSTOMER = "customer", "Customer"
    UNKNOWN = "unknown", "Unknown"


class Role(models.TextChoices):
    LEAD = "lead", "Lead"
    MEMBER = "member", "Member"
    GUEST = "guest", "Guest"


STRENGTH = {"guest": 0, "member": 1, "lead": 2, "admin": 3, "system": 3}
WORKING = (Role.LEAD, Role.MEMBER)  # guests look on
