"""Which theme follows which on the plan: one comes after another, and none after itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from projects.refusals import FollowsAnotherProject, FollowsInCircle, FollowsTooMany

MOST_FOLLOWED = 20


def must_be_followable(theme: Any, chosen: Iterable[Any]) -> None:
    """Refuse themes of another project, too many, and a circle; under the project's lock."""
    chosen = list(chosen)
    if any(one.project_id != theme.project_id for one in chosen):
        raise FollowsAnotherProject("A theme follows themes of its own project.", "follows")
    if len(chosen) > MOST_FOLLOWED:
        raise FollowsTooMany(f"A theme follows {MOST_FOLLOWED} others at most.", "follows")
    if any(one.pk == theme.pk for one in chosen):
        raise FollowsInCircle("A theme can't follow itself.", "follows")
    before = _followed_by_each(theme)
    for one in chosen:
        if theme.pk in _all_before(one.pk, before):
            told = f"“{one}” follows “{theme}” already, by itself or by others between them."
            raise FollowsInCircle(told, "follows")


def _followed_by_each(theme: Any) -> dict[int, list[int]]:
    """What each theme of the project follows, this one aside: that is said anew."""
    links = theme.follows.through
    pairs = links.objects.filter(from_theme__project=theme.project_id)
    before: dict[int, list[int]] = defaultdict(list)
    for follower, followed in pairs.values_list("from_theme", "to_theme"):
        if follower != theme.pk:
            before[follower].append(followed)
    return before


def _all_before(pk: int, before: dict[int, list[int]]) -> set[int]:
    found: set[int] = set()
    waiting = [pk]
    while waiting:
        for one in before.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found
