"""The knowledge map: on how many people themes stand, today and while some are away."""

from datetime import date, timedelta

import pytest

from base.roles import Discipline
from health.handoffs.crew import Crew
from health.knowledge.reading import Days, KnowledgeMap, seen_with_themes
from tests.budgets import assert_budget
from tests.told.chronicle import Chronicle

PAGE = "/projects/CO/knowledge/"
DAYS = Days(date(2026, 2, 2), date(2026, 2, 15))


@pytest.fixture
def comet(db):
    return Chronicle()


def drawn(comet, day=20, days=DAYS):
    with comet.at(day):
        project = seen_with_themes(comet.lead).get(pk=comet.project.pk)
        of = KnowledgeMap(Crew(project, comet.lead), project, days)
        rows = of.rows, of.pairings, of.somebody_is_away
    return of, *rows


def cells(comet, day=20, days=DAYS):
    _, rows, _, _ = drawn(comet, day, days)
    return {
        (row.title, one.discipline): (one.word, one.word_there) for row in rows for one in row.cells
    }


def away(comet, who, first=DAYS.first, last=DAYS.last, share=1):
    user = comet.people[who]
    comet.team.note_absence(user, first_day=first, last_day=last, share=share, by=comet.lead)


@pytest.fixture
def told(comet):
    """Landing: both of science and one of engineering; Orbit: one of science."""
    landing, orbit = comet.theme("Landing"), comet.theme("Orbit")
    for owner, theme in (("sara", landing), ("sven", landing), ("emma", landing), ("sara", orbit)):
        comet.finish(1, 2, owner, theme=theme)
    return comet


def test_none_one_and_two_or_more(told):
    assert cells(told) == {
        ("Landing", "science"): ("more", "more"),
        ("Landing", "engineering"): ("one", "one"),
        ("Orbit", "science"): ("one", "one"),
        ("Orbit", "engineering"): ("none", "none"),
    }


def test_absences_all_together_show_what_stands_on_nobody_or_one(told):
    away(told, "sara")
    away(told, "emma", last=DAYS.first)
    shown = cells(told)
    assert shown["Landing", "science"] == ("more", "one")
    assert shown["Landing", "engineering"] == ("one", "none")
    assert shown["Orbit", "science"] == ("one", "none")
    _, _, pairings, is_away = drawn(told)
    assert is_away
    said = [(one.theme.title, one.discipline, one.beside, one.is_before) for one in pairings]
    assert said == [
        ("Landing", "engineering", "engineering", True),
        ("Orbit", "science", "science", True),
        ("Landing", "science", "engineering", False),
    ]


def test_days_beside_the_window_and_half_days_leave_them_there(told):
    away(told, "sara", last=DAYS.first - timedelta(days=1), first=DAYS.first - timedelta(days=3))
    away(told, "emma", share=0.5)
    _, _, _, is_away = drawn(told)
    assert not is_away
    assert cells(told)["Landing", "engineering"] == ("one", "one")


def test_a_discipline_of_one_is_not_drawn(told):
    with told.at(10):
        told.team.let_go(told.people["egon"], by=told.lead)
    assert {name for _, name in cells(told)} == {"science"}


def test_who_left_counts_no_more_and_who_changed_counts_where_they_were(told):
    with told.at(10):
        told.team.let_go(told.people["emma"], by=told.lead)
        for name in ("ezra", "elsa"):
            user = type(told.lead).objects.create_user(f"{name}@example.org", name=name)
            told.team.take_in(user, discipline=Discipline.ENGINEERING, by=told.lead)
        told.team.take_in(told.people["egon"], discipline=Discipline.SCIENCE, by=told.lead)
        told.team.take_in(told.people["sven"], discipline=Discipline.ENGINEERING, by=told.lead)
    shown = cells(told)
    assert shown["Landing", "engineering"] == ("none", "none")
    assert shown["Landing", "science"] == ("more", "more")


def test_less_than_an_hour_and_what_is_too_long_ago_is_no_work(comet):
    theme = comet.theme("Landing")
    comet.finish(1, 0.5 / 24, "sara", theme=theme)
    comet.finish(1, 1.5 / 24, "sven", theme=theme)
    assert cells(comet)["Landing", "science"] == ("one", "one")
    assert cells(comet, day=200) == {
        ("Landing", "science"): ("none", "none"),
        ("Landing", "engineering"): ("none", "none"),
    }


def test_two_who_pair_are_two(comet):
    theme = comet.theme("Landing")
    story = comet.write(0.9, "sara", theme=theme)
    comet.move(story, 1, "doing", by="sara")
    with comet.at(1.1):
        story.pair_with(comet.people["emma"], by=comet.lead)
    assert set(cells(comet).values()) == {("one", "one")}


def test_page_and_api_say_the_same_and_name_nobody(told, client, api):
    today = told.team.today
    away(told, "sara", first=today, last=today)
    theme = told.project.themes.get(title="Orbit")
    client.force_login(told.lead)
    with told.at(20):  # the team's sprints of then
        story = told.write(20.1, "sara", theme=theme)
    story.move_to(told.column["doing"], by=told.lead)
    page = client.get(PAGE).content.decode()
    content = page[page.index("<main") : page.index("</main>")]
    assert not [name for name in ("Sara", "Sven", "Emma", "Egon") if f">{name}" in content]
    answer = api(told.lead).get("projects/CO/knowledge/").json()
    assert answer["somebody_is_away"]
    assert answer["first_day"] == today.isoformat()
    titles = [one["title"] for one in answer["themes"]]
    assert titles == ["Landing", "Orbit"]
    assert all(title in content for title in titles)
    assert "all together" in content


def test_its_members_read_it_alone(told, client, api):
    guest = type(told.lead).objects.create_user("guest@example.org", name="Guest")
    told.team.take_in(guest, discipline=Discipline.CUSTOMER, role="guest", by=told.lead)
    client.force_login(guest)
    assert client.get(PAGE).status_code == 403
    assert api(guest).get("projects/CO/knowledge/").status_code == 403
    assert PAGE not in client.get("/projects/CO/hand-offs/").content.decode()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"since": "2026-02-01", "until": "2026-01-01"}, "begins after it ends"),
        ({"since": "2026-02-01", "until": "2028-01-01"}, "at most a year"),
    ],
)
def test_days_that_cant_be(told, client, api, asked, says):
    client.force_login(told.lead)
    answer = client.get(PAGE, asked)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert api(told.lead).get("projects/CO/knowledge/", asked).status_code == 409


def test_without_themes_it_says_so(comet, client):
    client.force_login(comet.lead)
    assert "No theme yet" in client.get(PAGE).content.decode()


def test_its_budgets(told, client, api):
    client.force_login(told.lead)

    def grow():
        for number in range(3):
            told.finish(3, 2, "emma", theme=told.theme(f"Theme {number}"))

    assert_budget("page knowledge", lambda: client.get(PAGE), grow)
    mine = api(told.lead)
    assert_budget("api knowledge", lambda: mine.get("projects/CO/knowledge/"), grow)
