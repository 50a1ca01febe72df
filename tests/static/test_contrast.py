"""The colours of tokens.css against each other, in both themes, by WCAG 2.2's own formula."""

import re
from math import cos, radians, sin
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"
OKLCH = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)"

SURFACES = ["canvas", "surface", "raised", "sunken"]
STATES = ["healthy", "attention", "unclear", "danger"]
DISCIPLINES = ["science", "engineering", "product", "customer"]

TEXT = [
    *[(ink, on) for ink in ("ink", "ink-soft", "ink-faint") for on in (*SURFACES, "hover")],
    *[(word, on) for word in ("accent", *STATES, *DISCIPLINES) for on in SURFACES],
    *[(word, f"{word}-wash") for word in ("accent", *STATES, *DISCIPLINES)],
    ("ink", "accent-wash"),
    ("ink", "selection"),
    ("ink-faint", "accent-wash"),
    ("on-accent", "accent-fill"),
    ("on-accent", "accent-fill-hover"),
    ("on-accent", "danger-fill"),
]
SHAPES = [(edge, on) for edge in ("border", "focus") for on in ("surface", "raised", "canvas")]


def tokens():
    found = {}
    for name, value in re.findall(r"--([\w-]+): (.+?);", TOKENS.read_text()):
        colours = [tuple(map(float, colour)) for colour in re.findall(OKLCH, value)]
        if colours:
            found[name] = (colours[0], colours[-1])
    return found


def luminance(lightness, chroma, hue):
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long, middle, short = (
        (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    )
    rgb = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    red, green, blue = (min(1, max(0, part)) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(*one), luminance(*other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (SHAPES, 3)], ids=["text", "shapes"])
def test_everything_that_is_read_stands_out_enough(pairs, least, theme):
    colours = tokens()
    faint = {
        f"{ink} on {on}": round(ratio, 2)
        for ink, on in pairs
        if (ratio := contrast(colours[ink][theme], colours[on][theme])) < least
    }

    assert faint == {}
