from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.sign_in import Attempt, Device
from demo.sign_ins import SignIn
from tests.web.forms import Forms
from tests.world import PASSWORD
from web import limits

SIGN_IN = "/sign-in/"


@pytest.fixture(autouse=True)
def fresh_count():
    limits.forget_all()


def sign_in(client, email="alice@example.org", password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"username": email, "password": password}, **extra)


def test_one_signs_in_by_e_mail_whatever_its_capitals(client, alice):
    answer = sign_in(client, "Alice@Example.org")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_is_told_without_saying_which_of_the_two(client, alice):
    known = sign_in(client, password="wrong").content
    unknown = sign_in(client, "nobody@example.org", "wrong").content
    assert b"don&#x27;t belong together" in known
    assert b"don&#x27;t belong together" in unknown


def test_after_ten_attempts_even_the_right_password_waits(client, alice):
    for _ in range(10):
        sign_in(client, password="wrong")
    answer = sign_in(client)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 300
    assert b"Too many attempts" in answer.content


def test_somebody_elsewhere_cannot_lock_a_person_out(client, alice):
    for _ in range(12):
        sign_in(client, password="wrong", REMOTE_ADDR="10.0.0.9")
    assert sign_in(client).status_code == 302


def test_the_limit_holds_while_redis_is_away(client, alice, monkeypatch):
    monkeypatch.setattr("base.redis.try_call", lambda action: False)
    for _ in range(10):
        sign_in(client, password="wrong")
    assert b"Too many attempts" in sign_in(client).content


def strangers(client, times, email="alice@example.org"):
    """Attempts from as many hosts as an attacker has; each is told what the next would be."""
    return [
        sign_in(Client(), email, "wrong", REMOTE_ADDR=f"10.1.{place // 250}.{place % 250}")
        for place in range(times)
    ]


def test_a_hundred_strangers_lock_out_neither_a_known_device_nor_a_known_address(alice, settings):
    settings.SIGN_IN_LIMIT_EMAIL = "20/hour"
    device, home = Client(), "192.0.2.7"
    assert sign_in(device, REMOTE_ADDR=home).status_code == 302
    del device.cookies["sessionid"]

    refused = strangers(Client(), 25)[-1]

    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (429, True)
    assert sign_in(Client(), REMOTE_ADDR="198.51.100.1").status_code == 429
    assert sign_in(Client(), REMOTE_ADDR=home).status_code == 302
    assert sign_in(device, REMOTE_ADDR="198.51.100.1").status_code == 302


def test_a_known_device_is_known_for_its_people_alone_and_has_a_limit_too(client, alice, bob):
    assert sign_in(client).status_code == 302
    del client.cookies["sessionid"]
    statuses = [sign_in(client, password="wrong").status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    assert sign_in(client, "bob@example.org").status_code == 302


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "\xff", "x" * 5000])
def test_a_forged_device_is_an_unknown_one(client, alice, cookie):
    client.cookies["device"] = cookie
    assert [sign_in(client, password="wrong").status_code for _ in range(11)][-1] == 429


def test_an_office_behind_one_address_signs_in_as_often_as_it_likes(alice, settings):
    settings.SIGN_IN_LIMIT_ADDRESS = "5/5 minutes"
    assert {sign_in(Client()).status_code for _ in range(20)} == {302}
    strange = [sign_in(Client(), f"p{n}@example.org", "wrong").status_code for n in range(6)]
    assert strange == [200] * 5 + [429]


def test_a_whole_network_of_ipv6_counts_as_one(alice):
    tries = [sign_in(Client(), password="w", REMOTE_ADDR=f"2001:db8::{n:x}") for n in range(1, 12)]
    assert [answer.status_code for answer in tries] == [200] * 10 + [429]


ATTEMPTS = st.lists(
    st.tuples(st.sampled_from(["home", "office", "strange"]), st.booleans()), max_size=14
)


@given(attempts=ATTEMPTS)
@settings(max_examples=25, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_others_try_each_place_has_ten_failures(attempts):
    """Successes and other places change nothing: refused is only who failed ten times there."""
    limits.forget_all()
    failed: Counter[str] = Counter()
    for place, is_right in [*attempts, *attempts]:
        attempt = Attempt("a@example.org", place, Device("unknown"))
        is_refused = attempt.must_wait() > 0
        assert is_refused == (failed[place] >= 10)
        if is_right and not is_refused:
            attempt.succeeded()
        else:
            failed[place] += 1


def test_an_account_that_was_closed_does_not_open(client, alice):
    alice.is_active = False
    alice.save(update_fields=["is_active"])
    assert sign_in(client).status_code == 200


@pytest.mark.parametrize("nonsense", ["a\x00b", "x" * 5000, "💥@💥", "' or 1=1 --"])
def test_nonsense_is_no_way_in(client, alice, nonsense):
    assert sign_in(client, nonsense, nonsense).status_code == 200


def test_it_goes_on_to_where_one_wanted_to_go_but_never_to_another_host(client, alice):
    assert client.get("/me/").headers["Location"] == f"{SIGN_IN}?next=/me/"
    data = {"username": alice.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(SIGN_IN, data).headers["Location"] == "/"


def test_one_changes_ones_name_and_zone(client, alice):
    client.force_login(alice)
    client.post(reverse("me"), {"name": "Alicia", "time_zone": "Europe/Berlin"})
    alice.refresh_from_db()
    assert (alice.name, alice.time_zone) == ("Alicia", "Europe/Berlin")
    answer = client.post(reverse("me"), {"name": "Alicia", "time_zone": "Mars/Olympus"})
    assert b"Select a valid choice" in answer.content


def test_a_weak_password_is_refused(client, alice):
    client.force_login(alice)
    fields = {"old_password": PASSWORD, "new_password1": "12345678", "new_password2": "12345678"}
    assert b"too common" in client.post(reverse("change_password"), fields).content


def test_a_form_without_its_token_changes_nothing_and_says_what_to_do(alice):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    answer = browser.post("/me/", {"name": "Mallory"})
    assert answer.status_code == 403
    assert "reload the page and try again" in answer.content.decode()
    alice.refresh_from_db()
    assert alice.name == "Alice"


def known():
    return [SignIn("alice@example.org", PASSWORD, "lead of Orbit")]


def test_who_may_be_played_comes_in_by_one_button_where_the_demo_is(client, team, settings):
    assert "Come in" not in client.get("/sign-in/").content.decode()
    settings.DEMO_SIGN_INS = "tests.accounts.test_sign_in.known"
    page = client.get("/sign-in/?next=/me/")
    found = Forms("")
    found.feed(page.content.decode())
    sheet = found.found[-1]["fields"]
    assert client.post("/sign-in/", sheet)["Location"] == "/me/"
    assert client.get("/me/").status_code == 200
