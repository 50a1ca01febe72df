"""A filter that can't be followed says so; what it names and somebody left is still named."""

import re

import pytest

PAGES = ("/projects/AP/board/", "/projects/AP/backlog/")
UNKNOWN = {
    "sprint": "77",
    "owner": "987654",
    "discipline": "magic",
    "theme": "987654",
    "kind": "miracle",
    "label": "nowhere",
    "blocked": "maybe",
    "lanes": "moon",
    "project": "TVV",
}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_value_is_said(alices, address, name):
    page = alices.get(address, {name: UNKNOWN[name]}).content.decode()
    assert (
        "this page isn’t narrowed" in page
        or "this page isn&#x27;t narrowed" in page
        or ("this page isn't narrowed" in page)
    )
    assert name in page


@pytest.mark.parametrize("address", PAGES)
def test_known_filters_are_used_without_a_word(alices, address, theme):
    page = alices.get(address, {"owner": "me", "kind": "story", "theme": theme.pk, "q": "x"})
    assert "isn't narrowed" not in page.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_somebody_who_left_stands_in_the_filter_by_name(alices, address, team, alice, bob):
    team.let_go(bob, by=alice)
    page = alices.get(address, {"owner": bob.pk}).content.decode()
    assert is_chosen_and_gone(bob, page)


def test_somebody_who_left_stays_the_owner_in_the_picker(alices, team, stories, alice, bob):
    team.let_go(bob, by=alice)
    page = alices.get(f"/stories/{stories[1].key}/").content.decode()
    assert is_chosen_and_gone(bob, page)
    page = alices.get(f"/stories/{stories[0].key}/").content.decode()
    assert "left the team" not in page


def is_chosen_and_gone(person, page):
    option = rf'<option\s+value="{person.pk}"\s+selected\s*>\s*(.*?)\s*</option>'
    # A sprint or a theme may have the same id.
    names = [" ".join(name.split()) for name in re.findall(option, page, re.DOTALL)]
    return f"{person} (left the team)" in names
