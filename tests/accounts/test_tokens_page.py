import pytest

from accounts.models import ApiToken
from tests.budgets import assert_budget

PAGE = "/me/tokens/"


@pytest.fixture
def alices(client, alice):
    client.force_login(alice)
    return client


def test_a_token_is_told_once_and_works(alices, alice, apollo, client):
    answer = alices.post(PAGE, {"name": "CI", "scope": "read", "days": "30"})
    plain = answer.context["plain"]

    assert answer.status_code == 201
    assert plain in answer.content.decode()
    assert plain not in alices.get(PAGE).content.decode()
    alices.logout()
    read = client.get("/api/v1/projects/", headers={"Authorization": f"Bearer {plain}"})
    assert read.status_code == 200


@pytest.mark.parametrize("words", [{}, {"name": "CI", "scope": "all", "days": "400"}])
def test_a_mistake_makes_no_token(alices, words):
    assert alices.post(PAGE, words).status_code == 400
    assert not ApiToken.objects.exists()


def test_only_the_owner_revokes(alices, alice, bob, client):
    mine, _ = ApiToken.issue(alice, name="Mine")
    theirs, _ = ApiToken.issue(bob, name="Theirs")
    alices.post(f"{PAGE}{mine.pk}/revocations/", {"sure": 1})

    assert alices.post(f"{PAGE}{theirs.pk}/revocations/").status_code == 404
    assert alices.get(f"{PAGE}{mine.pk}/revocations/").status_code == 405
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.is_valid, theirs.is_valid) == (False, True)
    assert "Theirs" not in alices.get(PAGE).content.decode()


def test_budget(alices, alice):
    ApiToken.issue(alice, name="First")

    def grow():
        for number in range(5):
            ApiToken.issue(alice, name=f"Token {number}")

    assert_budget("page tokens", lambda: alices.get(PAGE), grow)
