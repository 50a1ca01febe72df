"""Sprints whose kickoff froze nothing are left out of C1, and said to be."""

import pytest

from base import clock
from health.reports.building import build_report
from sprints.models import Sprint
from tests.told.chronicle import Chronicle

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("empty", "said"),
    [
        ((), None),
        ((2,), "1 sprint had nothing frozen, and is left out."),
        ((1, 3), "2 sprints had nothing frozen, and are left out."),
    ],
)
def test_sprints_with_nothing_frozen_are_said(empty, said):
    chronicle = Chronicle("Gap", "GA")
    owners = [*chronicle.people, "sara", "emma"]
    for number in range(6):
        if number in empty:
            bring_in(chronicle, 14 * number)
            continue
        stories = [chronicle.write(14 * number - 1, owner) for owner in owners]
        sprint = chronicle.sprint(number, stories, done=4)
        chronicle.close(sprint, 14 * number + 13)
    with clock.at(chronicle.moment(84)):
        content = build_report(chronicle.team).content
    notes = next(one["notes"] for one in content["signals"] if one["key"] == "C1")
    assert notes
    assert [note for note in notes if "frozen" in note] == ([said] if said else [])


def bring_in(chronicle, day):
    """A closed sprint that froze nothing, as an import brings it in: no kickoff would take it."""
    days = {"starts_on": chronicle.moment(day).date(), "ends_on": chronicle.moment(day + 13).date()}
    with chronicle.at(day):
        sprint = Sprint.plan(chronicle.project, **days, by=chronicle.lead)
    Sprint.objects.filter(pk=sprint.pk).update(
        state="closed", kicked_off_at=chronicle.moment(day), closed_at=chronicle.moment(day + 13)
    )
