"""One's own settings over the API: what the page of the same name says and takes."""

import pytest

from teams.models import User


def test_what_the_page_shows_is_read(api, alice, client):
    client.force_login(alice)
    shown = client.get("/me/").context["form"].initial
    told = api(alice).get("me/").json()

    assert {name: told[name] for name in shown} == shown


def test_what_is_given_changes_and_the_rest_stays(api, alice):
    hers = api(alice)
    answer = hers.post("me/edits/", {"time_zone": "Europe/Vienna"})

    assert (answer.status_code, answer.json()["name"]) == (200, "Alice")
    answer = hers.post("me/edits/", {"name": "Alice 李", "wants_digests": False})
    told = hers.get("me/").json()
    assert answer.json() == told
    assert (told["name"], told["time_zone"], told["wants_digests"]) == (
        "Alice 李",
        "Europe/Vienna",
        False,
    )
    assert hers.post("me/edits/", {}).json() == told
    assert User.objects.get(pk=alice.pk).check_password("two pizzas for eight")


@pytest.mark.parametrize(
    "body",
    [
        {"name": ""},
        {"name": " "},
        {"name": "x" * 121},
        {"name": None},
        {"time_zone": "Europe/Nowhere"},
        {"wants_digests": "yes"},
        {"email": "else@example.org"},
        {"is_staff": True},
    ],
)
def test_what_cant_be_is_refused_by_its_field(api, alice, body):
    answer = api(alice).post("me/edits/", body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"#/{next(iter(body))}"
    assert User.objects.get(pk=alice.pk).name == "Alice"


def test_only_whoever_has_read_it_changes_it_if_they_say_so(api, alice):
    hers = api(alice)
    tag = hers.get("me/")["ETag"]

    assert hers.post("me/edits/", {"name": "A"}, if_match=tag).status_code == 200
    again = hers.post("me/edits/", {"name": "B"}, if_match=tag)
    assert (again.status_code, again.json()["now"]["name"]) == (412, "A")


def test_a_token_that_reads_changes_nothing(api, alice):
    assert api(alice, scope="read").post("me/edits/", {"name": "A"}).status_code == 403
    assert api().post("me/edits/", {"name": "A"}).status_code == 401
