"""Nothing that a client sends makes us fail: by hand, where a generator seldom goes."""

import json
from pathlib import Path

import pytest

from projects.models import Question, UseCase
from teams.models import User

NAUGHTY = json.loads((Path(__file__).parent.parent / "data/hostile_inputs/blns.json").read_text())
BODIES = [
    b"",
    b" ",
    b"null",
    b"true",
    b"1",
    b'"text"',
    b"[]",
    b"[{}]",
    b"{",
    b"nul",
    b"\xff\xfe",
    b"\x00",
    b'{"title": "\xc3\x28"}',
    b'{"title": "\\ud800"}',
    b'{"title": NaN}',
    b'{"title": 1e400}',
    b"[" * 5000,
    b'{"a":' * 5000,
    b'{"title": "a", "title": "b", "x": 1}',
    b'{"\\u0000": 1}',
    b'{"title": "\\u0000"}',
    b"\xef\xbb\xbf{}",
]
NUMBERS: list[object] = [
    0,
    -1,
    10**30,
    -(10**30),
    2**31,
    2**63,
    2**63 - 1,
    1.5,
    1e308,
    5e-324,
    True,
    None,
    "1",
    [],
    {},
]
DATES = [
    "",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    1,
    None,
    "x" * 999,
]


@pytest.fixture
def hers(api, alice, stories, theme):
    return api(alice)


def fails(answer):
    return answer.status_code >= 500


@pytest.mark.parametrize("path", ["stories/", "stories/AP-1/moves/", "projects/AP/sprints/"])
def test_broken_bodies(hers, path):
    answers = [hers.post_raw(path, body) for body in BODIES]

    assert {answer.status_code for answer in answers} == {400}
    assert all(answer["Content-Type"] == "application/problem+json" for answer in answers)


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("text/plain", 415),
        ("multipart/form-data", 415),
        ("application/xml", 415),
        ("", 415),
        ("application/json; charset=utf-16", 400),
        ("application/json; charset=UTF-8", 200),
        ("application/problem+json", 415),
    ],
)
def test_other_types_of_body(hers, content_type, status):
    answer = hers.post_raw("stories/AP-1/titles/", b'{"title": "New"}', content_type)

    assert answer.status_code == status


def test_a_body_that_is_too_large(hers, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    assert hers.post("stories/", {"title": "x" * 2000}).status_code == 413


def test_naughty_strings_are_kept_or_refused(hers):
    for text in NAUGHTY:
        answer = hers.post("stories/AP-1/descriptions/", {"body": text}, if_match="*")
        assert answer.status_code in (200, 400), text
        if answer.status_code == 200:
            assert answer.json()["body"] == text
        assert not fails(hers.post("stories/AP-1/titles/", {"title": text}))
        assert not fails(hers.get("stories/", {"q": text, "label": text}))
        assert not fails(hers.get("stories/", {text: text, "cursor": text}))
        assert not fails(hers.get("me/", authorization=f"Bearer {text}".encode().decode("latin-1")))


def test_naughty_answers_are_sealed_and_given_back_as_they_are(hers, apollo, alice):
    use_case = UseCase.distil(apollo, title="Landing", by=alice)
    question = Question.ask(use_case, text="Why?", asked_from="science", by=alice)
    path = f"projects/AP/questions/{question.pk}/answers/own/"
    for text in NAUGHTY:
        answer = hers.post(path, {"belief": text, "change_mind": text}, if_match="*")
        assert answer.status_code in (200, 400), text
        if answer.status_code == 200:
            assert answer.json()["belief"] == text.strip()
            assert hers.get(path).content == answer.content


@pytest.mark.parametrize("value", NUMBERS, ids=repr)
def test_odd_numbers(hers, value):
    bodies = {
        "estimates/": {"points": value},
        "moves/": {"column": value},
        "assignments/": {"to": value},
        "plans/": {"sprint": value},
        "themes/": {"theme": value},
        "labels/": {"labels": value},
        "titles/": {"title": value},
        "rankings/": {"above": value},
    }
    for path, body in bodies.items():
        raw = json.dumps(body).encode()
        assert not fails(hers.post_raw(f"stories/AP-1/{path}", raw)), path
    for name in ("page_size", "sprint", "owner", "column", "theme", "updated_since", "open"):
        assert not fails(hers.get("stories/", {name: "" if value is None else str(value)})), name


@pytest.mark.parametrize("value", DATES, ids=repr)
def test_odd_dates(hers, value):
    assert not fails(hers.post("projects/AP/sprints/", {"starts_on": value}))
    assert not fails(hers.post("projects/AP/themes/", {"title": "T", "starts_on": value}))
    for zone in ("UTC", "Asia/Kathmandu", "America/St_Johns"):  # east and west, a day's edges move
        User.objects.update(time_zone=zone)
        assert not fails(hers.get("stories/", {"updated_since": str(value)})), zone


@pytest.mark.parametrize(
    "path",
    [
        "stories/AP-99999999999999999999/",
        "stories/%00/",
        "stories/AP-1%00/",
        "stories/ap-1/",
        "teams/%F0%9F%8D%95/",
        "teams/..%2f..%2f/",
        "projects/AP/themes/9223372036854775808/",
        "projects/AP/themes/999999999999999999/",
        "projects/AP/sprints/4294967296/",
        "events/0/",
        "nothing/",
        "stories",
        "stories/AP-1",
        "projects/A P/",
        "%FF/",
        "stories/AP-\u0661/",
    ],
)
def test_odd_addresses(hers, path):
    answer = hers.get(path)

    assert answer.status_code in (200, 404)
    assert "json" in answer["Content-Type"]
    assert not fails(hers.post(path, {}))


CURSORS = [
    "",
    "x",
    "====",
    "bnVsbA",
    "W10",
    "WyJpZCJd",
    "WyJpZCIsbnVsbF0",
    "WyJpZCIsMWUzMDBd",
    "WyJpZCIsOTIyMzM3MjAzNjg1NDc3NTgwOF0",
    "WyJyYW5rIiwxLDJd",
    "é",
    "\x00",
    "W1tbXV1d",
]


@pytest.mark.parametrize("cursor", CURSORS)
def test_made_up_cursors(hers, cursor):
    answer = hers.get("stories/", {"cursor": cursor})

    assert answer.status_code in (400, 404)
    assert answer.json()["errors"][0]["parameter"] == "cursor"


def test_odd_headers(hers):
    for text in ["", '"', "W/", "*", "x" * 5000, '"a", "b', "\x7f"]:
        assert not fails(hers.get("stories/AP-1/", if_none_match=text, accept=text))
        assert not fails(hers.delete("stories/AP-1/blockers/", if_match=text))
        assert not fails(hers.post("stories/AP-1/titles/", idempotency_key=text))


@pytest.mark.parametrize("method", ["put", "trace"])
def test_other_methods(hers, method):
    answer = getattr(hers.client, method)("/api/v1/stories/AP-1/", headers=hers.headers)

    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
