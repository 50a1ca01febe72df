"""The type of the user model, for annotations in the rooms below the one that defines it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

__all__ = ["User"]
