import pytest

from stories.models import Story
from tests.budgets import assert_budget

PAGE = "/stories/AP-1/"
SCRIPT = {"X-Requested-With": "fetch"}


def page(client, path=PAGE):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def change(client, resource, **fields):
    return client.post(
        f"{PAGE}{resource}/", fields, headers={"Referer": f"http://testserver{PAGE}"}
    )


@pytest.mark.parametrize(
    ("resource", "fields", "name", "expected"),
    [
        ("titles", {"title": "Lift off"}, "title", "Lift off"),
        ("descriptions", {"body": " **Up**\n"}, "body", " **Up**\n"),
        ("kinds", {"kind": "bug"}, "kind", "bug"),
        ("labels", {"labels": "moon, landing,,moon "}, "labels", ["moon", "landing"]),
        ("estimates", {"size": "3"}, "points", 3),
        ("estimates", {"size": "2.5", "unit": "days"}, "time_box_days", 2.5),
        ("blockers", {"reason": "fuel"}, "blocked_reason", "fuel"),
        ("assignments", {"owner": ""}, "owner", None),
        ("plans", {"sprint": ""}, "sprint", None),
    ],
)
def test_each_fact_changes_by_its_own_resource(alices, story, resource, fields, name, expected):
    answer = change(alices, resource, **fields)
    story.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert getattr(story, name) == expected


def test_people_and_places_change_too(alices, story, bob, theme, next_sprint, doing):
    change(alices, "assignments", owner=bob.pk)
    change(alices, "themes", theme=theme.pk)
    change(alices, "plans", sprint=next_sprint.pk)
    change(alices, "moves", column=doing.pk)
    story.refresh_from_db()
    assert (story.owner, story.theme, story.sprint) == (bob, theme, next_sprint)
    assert story.column == doing


def test_a_pairing_begins_and_ends(alices, story, bob):
    change(alices, "pairings", coworker=bob.pk)
    assert list(story.coworkers.all()) == [bob]
    change(alices, "pairings", coworker=bob.pk, ends="1")
    assert not story.coworkers.exists()


def test_blocking_shows_the_reason_until_it_is_lifted(alices, story):
    change(alices, "blockers", reason="Waits for <fuel>")
    assert "Waits for &lt;fuel&gt;" in page(alices)
    change(alices, "blockers", lifted="1")
    story.refresh_from_db()
    assert not story.is_blocked


def test_a_size_is_taken_away_by_an_empty_field(alices, story):
    change(alices, "estimates", size="5")
    change(alices, "estimates", size="")
    story.refresh_from_db()
    assert story.points is None


@pytest.mark.parametrize(
    ("resource", "fields"),
    [
        ("titles", {"title": ""}),
        ("titles", {"title": "x" * 241}),
        ("titles", {"title": "\0"}),
        ("descriptions", {"body": "x" * 100_001}),
        ("descriptions", {"body": "nul \0"}),
        ("comments", {"body": " "}),
        ("comments", {"body": "x" * 20_001}),
        ("kinds", {"kind": "epic"}),
        ("labels", {"labels": ",".join(f"label {n}" for n in range(30))}),
        ("labels", {"labels": "x" * 60}),
        ("estimates", {"size": "-1"}),
        ("estimates", {"size": "many"}),
        ("estimates", {"size": "NaN"}),
        ("estimates", {"size": "1e400"}),
        ("estimates", {"size": "0.1", "unit": "days"}),
        ("blockers", {"reason": ""}),
        ("blockers", {"reason": "x" * 241}),
        ("assignments", {"owner": "999999"}),
        ("assignments", {"owner": "\0"}),
        ("pairings", {}),
        ("plans", {"sprint": "9" * 25}),
        ("themes", {"theme": "none"}),
        ("dependencies", {}),
        ("dependencies", {"needs": "AP-1"}),
        ("dependencies", {"needs": "\0"}),
        ("rankings", {}),
        ("rankings", {"before": "AP-1"}),
    ],
)
def test_bad_input_is_answered_with_400_and_a_sentence(alices, resource, fields):
    plain = change(alices, resource, **fields)
    by_script = alices.post(f"{PAGE}{resource}/", fields, headers=SCRIPT)

    assert by_script.status_code == 400
    assert by_script["Content-Type"].startswith("text/plain")
    assert len(by_script.content) > 10
    if plain.status_code == 302:  # refused by the verb: the sentence waits on the page
        assert 'class="toast toast-error"' in page(alices)
    else:
        assert plain.status_code == 400
        assert 'role="alert"' in plain.content.decode()


@pytest.mark.parametrize(
    ("resource", "fields"),
    [
        ("titles", {"title": "A long title " * 30}),
        ("descriptions", {"body": "Words I wrote " + "x" * 100_000}),
        ("comments", {"body": "Words I wrote " + "x" * 20_000}),
        ("blockers", {"reason": "A long reason " * 30}),
    ],
)
def test_what_was_typed_is_not_lost(alices, resource, fields):
    told = change(alices, resource, **fields).content.decode()
    assert next(iter(fields.values())).strip() in told


def test_a_comment_on_a_project_that_closed_meanwhile_is_still_said(alices, apollo, alice):
    apollo.enter("finished", by=alice)
    assert change(alices, "comments", body="Well done").status_code == 302
    refused = change(alices, "titles", title="Too late")
    assert refused.status_code == 409
    assert "take it up again" in refused.content.decode()


def test_markdown_is_shown_and_cleaned(alices, story, alice):
    story.describe("**Bold** <script>alert(1)</script> [x](javascript:alert(1))", by=alice)
    told = page(alices)
    assert "<strong>Bold</strong>" in told
    assert "<script>alert" not in told
    assert 'href="javascript:' not in told


def test_a_preview_changes_nothing(alices, story):
    part = alices.post(f"{PAGE}previews/", {"body": "*soon*"}, headers={"HX-Request": "true"})
    whole = alices.post(f"{PAGE}previews/", {"body": "*soon*"})
    story.refresh_from_db()
    assert part.content.decode().strip() == "<p><em>soon</em></p>"
    assert "<em>soon</em>" in whole.content.decode()
    assert "*soon*</textarea>" in whole.content.decode()
    assert story.body == ""


def test_internal_comments_are_for_the_team(client, alices, gina):
    change(alices, "comments", body="Between us", internal="1")
    change(alices, "comments", body="For all")
    assert "Between us" in page(alices)
    client.force_login(gina)
    told = page(client)
    assert "Between us" not in told
    assert "For all" in told
    assert "commented" not in told


def test_a_guest_reads_and_comments(client, gina, story):
    client.force_login(gina)
    told = page(client)
    for control in ("/moves/", "/titles/", "/descriptions/", 'name="internal"', "/blockers/"):
        assert control not in told
    assert change(client, "comments", body="Between us", internal="1").status_code == 403
    assert change(client, "comments", body="Nice").status_code == 302
    assert story.comments.get().body == "Nice"
    answer = client.post(f"{PAGE}titles/", {"title": "Mine"}, headers=SCRIPT)
    assert answer.status_code == 403


RESOURCES = [
    "moves",
    "rankings",
    "assignments",
    "pairings",
    "plans",
    "themes",
    "kinds",
    "labels",
    "blockers",
    "estimates",
    "titles",
    "dependencies",
    "descriptions",
    "comments",
    "previews",
]


@pytest.mark.parametrize("resource", RESOURCES)
def test_strangers_and_wrong_methods_get_nowhere(client, charlie, alice, stories, resource):
    client.force_login(charlie)
    assert client.post(f"{PAGE}{resource}/", {}).status_code == 404
    client.force_login(alice)
    assert client.get(f"{PAGE}{resource}/").status_code == 405
    client.logout()
    assert client.post(f"{PAGE}{resource}/", {}).status_code == 401


def test_a_stranger_finds_no_story(client, charlie, stories):
    client.force_login(charlie)
    assert client.get(PAGE).status_code == 404
    assert client.get("/stories/AP-999999999/").status_code == 404


def test_the_key_is_found_in_small_letters_too(alices):
    assert page(alices, "/stories/ap-1/")


def test_history_reads_as_sentences(alices, story, doing, alice):
    story.move_to(doing, by=alice)
    told = page(alices)
    assert "<strong>Alice</strong> moved it from <strong>To do</strong> to <strong>Doing" in told


def test_the_page_costs_the_same_with_more_history(alices, story, alice, bob, doing, apollo):
    def grow():
        for number in range(12):
            story.comment(f"Again {number}", by=bob)
            story.hand_to(bob if number % 2 else alice, by=alice)
            story.block(f"for {number}", by=alice)
            Story.write(apollo, title=f"Other {number}", by=alice)

    assert_budget("page story", lambda: alices.get(PAGE), grow)
