"""GET /live/projects/AP/: who gets a stream, and what they get who don't."""

import http.client
from urllib.parse import quote

import pytest

from tests.live.conftest import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_member_gets_a_stream_that_nobody_on_the_way_keeps(live, apollo, bob):
    with live.listen("AP", bob) as page:
        headers = {name.lower(): value for name, value in page.answer.getheaders()}
        assert page.status == 200
        assert headers["content-type"].startswith("text/event-stream")
        assert "no-cache" in headers["cache-control"]
        assert headers["x-accel-buffering"] == "no"


def test_who_has_not_signed_in_is_told_so(live, apollo):
    assert live.listen("AP").status == 401
    for session in ("", "a" * 32, "'; drop", "x" * 500):
        assert live.listen("AP", Cookie=f"sessionid={session}").status == 401, session


def test_a_stranger_learns_nothing(live, apollo, charlie, root):
    assert live.listen("AP", charlie).status == 404
    assert live.listen("NONE", charlie).status == 404
    assert live.listen("AP", root).status == 404


def test_a_closed_account_and_an_old_password_open_no_stream(live, apollo, alice, bob):
    session = sign_in(bob)
    bob.set_password("something else entirely")
    bob.save(update_fields=["password"])
    assert live.listen("AP", Cookie=f"sessionid={session}").status == 401

    alice.is_active = False
    alice.save(update_fields=["is_active"])
    assert live.listen("AP", alice).status == 401


def test_an_address_that_is_none_is_not_found(live, apollo, bob):
    for key in ("ap", "A", "A%00B", "ABCDEFGHIJKL", "..", "AP/AP", "%FF"):
        assert live.listen(key, bob).status == 404, key


def test_an_id_that_is_none_is_refused(live, apollo, bob):
    for after in ("", "-1", "x", "1.5", "²", "9" * 19, "9" * 5000, "1%00"):
        assert live.listen("AP", bob, after=quote(after, safe="%")).status == 400, after
    assert live.listen("AP", bob, Last_Event_ID="' or 1=1").status == 400


def test_a_stream_is_only_read(live, apollo, bob):
    line = http.client.HTTPConnection(*live.address)
    line.request("POST", "/live/projects/AP/", headers={"Cookie": f"sessionid={sign_in(bob)}"})
    answer = line.getresponse()
    assert (answer.status, answer.getheader("Allow")) == (405, "GET")
    line.close()


def test_there_is_an_end_to_how_many_streams_are_open(live, apollo, bob, gina, settings):
    settings.LIVE_STREAMS = 1
    with live.listen("AP", bob) as page:
        assert page.status == 200
        refused = live.listen("AP", gina)
        assert (refused.status, refused.answer.getheader("Retry-After")) == (503, "10")


def test_one_person_cannot_take_all_the_streams(live, apollo, bob, gina, monkeypatch):
    monkeypatch.setattr("live.endpoint.EACH", 1)
    with live.listen("AP", bob) as first, live.listen("AP", gina) as other:
        assert (first.status, other.status) == (200, 200)
        assert live.listen("AP", bob).status == 503
