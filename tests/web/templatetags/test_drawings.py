from types import SimpleNamespace

from django.template import Context, Template

from web.templatetags.disciplines import cut, discipline
from web.templatetags.figures import line, pct, progress_bar
from web.templatetags.health import health


def member(discipline, role="member"):
    return SimpleNamespace(discipline=discipline, role=role)


def test_a_team_is_drawn_as_a_slice_for_each_seat():
    team = [member("engineering"), member("science"), member("customer", role="guest")]
    html = Template("{% load disciplines %}{% slices team 8 %}").render(Context({"team": team}))

    assert html.count("slice-free") == 6
    assert 'aria-label="2 of 8 seats taken: 1 science, 1 engineering"' in html


def test_a_team_beyond_its_limit_gets_a_slice_for_everyone():
    assert len(list(cut(["science"] * 9, 9))) == 9
    assert len(list(cut(["science"], 1))) == 1


def test_a_discipline_is_told_by_shape_and_word():
    html = discipline("science")

    assert "#flask-conical" in html
    assert "Science" in html
    assert "#circle-help" in discipline("nonsense")


def test_a_state_is_told_by_shape_word_and_colour():
    html = health("not_enough_data")

    assert "health-insufficient" in html
    assert "#insufficient" in html
    assert "Not enough data" in html


def test_progress_of_nothing_is_none():
    assert pct(3, 0) == "0%"
    assert progress_bar(0, 0)["done"] == "0%"


def test_a_missing_value_lifts_the_pen():
    assert line([(0, 1), None, (2, 3), (4, 5)]) == "M0.0 1.0M2.0 3.0L4.0 5.0"
