"""Themes follow one another, never in a circle; and how the plan draws it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from history.models import Event
from projects.models import Project, Theme
from projects.plan import Plan
from projects.reach import Reach
from projects.refusals import FollowsAnotherProject, FollowsInCircle, FollowsTooMany
from teams.refusals import RoleTooLow
from tests.api_client import ApiClient
from tests.solutions.at_once import together

DAY = timedelta(days=1)
START = date(2031, 3, 3)


def chart(project, by, title, first=None, days=10, **more):
    window = {}
    if first is not None:
        begins = START + first * DAY
        window = {"starts_on": begins, "ends_on": begins + (days - 1) * DAY}
    return Theme.chart(project, title=title, **window, by=by, **more)


@pytest.fixture
def radar(apollo, alice):
    return chart(apollo, alice, "Radar", 0)


@pytest.fixture
def landing(apollo, alice, radar):
    return chart(apollo, alice, "Landing", 14, follows=[radar])


def lines():
    return Event.objects.filter(verb="theme_follows").order_by("pk")


def test_a_theme_follows_another_and_says_so(radar, landing, apollo, alice):
    [line] = lines()
    assert line.details == {"theme": landing.pk, "was": [], "now": [radar.pk]}
    assert not line.is_internal
    landing.follow([radar], by=alice)
    assert lines().count() == 1
    landing.follow([], by=alice)
    assert (list(landing.follows.all()), lines().count()) == ([], 2)


def test_a_circle_is_refused_however_long(apollo, radar, landing, alice):
    last = chart(apollo, alice, "Return", follows=[landing])
    with pytest.raises(FollowsInCircle, match="“Return” follows “Radar” already"):
        radar.follow([last], by=alice)
    with pytest.raises(FollowsInCircle, match="itself"):
        radar.follow([radar], by=alice)
    assert not radar.follows.exists()
    last.follow([], by=alice)
    radar.follow([last], by=alice)


def test_the_database_lets_no_theme_follow_itself(radar):
    links = Theme.follows.through.objects
    with pytest.raises(IntegrityError), transaction.atomic():
        links.create(from_theme=radar, to_theme=radar)


def test_what_it_cant_follow_is_said(radar, team, apollo, alice, bob):
    other = Project.start(team, key="GEM", name="Gemini", by=alice)
    with pytest.raises(FollowsAnotherProject):
        radar.follow([chart(other, alice, "Dock")], by=alice)
    with pytest.raises(FollowsTooMany):
        radar.follow([chart(apollo, alice, str(number)) for number in range(21)], by=alice)
    with pytest.raises(RoleTooLow):
        radar.follow([], by=bob)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asks=st.lists(st.tuples(st.integers(0, 4), st.sets(st.integers(0, 4))), max_size=8))
def test_whatever_is_asked_for_no_circle_comes_about(apollo, alice, asks):
    with transaction.atomic():
        themes = [chart(apollo, alice, str(number)) for number in range(5)]
        for place, others in asks:
            try:
                with transaction.atomic():
                    themes[place].follow([themes[one] for one in others], by=alice)
            except FollowsInCircle:
                continue
        before = {one.pk: set(one.follows.values_list("pk", flat=True)) for one in themes}
        while free := {pk for pk, waits in before.items() if not waits & before.keys()}:
            before = {pk: waits for pk, waits in before.items() if pk not in free}
        assert before == {}
        transaction.set_rollback(True)


def test_two_who_close_a_circle_at_the_same_moment(transactional_db, apollo, alice, bob, team):
    team.take_in(bob, discipline="engineering", role="lead", by=alice)
    radar, landing = chart(apollo, alice, "Radar"), chart(apollo, alice, "Landing")
    refused = together(
        lambda: (Theme.objects.get(pk=radar.pk), Theme.objects.get(pk=landing.pk)),
        lambda both: both[0].follow([both[1]], by=alice),
        lambda both: both[1].follow([both[0]], by=bob),
    )
    assert [type(one) for one in refused] == [FollowsInCircle]
    assert lines().count() == 1


def test_over_the_api_it_is_set_read_and_patched(radar, landing, alice):
    mine = ApiClient(alice)
    at = f"projects/AP/themes/{landing.pk}/"
    assert mine.get(at).json()["follows"] == [radar.pk]
    refused = mine.post(f"projects/AP/themes/{radar.pk}/successions/", {"follows": [landing.pk]})
    assert refused.status_code == 409
    assert "follows “Radar” already" in refused.json()["detail"]
    assert mine.patch(at, {"follows": []}, if_match="*").json()["follows"] == []
    made = mine.post("projects/AP/themes/", {"title": "Home", "follows": [landing.pk, landing.pk]})
    assert made.json()["follows"] == [landing.pk]
    assert mine.post(f"{at}successions/", {"follows": [10**9]}).status_code == 404


def test_it_is_said_on_the_form(client, radar, landing, alice):
    client.force_login(alice)
    form = client.get(f"/themes/{landing.pk}/").context["form"]
    assert [one.pk for one in form.fields["follows"].queryset] == [radar.pk]
    sent = {"title": "Landing", "state": "planned", "made_from": form.made_from}
    sent |= {"starts_on": "2031-03-17", "ends_on": "2031-03-26"}
    assert client.post(f"/themes/{landing.pk}/", sent).status_code == 302
    assert not landing.follows.exists()
    circle = client.post(f"/themes/{radar.pk}/", sent | {"follows": [radar.pk]})
    assert circle.status_code == 400


def test_the_plan_says_what_follows_and_what_begins_too_early(client, apollo, radar, alice):
    chart(apollo, alice, "Landing", 5, follows=[radar])
    chart(apollo, alice, "Someday", follows=[radar])
    client.force_login(alice)
    page = client.get("/projects/AP/").text
    assert "follows “Radar”, and begins before that ends" in page
    assert page.count("follows “Radar”") > page.count("begins before")
    plan = client.get("/projects/AP/").context["of"].plan
    early, open_end = plan.bars[-2].links + plan.bars[-1].links
    assert (early.is_early, early.x1 > early.x2, open_end.x1) == (True, True, None)


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        (
            Reach(START, START + 9 * DAY, 85),
            "likely done between 3 Mar 2031 and 12 Mar 2031 (85 %)",
        ),
        (Reach(START, START, 85), "likely done on 3 Mar 2031 (85 %)"),
        (Reach(START, None, 85), "likely done on 3 Mar 2031 at the earliest (85 %)"),
        (None, ""),
    ],
)
def test_when_a_theme_is_likely_done(monkeypatch, radar, reach, words):
    monkeypatch.setattr("projects.plan.reach_of", lambda theme: reach)
    [bar] = Plan([radar], today=START).bars
    assert bar.reach_in_words == words
    assert (bar.reach_at is None) == (reach is None)


def test_the_window_is_moved_alone_and_nothing_is_written_over_unseen(client, radar, alice, bob):
    client.force_login(alice)
    bar = client.get("/projects/AP/").context["of"].plan.bars[0]
    assert bar.theme == radar
    sent = {"made_from": bar.made_from, "starts_on": "2031-03-10", "ends_on": "2031-03-20"}
    address = f"/themes/{radar.pk}/windows/"
    assert client.post(address, sent).status_code == 302
    radar.refresh_from_db()
    assert radar.ends_on == date(2031, 3, 20)
    late = client.post(address, sent | {"ends_on": "2031-04-01"})
    assert late.status_code == 409
    radar.refresh_from_db()
    assert radar.ends_on == date(2031, 3, 20)
    client.force_login(bob)
    assert client.get(address).status_code == 403
    assert client.post(address, sent).status_code == 403
