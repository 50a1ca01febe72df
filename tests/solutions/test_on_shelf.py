"""Live solutions stand on the shelf: whoever asks what is there already finds and picks them."""

import pytest

from projects.models import Question, ShelfItem
from solutions.models import FitReview, Solution
from teams.models import Team
from tests.solutions.fit import item


@pytest.fixture
def page(client):
    def read(user, address="/shelf/", **query):
        client.force_login(user)
        return client.get(address, query).content.decode()

    return read


def test_what_is_live_stands_there_with_who_looks_after_it(page, live, alice, bob, team):
    found = page(alice)
    assert f'href="/solutions/{live.solution_id}/"' in found
    assert "Live model" in found
    assert f"Ask {alice} (science) or {bob} (engineering)" in found
    team.let_go(bob, by=alice)
    assert f"Ask {alice} (science)</p>" in page(alice)


def test_it_leaves_the_shelf_with_production(page, live, alice):
    live.roll_back(reason="It drifted over night", by=alice)
    assert "Lander" not in page(alice)


def test_it_is_sifted_like_the_rest(page, live, alice, team, root):
    other = Team.found(name="Station", slug="station", by=root)
    other.take_in(alice, discipline="science", role="lead", by=root)
    for query, is_there in (
        ({"q": "HEIGHT above"}, True),
        ({"q": "no such"}, False),
        ({"kind": "live"}, True),
        ({"kind": "platform"}, False),
        ({"team": "orbit"}, True),
        ({"team": "station"}, False),
    ):
        found = page(alice, **query)
        assert ("Lander" in found) == is_there, query
        assert is_there or "Nothing on the shelf is like that" in found


def test_neither_guests_nor_strangers_find_it(page, live, alice, gina, charlie):
    live.solution.show(by=alice)
    for who in (gina, charlie):
        assert "Lander" not in page(who)


def test_it_is_picked_into_an_answer_with_what_else_one_sees(
    page, live, use_case, alice, bob, charlie, root
):
    other = Team.found(name="Station", slug="station", by=root)
    other.take_in(alice, discipline="science", role="member", by=root)
    ShelfItem.put(other, kind="platform", name="Dock", kept_by="science", by=alice)
    Question.begin(use_case, [6], by=alice)
    board = f"/use-cases/{use_case.pk}/questions/"
    found = page(alice, board)
    assert 'data-shelf-name="Lander"' in found
    assert 'data-shelf-name="Dock"' in found
    assert "of Station" in found
    found = page(bob, board)
    assert 'data-shelf-name="Lander"' in found
    assert "Dock" not in found


def test_it_is_picked_into_the_note_on_what_exists_already(page, live, apollo, alice, bob, gina):
    other = Solution.sketch(apollo, name="Rover", kind="model", by=alice)
    review = FitReview.begin(other, by=alice)
    fit = f"/solutions/{other.pk}/fit/"
    found = page(bob, fit)
    assert "What is live" in found
    note = f"id_note_{item(review, 'What exists').pk}"
    assert f'data-shelf-into="{note}"' in found
    assert f'id="{note}"' in found
    assert 'data-shelf-name="Lander"' in found
    other.show(by=alice)
    review.show(by=alice)
    assert "Lander" not in page(gina, fit)
    FitReview.begin(live.solution, by=alice)
    assert "What is live" not in page(bob, f"/solutions/{live.solution_id}/fit/")
