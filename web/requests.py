"""Requests behind `login_required`: there the reader is one of our users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from rest_framework.request import Request

    from base.user import User


class MemberRequest(HttpRequest):
    """What a page gets; a type for annotations, Django makes the request."""

    user: User


if TYPE_CHECKING:

    class ApiRequest(Request):
        """What a resource gets; Django REST Framework makes it."""

        user: User
