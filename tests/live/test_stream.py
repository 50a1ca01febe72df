"""What an open page hears."""

import threading

import pytest
from django.db import connection

from history.models import Event
from projects.events import ProjectStateChanged
from projects.models import Project
from stories.models import Story
from teams.models.membership import Actor
from tests.live.conftest import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def ids_of(project):
    return list(Event.objects.filter(project=project).order_by("pk").values_list("pk", flat=True))


def test_a_move_is_heard_by_everybody_who_listens(live, story, doing, alice, bob, gina):
    with live.listen("AP", bob) as bobs, live.listen("AP", gina) as ginas:
        story.move_to(doing, by=alice)

        for page in (bobs, ginas):
            assert page.wait_until(lambda page: page.heard)
            told = page.heard[0]
            assert told["verb"] == "story_moved"
            assert (told["story"], told["column"]) == (story.key, doing.pk)
            assert (told["project"], told["actor"]) == ("AP", alice.pk)
            assert told["line_id"] == str(told["id"])


def test_a_page_without_a_past_hears_only_what_comes(live, story, doing, alice, bob):
    with live.listen("AP", bob) as page:
        story.move_to(doing, by=alice)
        assert page.wait_until(lambda page: page.heard)
        assert page.verbs == ["story_moved"]


def test_a_page_catches_up_from_where_it_was(live, apollo, stories, alice, bob):
    everything = ids_of(apollo)
    with live.listen("AP", bob, after=0) as page:
        assert page.wait_until(lambda page: len(page.heard) == len(everything))
        assert page.ids == everything

    with live.listen("AP", bob, after=0, Last_Event_ID=str(everything[-3])) as page:
        assert page.wait_until(lambda page: len(page.heard) == 2)
        assert page.ids == everything[-2:]


def test_a_page_that_comes_back_hears_what_it_missed_from_memory(live, apollo, story, alice, bob):
    with live.listen("AP", bob) as staying:
        with live.listen("AP", bob) as leaving:
            story.rename("First", by=alice)
            assert leaving.wait_until(lambda page: page.heard)
        seen = leaving.ids[-1]
        for points in (1, 2, 3):
            story.estimate(points=points, by=alice)
        assert staying.wait_until(lambda page: len(page.heard) == 4)
        with live.listen("AP", bob, Last_Event_ID=str(seen)) as back:
            assert back.wait_until(lambda page: len(page.heard) == 3)
            assert back.ids == staying.ids[1:]


def test_an_id_of_the_future_loses_nothing(live, story, doing, alice, bob):
    with live.listen("AP", bob, after=2**62) as page:
        story.move_to(doing, by=alice)
        assert page.wait_until(lambda page: page.heard)


def test_other_projects_are_not_heard(live, story, team, doing, alice, bob):
    other = Project.start(team, key="GE", name="Gemini", by=alice)
    with live.listen("AP", bob) as page:
        Story.write(other, title="Elsewhere", by=alice)
        story.move_to(doing, by=alice)
        assert page.wait_until(lambda page: page.heard)
        assert page.verbs == ["story_moved"]


def test_messages_carry_no_texts(live, story, alice, bob):
    with live.listen("AP", bob) as page:
        story.comment("The launch code is 0000", by=alice)
        assert page.wait_until(lambda page: page.heard)
        assert "0000" not in str(page.heard)


def test_guests_do_not_hear_of_internal_comments(live, story, alice, bob, gina):
    with live.listen("AP", gina) as ginas, live.listen("AP", bob) as bobs:
        story.comment("The customer must not know", by=alice, internal=True)
        story.comment("Hello Houston", by=alice)
        assert bobs.wait_until(lambda page: len(page.heard) == 2)
        assert ginas.wait_until(lambda page: page.heard)
        assert ginas.ids == bobs.ids[1:]

    with live.listen("AP", gina, after=bobs.ids[0] - 1) as ginas:
        assert ginas.wait_until(lambda page: page.heard)
        assert ginas.ids == bobs.ids[1:]


def test_nothing_is_missed_doubled_or_turned_round_by_writers_side_by_side(live, stories, bob):
    listeners = [live.listen("AP", bob) for _ in range(3)]
    before = len(ids_of(stories[0].project))
    threads = [threading.Thread(target=write_a_lot, args=(story, bob)) for story in stories]
    for thread in threads:
        thread.start()
    late = live.listen("AP", bob, after=0)
    for thread in threads:
        thread.join()

    written = ids_of(stories[0].project)
    assert len(written) - before == 10 * len(stories)
    for page in listeners:
        assert page.wait_until(lambda page: len(page.heard) >= len(written) - before)
        assert page.ids == written[before:]
        page.close()
    assert late.wait_until(lambda page: len(page.heard) >= len(written))
    assert late.ids == written
    late.close()


def write_a_lot(story, by):
    try:
        for points in range(1, 11):
            story.estimate(points=points, by=by)
    finally:
        connection.close()


def test_too_much_at_once_is_not_told_line_by_line(live, story, alice, bob, monkeypatch):
    monkeypatch.setattr("live.history.MANY", 3)
    with live.listen("AP", bob, after=0) as page:
        assert page.wait_until(lambda page: page.resets)
        assert page.reset_id == ids_of(story.project)[-1]
        story.estimate(points=5, by=alice)
        assert page.wait_until(lambda page: page.heard)
        assert page.verbs == ["story_estimated"]


def test_a_rush_of_news_resets_those_who_listen(live, apollo, alice, bob, monkeypatch):
    monkeypatch.setattr("live.history.MANY", 3)
    details = ProjectStateChanged(was="active", now="paused")
    told = [
        Event.build(details, team=apollo.team, by=Actor(alice), project=apollo) for _ in range(5)
    ]
    with live.listen("AP", bob) as page:
        with apollo.changed_by(alice):
            Event.write_all(told)
        assert page.wait_until(lambda page: page.resets)
        assert page.heard == []


def test_a_silent_stream_is_kept_awake(live, apollo, bob, monkeypatch):
    monkeypatch.setattr("live.stream.HEARTBEAT", 0.05)
    with live.listen("AP", bob) as page:
        assert page.wait_until(lambda page: page.beats > 2)


def test_who_leaves_the_team_hears_no_more(live, team, story, alice, bob, monkeypatch):
    monkeypatch.setattr("live.hub.RECHECK", 0.05)
    with live.listen("AP", bob) as bobs, live.listen("AP", alice) as alices:
        team.let_go(bob, by=alice)
        assert bobs.wait_until(lambda page: page.has_ended)
        assert not alices.has_ended


def test_without_redis_the_table_is_read(live, story, doing, alice, bob, settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr("live.hub.LOOK_WHEN_SILENT", 0.05)
    with live.listen("AP", bob) as page:
        assert not live.endpoint.hub.listener.is_heard
        story.move_to(doing, by=alice)
        assert page.wait_until(lambda page: page.heard)


def test_a_ring_that_gets_lost_costs_only_time(live, story, doing, alice, bob, monkeypatch):
    monkeypatch.setattr("live.hub.LOOK_WHEN_HEARD", 0.05)
    monkeypatch.setattr("history.models.Event.announce_later", lambda _: None)
    with live.listen("AP", bob) as page:
        wait_until(lambda: live.endpoint.hub.listener.is_heard)
        story.move_to(doing, by=alice)
        assert page.wait_until(lambda page: page.heard)


def test_streams_that_wait_hold_no_connection_and_no_thread(live, apollo, bob, monkeypatch):
    monkeypatch.setattr("live.endpoint.EACH", 100)
    threads = sum(thread.name.startswith("live-database") for thread in threading.enumerate())
    pages = [live.listen("AP", bob) for _ in range(50)]
    wait_until(lambda: len(live.endpoint.hub.streams) == 50)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        assert cursor.fetchone()[0] <= 3
    names = [thread.name for thread in threading.enumerate()]
    assert sum(name.startswith("live-database") for name in names) <= max(threads, 2)
    for page in pages:
        page.close()
    wait_until(lambda: not live.endpoint.hub.streams and not live.endpoint.hub.channels)


def test_a_server_that_stops_ends_its_streams(live, apollo, bob):
    with live.listen("AP", bob) as page:
        live.stop()
        assert page.wait_until(lambda page: page.has_ended)
        assert not live.thread.is_alive()
