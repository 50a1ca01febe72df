"""Tokens: shown once, scoped, revocable, and nobody else's; sessions need their CSRF token."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ApiToken


@pytest.fixture
def browser(alice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    return client


def csrf_of(browser):
    browser.get(reverse("tokens"))
    return browser.cookies["csrftoken"].value


def test_who_am_i(api, alice):
    assert api(alice).get("me/").json()["email"] == "alice@example.org"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer tp_x", "Basic YTpi", "tp_x"])
def test_without_a_valid_token_nobody_comes_in(api, header):
    answer = api().get("me/", authorization=header)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_that_reads_does_not_write(api, alice, story):
    reader = api(alice, scope="read")

    assert reader.get("stories/AP-1/").status_code == 200
    assert reader.post("stories/AP-1/titles/", {"title": "New"}).status_code == 403


def test_a_revoked_token_ends_at_once(api, alice):
    client = api(alice)

    assert client.delete(f"tokens/{client.token.pk}/").status_code == 200
    assert client.get("me/").status_code == 401


def test_an_expired_token_and_a_gone_person_are_nobody(api, alice, bob, time_machine):
    hers, his = api(alice), api(bob)
    bob.is_active = False
    bob.save(update_fields=["is_active"])
    assert his.get("me/").status_code == 401

    time_machine.move_to(hers.token.expires_at)
    assert hers.get("me/").status_code == 401


def test_the_last_use_is_shown(api, alice):
    client = api(alice)
    client.get("me/")

    assert client.get(f"tokens/{client.token.pk}/").json()["last_used_at"]


def test_a_session_issues_a_token_that_works(browser, api):
    answer = browser.post(
        "/api/v1/tokens/",
        {"name": "CI"},
        "application/json",
        headers={"X-CSRFToken": csrf_of(browser)},
    )

    assert answer.status_code == 201, answer.content
    plain = answer.json()["token"]
    assert api().get("me/", authorization=f"Bearer {plain}").status_code == 200
    assert plain not in str(browser.get("/api/v1/tokens/").content)
    assert not ApiToken.objects.filter(digest=plain).exists()


def test_a_session_without_its_csrf_token_writes_nothing(browser):
    answer = browser.post("/api/v1/tokens/", {"name": "CI"}, "application/json")

    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"


def test_a_token_issues_no_other(api, alice):
    assert api(alice).post("tokens/", {"name": "CI"}).status_code == 403
