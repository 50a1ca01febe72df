"""The drawing of notes and arrows: no line runs through a note that it doesn't join."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from walls.sketch import WIDTH, Sketch

NOTES = 8
WORDS = ["Wind", "A note of some length that takes three lines in its box, as many do here"]


@st.composite
def sketches(draw):
    notes = {pk: WORDS[draw(st.integers(0, 1))] for pk in range(NOTES)}
    ends = st.tuples(st.integers(0, NOTES - 1), st.integers(0, NOTES - 1))
    pairs = draw(st.lists(ends.filter(lambda pair: pair[0] != pair[1]), unique=True, max_size=12))
    return Sketch(notes, [(number, a, b, "to") for number, (a, b) in enumerate(pairs)])


def points(path):
    """Points along a path of M, C and H, near enough to each other to hit a box."""
    x = y = 0.0
    for command, words in re.findall(r"([MCH])([^MCH]*)", path):
        numbers = [float(word) for word in words.split()]
        if command == "M":
            x, y = numbers
        elif command == "H":
            yield from ((x + (numbers[0] - x) * step / 40, y) for step in range(41))
            x = numbers[0]
        else:
            ax, ay, bx, by, cx, cy = numbers
            for step in range(41):
                t, u = step / 40, 1 - step / 40
                yield (
                    u**3 * x + 3 * u * u * t * ax + 3 * u * t * t * bx + t**3 * cx,
                    u**3 * y + 3 * u * u * t * ay + 3 * u * t * t * by + t**3 * cy,
                )
            x, y = cx, cy


def inside(point, box):
    x, y = point
    return box.x < x < box.x + WIDTH and box.y < y < box.y + box.height


@given(sketches())
@settings(max_examples=80, deadline=None)
def test_what_leads_on_crosses_no_note_and_stays_in_the_drawing(sketch):
    assert len(sketch.lines) == len(sketch.rows)
    for (_, a, b, _), line in zip(sketch.arrows, sketch.lines, strict=True):
        source, target = sketch._boxes[a], sketch._boxes[b]
        if target.x <= source.x:
            continue  # it leads back, below both
        for point in points(line.path):
            assert 0 <= point[0] <= sketch.width
            assert 0 <= point[1] <= sketch.height
            assert not any(inside(point, box) for box in sketch.boxes), (line.path, point)


def test_none_and_one():
    assert Sketch({}, []).boxes == []
    one = Sketch({1: "Wind", 2: "Fuel"}, [(5, 1, 2, "costs")])
    assert [line.label for line in one.lines] == ["costs"]
