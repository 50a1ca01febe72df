"""What a report tells of the pulse can't be turned into what one of them answered."""

import csv
import random
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import combinations

import orjson
import pytest
from django.db import connection

from base import clock
from base.roles import Discipline, Role
from health.models import HealthReport
from health.reports.building import build_report, recompute
from health.reports.minimum_contributors import hidden_of
from pulse.disclosure import YEAR
from pulse.models import Wave
from teams.models import User
from tests.present import present
from tests.told.chronicle import Chronicle

START = datetime(2030, 1, 7, 8, tzinfo=UTC)
CLOSED = timedelta(days=6)  # a report speaks of the start of its day

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew(team, alice):
    """Six people more than alice and bob who may join, by name."""
    people = [User.objects.create_user(f"p{n}@example.org", name=f"P{n}") for n in range(6)]
    team.size_limit = 9
    team.save(update_fields=["size_limit"])
    return people


def joins(team, user, by):
    team.take_in(user, discipline=Discipline.SCIENCE, role=Role.MEMBER, by=by)


def ask(team, moment, respondents, dice):
    """Open a wave, let them answer in any order, and return it once it is closed."""
    with clock.at(moment):
        wave = present(Wave.open_due(team))
        for person in dice.sample(respondents, len(respondents)):
            scores = {item.key: dice.randint(5, 6) for item in wave.items}
            wave.answer(
                {
                    k: 8 - v if i.reversed else v
                    for (k, v), i in zip(scores.items(), wave.items, strict=True)
                },
                by=person,
            )
    return wave


def told_by(report):
    return next(one for one in report.content["signals"] if one["key"] == "G1")


def through_every_door(report, client, api, who):
    """The G1 of the report as the page, the JSON, the table and the API give it."""
    client.force_login(who)
    base = f"/teams/orbit/health/{report.pk}"
    content = orjson.loads(client.get(f"{base}.json").content)
    rows = csv.DictReader(StringIO(client.get(f"{base}.csv").content.decode()))
    line = next(row for row in rows if row["signal"] == "G1")
    over_api = api(who).get(f"reports/{report.pk}/").json()["content"]
    page = client.get(f"{base}/").content.decode()
    g1 = [next(one for one in c["signals"] if one["key"] == "G1") for c in (content, over_api)]
    article = page.split('id="G1"')[1].split("</article>")[0]
    return [*(one["value"] for one in g1), line["value"] or None, "signal-value" in article or None]


@pytest.mark.parametrize("seed", range(2))
def test_rounds_of_nearly_the_same_people_are_told_by_a_blurred_mean_alone(
    team, crew, alice, bob, client, api, seed
):
    dice = random.Random(seed)
    inside = [alice, bob, *crew[:3]]
    with clock.at(START - timedelta(days=1)):
        for person in crew[:3]:
            joins(team, person, alice)
    who_answered, whole, shown = {}, [], 0
    for number in range(12):
        moment = START + timedelta(days=14 * number)
        with clock.at(moment - timedelta(hours=2)):
            inside = come_and_go(team, inside, crew, alice, dice, number)
        answering = [one for one in inside if number in (0, 1) or dice.random() < 0.95]
        wave = ask(team, moment, answering, dice)
        who_answered[wave.pk] = {person.pk for person in answering}
        enough = len(answering) >= max(5, 0.6 * len(inside))
        with clock.at(moment + CLOSED):
            report = build_report(team)
            told = told_by(report)
            Wave.open_due(team)  # too early for another: it lays this one open
        assert recompute(report) == report.sha256, "laid open it tells the same"
        assert (told["value"] is not None) is enough
        assert through_every_door(report, client, api, bob) == (
            [told["value"], told["value"], f"{told['value']}", True] if enough else [None] * 4
        )
        wave.refresh_from_db()
        if wave.told["how"] == "whole":
            whole.append(wave.pk)
        else:
            assert not [name for name in told["figures"] if name not in ("statements",)]
            assert told["evidence"] == []
            assert not any(any(sheet) for sheet in wave.sheets), "nothing of them is kept"
        shown += enough
        assert wave.salt not in bytes(report.body).decode()
    assert 1 < len(whole) < shown, "somebody joined, left or abstained"
    for one, other in combinations(whole, 2):
        differ = len(who_answered[one] ^ who_answered[other])
        assert differ == 0 or differ >= 3, (one, other)


def come_and_go(team, inside, crew, alice, dice, number):
    """Now and then somebody joins, and somebody leaves."""
    outside = [one for one in crew if one not in inside]
    if number == 2 or (number > 2 and outside and dice.random() < 0.4 and len(inside) < 8):
        joins(team, outside[0], alice)
        inside = [*inside, outside[0]]
    if number > 2 and dice.random() < 0.3 and len(inside) > 5:
        team.let_go(inside[-1], by=alice)
        inside = inside[:-1]
    return inside


def test_the_same_people_again_are_told_and_a_newcomer_is_not(team, crew, alice, bob):
    with clock.at(START - timedelta(days=1)):
        for person in crew[:4]:
            joins(team, person, alice)
    states = []
    dice = random.Random(1)
    five = [alice, bob, *crew[:3]]
    others = [alice, bob, crew[3], crew[4], crew[5]]
    rounds = [five, five, [*five, crew[3]], five[:4], others, five]
    for number, answering in enumerate(rounds):
        moment = START + timedelta(days=14 * number)
        if number == 4:
            with clock.at(moment - timedelta(hours=1)):
                for person in crew[4:]:
                    joins(team, person, alice)
        ask(team, moment, answering, dice)
        with clock.at(moment + CLOSED):
            states.append(told_by(build_report(team)))
    shown = [one["value"] is not None for one in states]
    assert shown == [True, True, True, False, True, True]
    in_full = ["agreement" in one["figures"] for one in states]
    assert in_full == [True, True, False, False, True, True]
    assert "nearly the same people" in " ".join(states[2]["notes"])
    assert "blurred by about" in " ".join(states[2]["notes"])
    assert "60 % of the team" in states[3]["why_not"]


def test_a_statement_somebody_skipped_has_no_mean(team, crew, alice, bob):
    with clock.at(START - timedelta(days=1)):
        for person in crew[:4]:
            joins(team, person, alice)
    with clock.at(START):
        wave = present(Wave.open_due(team))
        for person in (alice, bob, *crew[:4]):
            agreed: dict[str, int | None] = {
                item.key: 3 if item.reversed else 5 for item in wave.items
            }
            wave.answer(agreed if person != bob else agreed | {"risk": None}, by=person)
    with clock.at(START + CLOSED):
        figures = told_by(build_report(team))["figures"]
    assert "item_risk" not in figures
    assert "item_help" in figures


def test_a_second_round_waits_for_the_first_to_close(team):
    team.sprint_days = 1
    team.save(update_fields=["sprint_days"])
    with clock.at(START):
        assert Wave.open_due(team)
    with clock.at(START + timedelta(days=3)):
        assert Wave.open_due(team) is None
    with clock.at(START + timedelta(days=6)):
        assert Wave.open_due(team)


def tables():
    """Every table as one digest of its rows, whatever their order, and the text of its rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') "
                f'FROM "{table}" t'
            )
            found[table] = cursor.fetchone()[0]
    return found


def test_at_rest_an_answer_touches_the_round_alone_and_says_not_whose_it_is(
    client, team, alice, bob
):
    Wave.open_due(team)
    client.force_login(bob)
    client.get("/teams/orbit/pulse/")
    before = tables()
    client.post("/teams/orbit/pulse/", {"risk": "6", "help": "2"})
    after = tables()
    assert {name for name in after if after[name] != before[name]} == {"metrics_wave"}
    row = after["metrics_wave"]
    assert bob.email not in row
    assert not {field.name for field in Wave._meta.fields} & {"user", "actor", "answered_at"}


def test_after_a_year_not_even_the_secret_says_who_answered(team, bob):
    with clock.at(START):
        present(Wave.open_due(team)).answer({"risk": 4}, by=bob)
    first = Wave.objects.get()
    with clock.at(START + YEAR + timedelta(days=1)):
        Wave.open_due(team)
    first.refresh_from_db()
    assert (first.spent, first.answered) == ([], 1)


def test_the_digest_of_a_reports_inputs_says_nothing_of_few_answers(team, bob):
    """Else whoever knows the rest of the history could try all sheets until the digest fits."""
    digests = set()
    with clock.at(START):
        present(Wave.open_due(team)).answer({"risk": 4}, by=bob)
    for salt in ("ab", "cd"):
        Wave.objects.update(salt=salt * 16)
        HealthReport.objects.all().delete()
        with clock.at(START + CLOSED):
            digests.add(build_report(team).inputs_sha256)
    assert len(digests) == 2


def test_a_sprint_of_two_people_has_no_point_in_a_series():
    chronicle = Chronicle("Comet", "CO")
    people = list(chronicle.people)
    for number in range(6):
        inside = people[:2] if number == 2 else people
        stories = [chronicle.write(14 * number - 1, inside[n % len(inside)]) for n in range(8)]
        sprint = chronicle.sprint(number, stories, done=8)
        chronicle.close(sprint, 14 * number + 11)
    with chronicle.at(14 * 6):
        report = build_report(chronicle.team)
    signals = {one["key"]: one for one in report.content["signals"]}
    for key in ("B1", "C1"):
        points = [point["value"] is not None for point in signals[key]["series"]]
        assert points[-6:] == [True, True, False, True, True, False], key


@pytest.mark.parametrize(
    ("crews", "hidden"),
    [
        ([{1, 2, 3}, {1, 2, 3, 4}], set()),
        ([{1, 2, 3, 4}, {1, 2}, {1, 2, 3}], {1, 2}),  # the pooled one less the first tells of two
        ([{1, 2, 3}, {1, 2}, {3}], {1, 2}),
        ([{1, 2, 3}, set()], {1}),
        ([{1}], {0}),
    ],
)
def test_hidden_points_are_of_no_fewer_than_three_together(crews, hidden):
    assert hidden_of(crews) == hidden
