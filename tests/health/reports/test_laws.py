"""What must hold of every report, whatever is in it."""

import hashlib
import re
from datetime import timedelta

import orjson
import pytest

from base import clock
from base.roles import Discipline
from health.models import Finding, Reading
from health.reports.building import build_report, recompute
from health.signals.catalogue import SIGNALS
from teams.models import User
from tests.told.chronicle import MONDAY, Chronicle
from tests.told.year import tell


def computed(chronicle, team=None):
    with clock.at(chronicle.now):
        return build_report(team or chronicle.team)


@pytest.fixture(scope="module")
def report(comet):
    return computed(comet)


def test_the_same_events_give_the_same_report_and_the_same_bytes(comet, report):
    assert computed(comet).pk == report.pk
    assert hashlib.sha256(bytes(report.body)).hexdigest() == report.sha256
    assert recompute(report) == report.sha256


def test_a_value_lies_in_its_interval(report):
    shown = [one for one in report.content["signals"] if one["interval"]]
    assert {"A4", "B1", "C1"} <= {one["key"] for one in shown}
    for one in shown:
        low, high = one["interval"]["low"], one["interval"]["high"]
        assert low <= one["value"] <= (float("inf") if high is None else high), one["key"]


def test_every_signal_has_a_reading(report):
    readings = {one.signal: one for one in Reading.objects.filter(report=report)}
    for one in report.content["signals"]:
        assert (readings[one["key"]].state, readings[one["key"]].value) == (
            one["state"],
            one["value"],
        )
    assert len(readings) == len(SIGNALS)
    attention = {key for key, one in readings.items() if one.state == "attention"}
    assert {one.signal for one in Finding.objects.filter(report=report, cause="state")} == attention


def walk(value, path=()):
    if isinstance(value, dict):
        for name, one in value.items():
            yield from walk(one, (*path, name))
    elif isinstance(value, list):
        for one in value:
            yield from walk(one, path)
    else:
        yield path, value


def test_no_person_is_in_a_report(comet, report):
    text = bytes(report.body).decode()
    for user in User.objects.all():
        assert not re.search(rf"\b{user.name}\b", text), user.name
        assert user.email not in text
    names = {name for path, _ in walk(report.content) for name in path}
    assert not names & {"user", "actor", "owner", "person", "member", "author", "email", "name"}
    assert {"id", "key", "path", "days", "stage"} <= names  # what evidence does say


def test_every_number_is_one_that_json_knows(report):
    for path, value in walk(report.content):
        assert value is None or isinstance(value, str | int | float | bool), path
    assert b"NaN" not in bytes(report.body)


def test_evidence_names_at_most_fifty_rows_and_counts_the_rest(report):
    for one in report.content["signals"]:
        for part in one["evidence"]:
            assert len(part["rows"]) == min(part["count"], 50)


def essence(report):
    """The readings without what names rows, days or versions."""
    kept = (
        "key",
        "state",
        "n",
        "value",
        "interval",
        "range",
        "chance_healthy",
        "figures",
        "says",
        "action",
        "notes",
        "trend",
    )
    return [{name: one[name] for name in kept} for one in report.content["signals"]]


def test_neither_weeks_nor_names_nor_a_stranger_team_change_anything(comet, report):
    later = tell(Chronicle("Halley", "HA", start=MONDAY + timedelta(weeks=5)))
    assert essence(computed(later)) == essence(report)
    User.objects.filter(pk=comet.lead.pk).update(name="Somebody Else")
    assert recompute(report) == report.sha256


def test_an_old_report_can_be_made_again_after_more_has_happened(comet, report):
    story = comet.project.stories.filter(category="doing").first()
    with clock.at(comet.now + timedelta(hours=1)):
        story.move_to(comet.column["done"], by=comet.lead)
    with clock.at(comet.now + timedelta(hours=2)):
        newer = build_report(comet.team)
    assert newer.pk != report.pk
    assert newer.sha256 != report.sha256
    assert (recompute(report), recompute(newer)) == (report.sha256, newer.sha256)


@pytest.mark.django_db
def test_a_new_team_gets_reasons_instead_of_numbers():
    chronicle = Chronicle("Dust", "DU")
    chronicle.finish(0, 1)
    chronicle.now = chronicle.moment(3)
    for one in computed(chronicle).content["signals"]:
        assert one["state"] == "not_enough_data", one["key"]
        assert len(one["why_not"]) > 20
        assert one["value"] is None


@pytest.mark.django_db
def test_a_team_without_anything_gets_a_report_too(team):
    report = build_report(team)
    assert {one["state"] for one in report.content["signals"]} == {"not_enough_data"}
    assert recompute(report) == report.sha256


@pytest.mark.django_db
@pytest.mark.parametrize(("people", "state"), [(2, "suppressed"), (3, "healthy")])
def test_what_fewer_than_three_people_did_is_not_shown(people, state):
    three = {"sara": "science", "emma": "engineering", "egon": "engineering"}
    chronicle = Chronicle("Duo", "DU", dict(list(three.items())[:people]))
    for place in range(24):
        chronicle.finish(place, 1.5, list(chronicle.people)[place % people])
    chronicle.now = chronicle.moment(26)
    cycle = next(one for one in computed(chronicle).content["signals"] if one["key"] == "B1")
    assert cycle["state"] == state
    assert (cycle["value"] is None) == (people < 3)
    assert people == 3 or "speak of a person" in cycle["why_not"]


@pytest.mark.django_db
def test_unknown_disciplines_are_said_to_be_what_is_missing():
    people = dict.fromkeys(("ulf", "una", "ugo"), Discipline.UNKNOWN)
    chronicle = Chronicle("Fog", "FO", people)
    for place in range(14):
        chronicle.finish(place, 1, list(people)[place % 3])
    chronicle.now = chronicle.moment(16)
    signals = {one["key"]: one for one in computed(chronicle).content["signals"]}
    assert signals["A2"]["state"] == "not_enough_data"
    assert "discipline isn't known" in signals["A2"]["why_not"] or (
        "unknown discipline" in signals["A2"]["why_not"]
    )
    assert "discipline is known" in signals["A4"]["why_not"]


@pytest.mark.django_db
def test_bulk_closes_say_nothing_about_durations():
    chronicle = Chronicle("Heap", "HE")
    for place in range(24):
        chronicle.finish(place * 0.5, 1.5, list(chronicle.people)[place % 4])
    heap = [chronicle.write(0) for _ in range(30)]
    for story in heap:
        chronicle.move(story, 1, "doing")
    for place, story in enumerate(heap):
        chronicle.move(story, 14 + place / 86_400, "done", by="sara")
    chronicle.now = chronicle.moment(15)
    cycle = next(one for one in computed(chronicle).content["signals"] if one["key"] == "B1")
    assert cycle["n"] == 24
    assert any("closed in bulk" in note for note in cycle["notes"])


def test_a_report_is_small_and_told_in_one_way(report):
    assert len(report.body) < 40_000
    again = orjson.dumps(orjson.loads(bytes(report.body)), option=orjson.OPT_SORT_KEYS)
    assert again == bytes(report.body)


def test_reading_asks_few_questions(comet, django_assert_max_num_queries):
    with clock.at(comet.now + timedelta(days=1)), django_assert_max_num_queries(39):
        build_report(comet.team)
