import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.templatetags.markdown import markdown


def test_markdown_becomes_prose_below_the_headings_of_the_page():
    assert markdown("# Why\n\n- **one**") == (
        "<h3>Why</h3>\n<ul>\n<li><strong>one</strong></li>\n</ul>\n"
    )


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/spy.png)",
        '<a href="#" onclick="alert(1)">x</a>',
        "| a |\n|:-:|\n| 1 |",
    ],
)
def test_nothing_people_write_can_act(attack):
    html = markdown(attack)

    assert not any(
        part in html for part in ("<script", 'javascript:"', "<img", '<a href="#"', "style=")
    )


def test_nothing_written_is_nothing_shown():
    assert markdown(None) == ""


def test_bare_addresses_and_keys_of_stories_are_links():
    html = markdown("See https://example.org/x?a=1&b=2 and TV-42, (AB1-7).")
    assert '<a href="https://example.org/x?a=1&amp;b=2" rel=' in html
    assert '<a href="/stories/TV-42/" rel=' in html
    assert '<a href="/stories/AB1-7/" rel=' in html
    assert 'href="mailto:us@example.org"' in markdown("Write us@example.org")


@pytest.mark.parametrize(
    "text",
    [
        "`TV-42`",
        "    TV-42",
        "tv-42",
        "TV-042",
        "X-1",
        "ATV-42-b",
        "models.py",
        "UTF-",
        "A/TV-42",
        "TV-9999999999",
    ],
)
def test_what_only_looks_like_a_link_is_none(text):
    assert "<a" not in markdown(text)


def test_a_key_within_a_link_stays_that_link():
    html = markdown("[TV-42](https://example.org) https://example.org/TV-43/")
    assert html.count("<a ") == 2
    assert "/stories/" not in html


def test_a_list_of_tasks_shows_what_is_done_and_cant_be_ticked_here():
    html = markdown("- [ ] ask\n- [x] answer\n- plain")
    assert html.count('type="checkbox"') == 2
    assert html.count('disabled="') == 2
    assert html.count('checked="') == 1
    assert "[ ]" not in html
    assert "<label" in html
    assert "ask" in html


def test_a_picture_says_what_it_shows_and_is_not_fetched():
    html = markdown('![The *burn-up* of "May"](https://elsewhere.example/x.png)')
    assert "<img" not in html
    assert "burn-up" in html
    assert 'href="https://elsewhere.example/x.png"' in html
    assert "javascript" not in markdown("![x](javascript:alert(1))").partition("href")[2]


@given(st.text(alphabet="TV-42 []()!*_`#\n<>&x:/.\"'|~@", max_size=60))
def test_whatever_is_written_is_shown_and_nothing_acts(text):
    html = markdown(text)
    assert not re.search(r"<(script|img|style|iframe)|\son\w+=|javascript:[^<]*\">", html)
