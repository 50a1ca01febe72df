"""How many themes people work on in a day, on work that is told line by line."""

import numpy as np
import pytest

from base import clock
from health.reports.building import build_report
from health.signals.concurrent_themes import themes_a_day
from tests.health.signals.bare import AS_OF, DAY, history, work
from tests.told.chronicle import Chronicle

MONDAY = AS_OF - 8 * DAY  # as_of is a Tuesday; rounds reach back for a year
FIVE = range(5)


def themes(*rows, days=(1, 2, 3, 4, 5)):
    """Rows are (person, theme, first day, days), counted from a Monday, at midnight."""
    spells = [
        (number, theme, "science", person, MONDAY + day * DAY, MONDAY + (day + length) * DAY)
        for number, (person, theme, day, length) in enumerate(rows, start=1)
    ]
    return themes_a_day(history(work(spells), len(spells), days=days))


def test_each_day_counts_its_distinct_themes():
    assert themes(*[(one, 1, 0, 2) for one in FIVE]) == 1
    assert themes(*[(one, theme, 0, 2) for one in FIVE for theme in (1, 2, 2, 3)]) == 3
    assert themes(*[(one, theme, theme, 1) for one in FIVE for theme in (1, 2)]) == 1


def test_a_person_is_their_mean_day_and_a_team_its_median_person():
    each = [(one, 1, 0, 4) for one in FIVE]
    two_on_one_day_of_four = [(one, 2, 0, 1) for one in (2, 3, 4)]
    nine_others = [(4, theme, 0, 4) for theme in range(3, 12)]
    assert themes(*each, *two_on_one_day_of_four, *nine_others) == pytest.approx(5 / 4)


def test_weekends_and_work_of_no_theme_are_left_out():
    on_saturday = [(one, 2, 5, 1) for one in FIVE]
    assert themes(*[(one, 1, 0, 7) for one in FIVE], *on_saturday) == 1
    assert themes(*[(one, 1, 0, 7) for one in FIVE], *on_saturday, days=range(1, 8)) > 1
    assert themes(*[(one, 1, 0, 1) for one in FIVE], *[(one, 0, 0, 1) for one in FIVE]) == 1


def test_parts_of_a_day_count_as_the_day():
    assert themes(*[(one, theme, theme / 4, 0.1) for one in FIVE for theme in (1, 2, 3)]) == 3


def test_what_is_older_than_six_sprints_is_left_out():
    old = [(one, theme, -90, 3) for one in FIVE for theme in (2, 3)]
    assert themes(*[(one, 1, 0, 3) for one in FIVE], *old) == 1


@pytest.mark.parametrize(("people", "shown"), [(4, False), (5, True)])
def test_under_five_people_nothing_is_said(people, shown):
    assert (themes(*[(one, 1, 0, 3) for one in range(people)]) is not None) == shown
    assert themes() is None


@pytest.mark.django_db
@pytest.mark.parametrize(("people", "shown"), [(4, False), (5, True)])
def test_a_report_says_it_about_five_people(people, shown):
    disciplines = dict.fromkeys(("ann", "ben", "cid", "dot", "eve")[:people], "science")
    chronicle = Chronicle("Five", "FI", disciplines)
    both = [chronicle.theme("One"), chronicle.theme("Two")]
    for who in disciplines:
        for theme in both:
            chronicle.move(chronicle.write(0, who, theme=theme), 1, "doing")
    with clock.at(chronicle.moment(3)):
        report = build_report(chronicle.team)
    signal = next(one for one in report.content["signals"] if one["key"] == "D1")
    assert signal["figures"]["themes_a_day"] == (2 if shown else None)
    said = [note for note in signal["notes"] if "2.0 themes" in note]
    assert bool(said) == shown
    assert not np.isnan(signal["n"])
