"""How many requests somebody may make: one atomic count in Redis, told in every answer."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from limits import parse
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from web.limits import count

if TYPE_CHECKING:
    from rest_framework.views import APIView


class Limit(BaseThrottle):
    """Windows follow the clock, so one round trip to Redis tells all there is to tell."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        rate = _rate(settings.API_LIMIT)
        seconds, now = rate.get_expiry(), time.time()
        self.left = max(1, round(seconds - now % seconds))
        used = count(f"api/{_who(request)}/{int(now // seconds)}", seconds)
        vars(request)["limit_headers"] = {
            "RateLimit-Policy": f'"api";q={rate.amount};w={seconds}',
            "RateLimit": f'"api";r={max(0, rate.amount - used)};t={self.left}',
        }
        return used <= rate.amount

    def wait(self) -> float | None:
        return self.left


_rate = cache(parse)


def _who(request: Request) -> str:
    """A token counts for itself, a session for its person, everybody else for their address."""
    if request.auth is not None:
        return f"token/{request.auth.pk}"
    if request.user and request.user.is_authenticated:
        return f"user/{request.user.pk}"
    return f"address/{request.META.get('REMOTE_ADDR')}"
