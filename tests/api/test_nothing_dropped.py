"""What is sent is taken, or refused at its place; never taken in part, and never a failure."""

from datetime import timedelta

import pytest
from django.utils import timezone

NEW = {"project": "AP", "title": "New"}


@pytest.fixture
def hers(api, alice, rows):
    return api(alice)


def refusal(answer, status):
    assert answer.status_code == status, answer.content
    told = answer.json()
    pointers = [fault.get("pointer") for fault in told.get("errors", [])]
    return told["type"].removeprefix("/api/v1/problems/").rstrip("/"), pointers


@pytest.mark.parametrize("value", [1e16, -1e16, 1e300])
def test_a_number_that_no_reader_holds_is_refused(hers, rows, value):
    path = f"projects/AP/success-metrics/{rows['success-metric'].pk}/observations/"
    today = str(timezone.localdate())
    answer = hers.post(path, {"value": value, "observed_on": today})
    assert refusal(answer, 400) == ("invalid-body", ["#/value"])


def test_a_line_that_holds_such_a_number_is_read_nevertheless(hers, rows, alice):
    metric = rows["success-metric"]
    metric.observe(value=1e20, observed_on=timezone.localdate(), by=alice)
    metric.retarget(target=1e25, due=timezone.localdate() + timedelta(days=9), by=alice)
    for path in ("feed/?page_size=200", "events/?order=-id", "projects/AP/success-metrics/"):
        assert hers.get(path).status_code == 200, path
    last = hers.get("events/?order=-id&verb=successmetric_observed").json()["results"][0]
    assert last["details"]["value"] == 1e20


def test_notes_of_a_retrospective_that_was_held_are_not_dropped(hers):
    path = "projects/AP/retrospectives/"
    again = hers.post(path, {"sprint": 1})
    assert again.status_code == 201
    assert refusal(hers.post(path, {"sprint": 1, "shown": "A model"}), 409) == (
        "retrospective-held-otherwise",
        [],
    )


def test_how_many_were_there_is_not_dropped(hers, rows):
    path, yesterday = "projects/AP/standups/", str(timezone.localdate() - timedelta(days=1))
    noted = {"day": yesterday, "present": 5}
    assert hers.post(path, noted).status_code == hers.post(path, noted).status_code == 201
    assert refusal(hers.post(path, noted | {"present": 6}), 409)[1] == ["#/present"]
    assert refusal(hers.post(path, {"present": 6}), 409)[1] == ["#/present"]
    end = f"{path}{rows['standup'].pk}/end/"
    assert hers.post(end, {"present": 3}).status_code == 200
    assert hers.post(end, {"present": 3}).status_code == hers.post(end).status_code == 200
    assert refusal(hers.post(end, {"present": 4}), 409)[1] == ["#/present"]


@pytest.mark.parametrize("address", ["pairings/", "assignments/"])
def test_the_body_s_own_field_is_to_blame(hers, gina, address):
    [name] = {"pairings/": ["user"], "assignments/": ["to"]}[address]
    answer = hers.post(f"stories/AP-1/{address}", {name: gina.pk})
    assert refusal(answer, 409)[1] == [f"#/{name}"]


def test_all_faults_of_a_body_are_told_whatever_finds_them(hers):
    body = {"project": "AP", "title": " ", "points": "x", "foo": 1}
    assert set(refusal(hers.post("stories/", body), 400)[1]) == {"#/title", "#/points", "#/foo"}


@pytest.mark.parametrize(
    "day", ["2028-W10-1", "20280301", "2028-3-1", "٢٠٢٨-٠٣-٠١", "2028-03-01T00:00"]
)
def test_a_day_is_written_in_one_way(hers, day):
    answer = hers.post("projects/AP/themes/", {"title": "New", "starts_on": day})
    assert refusal(answer, 400)[1] == ["#/starts_on"]


def test_bytes_of_another_encoding_are_called_so(hers):
    for content in (b'{"title": "\xff"}', '{"title": "ü"}'.encode("utf-16")):
        assert refusal(hers.post_raw("stories/", content), 400)[0] == "body-not-utf8"


def test_a_verb_that_no_line_has_is_refused(hers):
    assert hers.get("events/?verb=foo").status_code == 400


def test_a_tag_that_a_proxy_made_weak_holds(hers):
    tag = hers.get("stories/AP-1/")["ETag"]
    for condition, status in ((f"W/{tag}", 200), (f'"other", W/{tag}', 412), ('W/"other"', 412)):
        answer = hers.post("stories/AP-1/titles/", {"title": "Weak"}, if_match=condition)
        assert answer.status_code == status


def test_only_addresses_that_have_it_say_what_patch_takes(hers):
    for path in ("stories/", "stories/AP-1/", "stories/AP-1/moves/", "projects/AP/columns/"):
        answer = hers.client.options(f"/api/v1/{path}")
        assert ("Accept-Patch" in answer) == ("PATCH" in answer["Allow"])
