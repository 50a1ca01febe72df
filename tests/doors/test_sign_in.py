import pytest
from django.test import Client
from django.urls import reverse

from doors import limits
from tests.world import PASSWORD

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
    assert answer.status_code == 200
    assert b"Too many attempts" in answer.content


def test_somebody_elsewhere_cannot_lock_a_person_out(client, alice):
    for _ in range(12):
        sign_in(client, password="wrong", REMOTE_ADDR="10.0.0.9")
    assert sign_in(client).status_code == 302


def test_the_limit_holds_while_redis_is_away(client, alice, monkeypatch):
    monkeypatch.setattr("jobs.bell.ring", lambda action: False)
    for _ in range(10):
        sign_in(client, password="wrong")
    assert b"Too many attempts" in sign_in(client).content


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
