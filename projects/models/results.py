"""Whether what tests a hypothesis has shown something yet: rooms above know, and say how.

Stories hold which hypothesis they test, metrics which one they measure. Each registers here the
condition under which it has noted a result, so that a hypothesis asks them all in one question.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, Q

_Condition = Callable[[], Exists]

_conditions: list[_Condition] = []


def notes_results(condition: _Condition) -> _Condition:
    """Register an Exists over the hypothesis that the outer query is at."""
    _conditions.append(condition)
    return condition


def has_results() -> Q:
    """That something was noted, as a condition on hypotheses."""
    found = Q(pk__in=())
    for condition in _conditions:
        found |= Q(condition())
    return found
