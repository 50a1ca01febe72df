"""Files over the API: attached once, listed, downloaded, deleted, restored."""

import pytest
from django.core.files.base import ContentFile

from files.models import Attachment
from tests.budgets import assert_budget
from tests.files.conftest import file, lying, picture

FILE = {"file": [b"a,b\n1,2\n", "größe 測定.csv"]}


@pytest.fixture
def hers(api, alice):
    return api(alice)


@pytest.fixture
def path(use_case):
    return f"projects/AP/use-cases/{use_case.pk}/attachments/"


def test_a_file_is_attached_listed_and_given_back(hers, path, use_case):
    made = hers.post(path, FILE)
    assert made.status_code == 201
    told = made.json()
    assert (told["name"], told["size"], told["host_kind"]) == ("größe 測定.csv", 8, "use_case")
    assert hers.get(path).json()["results"] == [told]
    assert hers.get("projects/ap/attachments/").json()["results"] == [told]
    assert hers.get(f"attachments/{told['id']}/").json() == told
    answer = hers.get(f"attachments/{told['id']}/content/")
    assert answer.content == FILE["file"][0]
    assert answer["ETag"] == f'"{told["sha256"]}"'
    part = hers.get(f"attachments/{told['id']}/content/", range="bytes=0-2")
    assert (part.status_code, part.content) == (206, b"a,b")
    none = hers.get(f"attachments/{told['id']}/content/", range="bytes=8-")
    assert (none.status_code, none.json()["type"]) == (416, "/api/v1/problems/no-such-bytes/")
    odd = hers.get(f"attachments/{told['id']}/content/", range="rows=0-2")
    assert (odd.status_code, odd.content) == (200, FILE["file"][0])
    for parameter in ("fields=name", "version=2"):
        refused = hers.get(f"attachments/{told['id']}/content/?{parameter}")
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (
            400,
            "unknown-parameter",
        )


def test_it_is_deleted_and_restored(hers, path):
    pk = hers.post(path, FILE).json()["id"]
    assert hers.delete(f"attachments/{pk}/").json()["deleted_at"]
    assert hers.delete(f"attachments/{pk}/").status_code == 200
    assert hers.get(f"attachments/{pk}/content/").status_code == 404
    assert hers.get(path).json()["results"] == []
    assert hers.post(f"attachments/{pk}/restorations/").json()["deleted_at"] is None
    assert hers.get(f"attachments/{pk}/content/").content == FILE["file"][0]


def test_the_same_key_with_the_same_file_attaches_once(hers, path, media):
    first = hers.post(path, FILE, idempotency_key="a")
    again = hers.post(path, FILE, idempotency_key="a")
    assert (first.status_code, again.content) == (201, first.content)
    assert again["Idempotent-Replayed"] == "true"
    for other in ([b"x,y", "größe 測定.csv"], [FILE["file"][0], "other.csv"]):
        assert hers.post(path, {"file": other}, idempotency_key="a").status_code == 422
    assert len(lying(media)) == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "required"),
        ({"file": "words"}, 400, "invalid"),
        ({"file": ContentFile(b"", "empty.csv")}, 400, "file-empty"),
        ({"file": ContentFile(b"x" * 11, "long.csv")}, 413, "file-too-large"),
        ({"file": ContentFile(b"x", "a.csv"), "colour": "red"}, 400, "unknown-field"),
        ({"file": [ContentFile(b"x", "a"), ContentFile(b"y", "b")]}, 400, "name-said-twice"),
        ({f"part{n}": "x" for n in range(1100)}, 400, None),
        ({f"part{n}": ContentFile(b"x", "a") for n in range(110)}, 400, None),
    ],
)
def test_what_isnt_one_file_is_refused(hers, path, settings, media, body, status, code):
    settings.ATTACHMENT_MAX_BYTES = 10
    answer = hers.attach(path, body)
    assert answer.status_code == status
    assert code is None or code in answer.content.decode()
    assert lying(media) == []


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b'{"file": "x"}', "application/json", 415),
        (b"x", "multipart/form-data", 400),
        (b"x", "multipart/form-data; boundary=", 400),
        (b"--a\r\n", "multipart/form-data; boundary=a", 400),
        (b'--a\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n', "", 415),
    ],
)
def test_odd_bodies_are_refused(hers, path, content, kind, status):
    assert hers.post_raw(path, content, kind).status_code == status


def test_a_token_that_reads_attaches_nothing(api, alice, path, attached):
    reader = api(alice, scope="read")
    assert reader.post(path, FILE).status_code == 403
    assert reader.delete(f"attachments/{attached.pk}/").status_code == 403
    assert reader.get(f"attachments/{attached.pk}/content/").status_code == 200


@pytest.mark.parametrize("who", ["gina", "charlie", "bob"])
def test_files_on_internal_comments_are_the_teams(request, api, who, story, alice):
    comment = story.comment("Between us", internal=True, by=alice)
    made = Attachment.attach(comment, file(), by=alice)
    client = api(request.getfixturevalue(who))
    base = f"stories/{story.key}/comments/{comment.pk}/attachments/"
    paths = [base, f"attachments/{made.pk}/", f"attachments/{made.pk}/content/"]
    expected = 200 if who == "bob" else 404
    assert [client.get(path).status_code for path in paths] == [expected] * 3
    assert client.post(base, FILE).status_code == (403 if who == "bob" else 404)
    assert client.delete(paths[1]).status_code == (403 if who == "bob" else 404)


def test_a_file_of_one_host_isnt_below_another(hers, path, attached, hypothesis, story):
    other = story.project.use_cases.create(title="Other")
    assert hers.get(f"projects/AP/use-cases/{other.pk}/attachments/").json()["results"] == []
    assert hers.get(f"projects/XX/use-cases/{other.pk}/attachments/").status_code == 404
    assert hers.get("projects/AP/use-cases/987654/attachments/").status_code == 404
    assert hers.get(f"stories/AP-2/comments/{attached.pk}/attachments/").status_code == 404


def test_lists_cost_the_same_with_more_files(hers, path, use_case, alice):
    def grow():
        for _ in range(5):
            Attachment.attach(use_case, picture(), by=alice)

    grow()
    assert_budget("api attachments", lambda: hers.get(path), grow)
    assert_budget("api attachments", lambda: hers.get("projects/AP/attachments/"), grow)
