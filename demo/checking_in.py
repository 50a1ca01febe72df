"""How a case asks what has come of its releases: some of it is answered, some can't be known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from value.asking import ask_due
from value.models import CheckIn

if TYPE_CHECKING:
    from teams.models import User

MEANT_TO_MOVE = 2  # of a case's metrics, the first
NOT_MEANT = "It isn't meant to move this."


def check_in(play: Any) -> None:
    """Ask what is due, and answer with what was seen in the last two weeks."""
    ask_due(play.project)
    meant = {row.pk for row in play.metrics[:MEANT_TO_MOVE]}
    rows = CheckIn.objects.open().filter(project=play.project).order_by("pk")
    for row in rows.select_related("metric", "release"):
        row.project = play.project
        answer_one(row, is_meant=row.metric_id in meant, lead=play.lead)


def answer_one(row: CheckIn, *, is_meant: bool, lead: User) -> None:
    by = row.science_keeper or lead
    if not is_meant:
        row.call_unknowable(NOT_MEANT, is_last=True, by=by)
        return
    seen = row.fresh_observations().first()
    if seen:
        row.answer(seen, worth="keep" if row.asks_worth else "", by=by)
