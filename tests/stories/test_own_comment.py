"""Saying it better and taking it back, on the page of the story."""

import pytest

from base.refusals import NotAllowed, Refused

PAGE = "/stories/AP-1/"
SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def said(story, alice):
    return story.comment("Frist!", by=alice)


def change(client, comment, resource, **fields):
    return client.post(
        f"{PAGE}comments/{comment.pk}/{resource}/",
        fields,
        headers={"Referer": f"http://testserver{PAGE}"},
    )


def told(client):
    return client.get(PAGE).content.decode()


def test_the_author_says_it_better(alices, said):
    assert "rewordings/" in told(alices)
    assert change(alices, said, "rewordings", body="First!").url == PAGE
    page = told(alices)
    assert "<p>First!</p>" in page
    assert "edited" in page
    assert said.story.events.filter(verb="story_comment_reworded").count() == 1


def test_the_author_takes_it_back_for_good(alices, said):
    assert change(alices, said, "withdrawal", sure=1).url == PAGE
    page = told(alices)
    assert "This comment was withdrawn." in page
    assert "Frist" not in page
    assert "rewordings/" not in page
    answer = change(alices, said, "rewordings", body="I never left")
    assert answer.status_code == 409
    assert "stays so" in answer.content.decode()
    said.refresh_from_db()
    assert said.body == ""


def test_nobody_else_is_offered_it_or_may(client, said, bob, story):
    client.force_login(bob)
    assert "rewordings/" not in told(client)
    answer = change(client, said, "rewordings", body="Second!")
    assert answer.status_code == 403
    change(client, said, "withdrawal", sure=1)
    said.refresh_from_db()
    assert (said.body, said.withdrawn_at) == ("Frist!", None)
    with pytest.raises(NotAllowed):
        said.withdraw(by=bob)


def test_a_guest_rewords_what_they_said(client, gina, story):
    client.force_login(gina)
    mine = story.comment("Nice", by=gina)
    change(client, mine, "rewordings", body="Very nice")
    assert "<p>Very nice</p>" in told(client)


def test_a_comment_that_is_internal_isnt_there_for_a_guest(client, gina, alice, story):
    inside = story.comment("Between us", internal=True, by=alice)
    client.force_login(gina)
    assert change(client, inside, "rewordings", body="Hello").status_code == 404


@pytest.mark.parametrize("body", [" ", "x" * 20_001, "nul \0"])
def test_nonsense_is_refused_and_what_was_typed_stays(alices, said, body):
    answer = change(alices, said, "rewordings", body=body)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert f'id="reword-{said.pk}" open' in page
    by_script = alices.post(f"{PAGE}comments/{said.pk}/rewordings/", {"body": body}, headers=SCRIPT)
    assert by_script.status_code == 400
    assert len(by_script.content) > 10


@pytest.mark.parametrize("resource", ["rewordings", "withdrawal"])
def test_strangers_wrong_methods_and_other_stories_get_nowhere(
    client, alice, charlie, stories, resource
):
    said = stories[0].comment("Here", by=alice)
    address = f"{PAGE}comments/{said.pk}/{resource}/"
    client.force_login(charlie)
    assert client.post(address, {"body": "Hm"}).status_code == 404
    client.force_login(alice)
    assert client.get(address).status_code == 405
    elsewhere = f"/stories/AP-2/comments/{said.pk}/{resource}/"
    assert client.post(elsewhere, {"body": "Hm"}).status_code == 404
    assert client.post(address.replace(str(said.pk), "9" * 18), {"body": "Hm"}).status_code == 404
    client.logout()
    assert client.post(address, {"body": "Hm"}).status_code == 401


def test_a_withdrawn_comment_is_not_reworded_by_any_door(said, alice):
    said.withdraw(by=alice)
    with pytest.raises(Refused, match="stays so"):
        said.reword("Again", by=alice)
