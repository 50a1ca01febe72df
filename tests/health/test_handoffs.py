"""Hand-offs between disciplines: what counts as one, which are cold, which led back."""

import random
from datetime import date, timedelta

import pytest
from django.db import connection

from base import clock
from base.roles import Discipline, Role
from health.handoffs.crew import Crew
from health.handoffs.reading import Chosen, Counts, Handoffs
from health.handoffs.window import Window
from health.history.reading import Source
from health.history.window import seen_with_sprints, window_start
from health.reports.building import ReportBuilder
from solutions.models import Solution
from sprints.models import Sprint
from stories.bulk import Bulk
from stories.models import Story
from tests.budgets import assert_budget
from tests.told.chronicle import Chronicle

FIRST = {"since": "2026-01-01", "until": "2026-12-31"}
PAGE = "/projects/CO/hand-offs/"


@pytest.fixture
def comet(db):
    return Chronicle()


def begun(comet, day, owner="sara", theme=None):
    story = comet.write(day, owner, theme=theme)
    comet.move(story, day + 0.01, "doing", by=owner)
    return story


def hand(comet, story, day, to, by):
    with comet.at(day):
        story.hand_to(comet.people[to], by=comet.people[by])


def crew_of(comet):
    return Crew(seen_with_sprints(comet.lead).get(pk=comet.project.pk), comet.lead)


def read(comet, days=60, since=-7):
    with comet.at(days):
        window = Window(comet.moment(since), comet.moment(days), date.min, date.min)
        return Handoffs(crew_of(comet), window)


@pytest.fixture
def three(comet):
    """Three hand-offs: the first is cold, the second leads back."""
    theme = comet.theme("Landing")
    one = begun(comet, 0, theme=theme)
    hand(comet, one, 1, "emma", by="sara")
    hand(comet, one, 2, "sven", by="emma")
    hand(comet, begun(comet, 2.1, theme=theme), 3, "egon", by="sara")
    return comet


# --- What counts ----------------------------------------------------------------------------------
def test_three_hand_offs_one_cold_one_return(three, client, api):
    assert read(three).counts == Counts(3, 1, 1)
    client.force_login(three.people["emma"])
    text = " ".join(client.get(PAGE, FIRST).content.decode().split())
    told = api(three.people["emma"]).get("projects/CO/hand-offs/", FIRST).json()
    for words in ("<strong>3</strong> hand-offs", "<strong>1</strong> cold"):
        assert words in text
    assert "<strong>1</strong> led back" in text
    assert told["counts"] == {"all": 3, "cold": 1, "returns": 1}
    both = [(flow["giver"], flow["taker"], flow["counts"]["all"]) for flow in told["flows"]]
    assert both == [("science", "engineering", 2), ("engineering", "science", 1)]


def test_each_count_opens_exactly_its_lines(three, client, api):
    user = three.people["sara"]
    client.force_login(user)
    of = read(three)
    for count, number in (("all", 3), ("cold", 1), ("returns", 1)):
        asked = {**FIRST, "of": count}
        lines = client.get(PAGE, asked).context["list"]
        ids = sorted(line.pk for line in lines.lines)
        assert ids == sorted(of.ids(Chosen(count)))
        assert len(ids) == number
        rows = api(user).get("projects/CO/hand-offs/events/", asked).json()["results"]
        assert [row["id"] for row in rows] == ids
    way = {**FIRST, "of": "cold", "giver": "science", "taker": "engineering"}
    [cold] = api(user).get("projects/CO/hand-offs/events/", way).json()["results"]
    other = {**way, "giver": "engineering", "taker": "science"}
    none = api(user).get("projects/CO/hand-offs/events/", other).json()["results"]
    text = client.get(PAGE, {**FIRST, "of": "cold"}).content.decode()
    assert (cold["story"], cold["verb"]) == ("CO-1", "story_handed")
    assert none == []
    assert "handed" in text
    assert 'href="/stories/CO-1/"' in text


def test_a_long_list_goes_on(three, client):
    for number in range(51):
        hand(three, begun(three, 4 + number / 100), 5 + number / 100, "emma", by="sara")
    client.force_login(three.people["sara"])
    with three.at(20):
        first = client.get(PAGE, {**FIRST, "of": "all"}).context["list"]
        asked = {**FIRST, "of": "all", "before": first.last}
        second = client.get(PAGE, asked).context["list"]
    assert (first.number, len(first.lines), first.has_more) == (54, 50, True)
    assert (len(second.lines), second.has_more) == (4, False)


def test_a_word_alone_is_no_contact_and_one_with_work_is(comet):
    with_word, with_work = begun(comet, 0), begun(comet, 0.1)
    for story in (with_word, with_work):
        with comet.at(1):
            story.comment("Have you seen?", by=comet.people["emma"])
    with comet.at(1.2):
        with_work.block("the data", by=comet.people["egon"])
    for story in (with_word, with_work):
        hand(comet, story, 4, "emma", by="sara")
    assert [row.is_cold for row in read(comet).rows] == [True, False]


def test_a_contact_of_more_than_ninety_days_before_is_none(comet):
    one, two = begun(comet, 0, "emma"), begun(comet, 0.5, "emma")
    for story, since in ((one, 89.5), (two, 91)):
        hand(comet, story, 1, "sara", by="emma")
        hand(comet, story, 1 + since, "emma", by="sara")
    back = [row for row in read(comet, 120).rows if row.now_discipline == "engineering"]
    assert [row.is_cold for row in back] == [False, True]


def test_a_solution_that_it_serves_is_contact_as_of_then(comet):
    people = comet.people
    before, after = begun(comet, 0), begun(comet, 0)
    with comet.at(1):
        solution = Solution.sketch(comet.project, name="Ads", kind="model", by=people["sara"])
        solution.link_story(before, by=people["sara"])
    with comet.at(2):
        solution.see(by=people["emma"])
    for story in (before, after):
        hand(comet, story, 3, "egon", by="sara")
    with comet.at(4):
        solution.link_story(after, by=people["sara"])
    assert [row.is_cold for row in read(comet).rows] == [False, True]


def test_a_theme_is_that_of_then(comet):
    theme = comet.theme("Landing")
    hand(comet, begun(comet, 0, "emma", theme=theme), 0.5, "sara", by="emma")
    story = begun(comet, 1)
    hand(comet, story, 2, "egon", by="sara")
    with comet.at(3):
        story.file_under(theme, by=comet.lead)
    other = begun(comet, 4, theme=theme)
    hand(comet, other, 5, "egon", by="sara")
    rows = {row.story_id: row.is_cold for row in read(comet).rows}
    assert rows[story.pk]
    assert not rows[other.pk]


def test_ranking_and_bulk_edits_are_no_contact(comet):
    people = comet.people
    theme = comet.theme("Landing")
    story, *beside = [begun(comet, day / 10, theme=theme) for day in range(4)]
    with comet.at(1):
        story.rank_between(beside[0], None, by=people["emma"])
        chosen = Story.objects.filter(pk__in=[one.pk for one in beside])
        Bulk(comet.project, chosen).hand_to(people["sven"], by=people["emma"])
    hand(comet, story, 2, "emma", by="sara")
    [row] = read(comet).rows
    assert row.is_cold
    with comet.at(2.5):  # one at a time it is
        beside[0].hand_to(people["sara"], by=people["egon"])
    hand(comet, beside[1], 3, "egon", by="sara")
    assert [row.is_cold for row in read(comet).rows] == [True, False]


def test_a_discipline_counts_as_it_was_then(comet):
    story = begun(comet, 0)
    hand(comet, story, 1, "emma", by="sara")
    with comet.at(2):
        comet.team.take_in(comet.people["emma"], discipline=Discipline.SCIENCE, by=comet.lead)
    other = begun(comet, 3, "emma")
    hand(comet, other, 4, "sara", by="emma")
    rows = [(row.was_discipline, row.now_discipline) for row in read(comet).rows]
    assert rows == [("science", "engineering")]


def test_taken_back_within_a_minute_is_none_and_passed_on_is_one(comet):
    minute = 1 / 1440
    back, on = begun(comet, 0), begun(comet, 0.1)
    hand(comet, back, 1, "emma", by="sara")
    hand(comet, back, 1 + minute / 2, "sara", by="sara")
    hand(comet, on, 2, "emma", by="sara")
    hand(comet, on, 2 + minute / 2, "egon", by="sara")
    [row] = read(comet).rows
    assert (row.story_id, row.is_cold) == (on.pk, True)


def test_dropped_stories_and_those_not_in_work_are_none(comet):
    dropped, waiting = begun(comet, 0), comet.write(0, "sara")
    for story in (dropped, waiting):
        hand(comet, story, 1, "emma", by="sara")
    comet.move(dropped, 2, "dropped")
    assert read(comet).counts == Counts(0, 0, 0)


# --- Against plain SQL ----------------------------------------------------------------------------
PLAIN = """
WITH lines AS (
    SELECT e.*, (
        SELECT coalesce(f.details ->> 'now', f.details ->> 'theme') FROM projects_event f
        WHERE f.story_id = e.story_id AND f.id <= e.id
        AND f.verb IN ('story_created', 'story_filed') ORDER BY f.id DESC LIMIT 1
    ) AS theme
    FROM projects_event e WHERE project_id = %(project)s AND story_id IS NOT NULL
),
handed AS (
    SELECT h.* FROM lines h WHERE h.verb = 'story_handed'
    AND h.details ->> 'was_discipline' <> h.details ->> 'now_discipline'
    AND EXISTS (SELECT FROM lines m WHERE m.story_id = h.story_id AND m.id < h.id
        AND m.verb = 'story_moved' AND m.details ->> 'now_category' = 'doing')
    AND NOT EXISTS (SELECT FROM lines m WHERE m.story_id = h.story_id AND m.id < h.id
        AND m.verb = 'story_moved' AND m.details ->> 'now_category' = 'done')
    AND NOT EXISTS (SELECT FROM lines m WHERE m.story_id = h.story_id
        AND m.verb = 'story_moved' AND m.details ->> 'now_category' = 'dropped')
    AND h.at > %(since)s AND h.at < %(until)s
)
SELECT count(*),
    count(*) FILTER (WHERE NOT EXISTS (
        SELECT FROM lines c
        WHERE c.id < h.id AND c.at >= h.at - interval '90 days'
        AND c.discipline = h.details ->> 'now_discipline'
        AND (c.story_id = h.story_id OR c.theme = h.theme)
        AND (c.verb IN ('story_moved', 'story_handed') OR (
            c.verb = 'story_commented' AND EXISTS (
                SELECT FROM lines n WHERE n.story_id = c.story_id AND n.id > c.id
                AND n.discipline = c.discipline
                AND n.verb IN ('story_moved', 'story_handed', 'story_commented')
                AND n.at::date - c.at::date <= CASE extract(isodow FROM c.at) WHEN 5 THEN 3 ELSE 1
                END)))
    )),
    count(*) FILTER (WHERE EXISTS (
        SELECT FROM lines b WHERE b.story_id = h.story_id AND b.id < h.id
        AND (b.details ->> 'now_discipline' = h.details ->> 'now_discipline'
            OR b.details ->> 'owner_discipline' = h.details ->> 'now_discipline')
    ))
FROM handed h
"""


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_those_of_plain_sql(comet, seed):
    """Each step lies hours from the next, on a working day, and each story has another hour."""
    draw = random.Random(seed)
    themes = [comet.theme("Landing"), comet.theme("Orbit"), None]
    for number in range(25):
        owner = draw.choice(["sara", "emma"])
        story = begun(comet, 7 * draw.randrange(40) + number / 500, owner, draw.choice(themes))
        started = (story.created_at - comet.start).total_seconds() / 86_400
        for step in range(draw.randrange(5)):
            day = started + 7 * (step + 1) + draw.randrange(4)
            by = draw.choice(list(comet.people))
            deed = draw.random()
            if deed < 0.6:
                hand(comet, story, day, draw.choice(list(comet.people)), by)
            elif deed < 0.8:
                with comet.at(day):
                    story.comment("Have you seen?", by=comet.people[by])
            else:
                with comet.at(day):
                    story.file_under(draw.choice(themes), by=comet.people[by])
        end = draw.random()
        if end < 0.7:
            comet.move(story, started + 45, "done" if end < 0.5 else "dropped", by=owner)
    of = read(comet, days=250, since=50)
    told = {"since": of.window.since, "until": of.window.until, "project": comet.project.pk}
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, told)
        plain = Counts(*cursor.fetchone())
    assert of.counts == plain
    assert 0 < plain.cold < plain.all
    assert plain.returns


def test_in_the_window_of_the_report_it_counts_what_a3_counts(three):
    history = source(three, 60).history()
    recent = history.waits.handed > history.window_start
    with three.at(60):
        crew = crew_of(three)
        window = Window.of(crew, None, None)
    assert Handoffs(crew, window).counts.all == int(recent.sum()) == 3


def source(comet, days):
    now = ReportBuilder(comet.team)._source()
    return Source(comet.team, now.upto, now.team_upto, comet.moment(days))


@pytest.mark.parametrize("sprints", [0, 1, 2, 4, 9])
def test_the_usual_window_is_that_of_the_report(comet, sprints):
    story = begun(comet, 0)
    for number in range(sprints):
        with comet.at(14 * number):
            starts = (comet.moment(14 * number)).date()
            sprint = Sprint.plan(comet.project, starts_on=starts, by=comet.lead)
            story.plan_into(sprint, by=comet.lead)
            sprint.kick_off(by=comet.lead)
        with comet.at(14 * number + 10):
            sprint.close(by=comet.lead)
    moment = comet.moment(200)
    start = window_start(crew_of(comet).project, moment).timestamp()
    assert start == pytest.approx(source(comet, 200).history().window_start)


# --- Blockers -------------------------------------------------------------------------------------
def test_days_lost_by_kind_of_blocker(comet):
    people, (one, two, three) = comet.people, [begun(comet, 0) for _ in range(3)]
    with comet.at(1):
        one.block("the key", kind="access", by=people["sara"])
        two.block("rows", by=people["sara"])
        three.block("the key", kind="access", by=people["sara"])
    with comet.at(2):
        one.block("the rows", kind="data", by=people["sara"])
        two.unblock(by=people["sara"])
    with comet.at(3):
        one.block("more rows", by=people["sara"])  # of the same kind: the same blocker
    comet.move(three, 3, "done", by="sara")
    with comet.at(4):
        one.unblock(by=people["sara"])
    of = read(comet)
    told = {row.kind: (round(row.days, 6), row.blockers) for row in of.blocked}
    assert told == {
        "access": (3, 2),
        "data": (2, 1),
        "environment": (0, 0),
        "discipline": (0, 0),
        "customer": (0, 0),
        "": (1, 1),
    }
    assert len(of.ids(Chosen("blocked", kind="access"))) == 2
    assert len(of.ids(Chosen("blocked"))) == 4
    later = {row.kind: row.days for row in read(comet, since=1.5).blocked}
    assert later["access"] == pytest.approx(2)


# --- Edges ----------------------------------------------------------------------------------------
def test_a_discipline_of_one_is_not_told_apart(db, client, api):
    comet = Chronicle(people={"sara": Discipline.SCIENCE, "emma": Discipline.ENGINEERING})
    hand(comet, begun(comet, 0), 1, "emma", by="sara")
    client.force_login(comet.people["sara"])
    text = client.get(PAGE, FIRST).content.decode()
    told = api(comet.people["sara"]).get("projects/CO/hand-offs/", FIRST).json()
    asked = {**FIRST, "giver": "science", "taker": "engineering"}
    rows = api(comet.people["sara"]).get("projects/CO/hand-offs/events/", asked).json()
    assert "told of a person" in text
    assert (told["counts"]["all"], told["flows"], told["withheld"]) == (1, [], True)
    assert rows["results"] == []


def test_what_is_left_of_the_whole_is_not_of_one_person_either(three):
    sole = [("pete", Discipline.PRODUCT), ("cleo", Discipline.CUSTOMER)]
    for number, (name, discipline) in enumerate(sole):
        with three.at(4):
            three.people[name] = type(three.lead).objects.create_user(f"{name}@x.org", name=name)
            three.team.take_in(three.people[name], discipline=discipline, by=three.lead)
        hand(three, begun(three, 5 + number), 5.5 + number, name, by="sara")
        of = read(three)
        assert of.counts.all == 4 + number
        assert len(of.flows) == (0, 2)[number]  # then it is of two people
        assert of.withheld


def test_an_empty_project_says_so(comet, client):
    client.force_login(comet.lead)
    assert "No story in work was handed" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("asked", "says", "status"),
    [
        ({"since": "2026-02-01", "until": "2026-01-01"}, "begins after it ends", 409),
        ({"since": "2010-02-01"}, "three years", 409),
        ({"since": "never"}, "valid date", 400),
    ],
)
def test_a_window_that_cant_be(comet, client, api, asked, says, status):
    client.force_login(comet.lead)
    answer = client.get(PAGE, asked)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert api(comet.lead).get("projects/CO/hand-offs/", asked).status_code == status


def test_days_are_those_of_the_team(three):
    type(three.team).objects.update(time_zone="Pacific/Auckland")
    with three.at(20):
        crew = crew_of(three)
        window = Window.of(crew, date(2026, 1, 7), date(2026, 1, 7))
    assert window.until - window.since == timedelta(days=1, microseconds=1)
    assert window.since.hour == 23 or window.since.utcoffset() == timedelta(hours=13)
    # Handed on at 9:00 UTC of 6 January, which is 22:00 there.
    assert Handoffs(crew, window).counts.all == 1


def test_guests_read_it_a_day_later(three, client):
    guest = type(three.lead).objects.create_user("guest@example.org", name="Guest")
    with three.at(0):
        three.team.take_in(guest, discipline=Discipline.CUSTOMER, role=Role.GUEST, by=three.lead)
    client.force_login(guest)
    with three.at(3.5):
        page = client.get(PAGE, FIRST)
    assert page.context["of"].window.until < clock.now()
    assert "a day before its guests" in page.content.decode()
    stranger = type(three.lead).objects.create_user("stranger@example.org", name="Stranger")
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 404


def test_archived_projects_keep_theirs(three, client):
    with three.at(10):
        three.project.enter("archived", by=three.lead)
    assert read(three).counts == Counts(3, 1, 1)
    client.force_login(three.lead)
    assert client.get(PAGE, FIRST).status_code == 200


def test_its_budgets(three, client, api):
    client.force_login(three.lead)

    def grow():
        for number in range(4):
            hand(three, begun(three, 4 + number / 10), 5 + number / 10, "emma", by="sara")

    assert_budget("page hand_offs", lambda: client.get(PAGE, {"of": "all"}), grow)
    mine = api(three.lead)
    assert_budget("api hand-offs", lambda: mine.get("projects/CO/hand-offs/"), grow)
    lines = "projects/CO/hand-offs/events/"
    assert_budget("api hand-offs events", lambda: mine.get(lines), grow)


@pytest.mark.django_db(transaction=True)
def test_it_is_planned_by_hash_for_itself_alone(client):
    comet = Chronicle()
    hand(comet, begun(comet, 0), 1, "emma", by="sara")
    assert read(comet).counts == Counts(1, 1, 0)
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_nestloop")
        assert cursor.fetchone() == ("on",)
