import pytest

from projects.templatetags.markdown import markdown


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
