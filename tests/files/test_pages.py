"""Files on pages: attached by a plain form, seen by whoever sees the host, run by no browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from files.models import Attachment
from files.serving import POLICY
from history.models import Event
from projects.models import Hypothesis
from tests.budgets import assert_budget
from tests.files.conftest import file, lying, picture


def sent(content=b"a,b\n1,2\n", name="figures.csv"):
    return SimpleUploadedFile(name, content)


def page_of(row):
    kinds = {"Story": "story", "UseCase": "use_case", "Hypothesis": "hypothesis"}
    return reverse("files_of", args=[kinds.get(type(row).__name__, "comment"), row.pk])


@pytest.fixture
def content_of(attached):
    return f"/files/{attached.pk}/content/"


def body(answer):
    return b"".join(answer.streaming_content)


def test_several_files_are_attached_without_javascript(alices, story):
    two = [sent(), sent(b"hello", "größe 測定.txt")]
    answer = alices.post(page_of(story), {"file": two}, follow=True)
    assert answer.redirect_chain == [(f"/stories/{story.key}/#files", 302)]
    words = answer.content.decode()
    assert "größe 測定.txt" in words
    assert "5 bytes" in words
    assert Attachment.objects.count() == 2


def test_all_of_several_are_kept_or_none(alices, use_case, media):
    answer = alices.post(page_of(use_case), {"file": [sent(), sent(b"", "empty.csv"), sent()]})
    assert answer.status_code == 400
    assert "“empty.csv” is empty." in answer.content.decode()
    assert not Attachment.objects.exists()
    assert lying(media) == []


def test_a_form_without_a_file_says_so(alices, use_case):
    for data in ({}, {"file": "words"}, {"file": ""}):
        answer = alices.post(page_of(use_case), data)
        assert answer.status_code == 400
        assert "Choose a file." in answer.content.decode()


def test_a_script_is_told_in_a_sentence(alices, use_case, settings):
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024
    script = {"X-Requested-With": "fetch"}
    done = alices.post(page_of(use_case), {"file": sent()}, headers=script)
    assert (done.status_code, done.content) == (204, b"")
    told = alices.post(page_of(use_case), {"file": sent(b"x" * 1024 * 1024 + b"x")}, headers=script)
    assert told.status_code == 413
    assert told.content.decode() == "“figures.csv” is larger than the 1 MB that a file may have."
    assert alices.post(page_of(use_case), {}, headers=script).content == b"Choose a file."


def test_the_same_form_sent_twice_attaches_once_but_another_file_is_another_form(alices, use_case):
    page = alices.get(page_of(use_case)).content.decode()
    once = page.partition('name="once" value="')[2].partition('"')[0]
    for content in (b"one", b"one", b"two"):
        alices.post(page_of(use_case), {"file": sent(content), "once": once})
    assert [one.size for one in Attachment.objects.all()] == [3, 3]
    assert Attachment.objects.values("sha256").distinct().count() == 2


def test_what_a_browser_gets_it_keeps_and_doesnt_run(alices, use_case, alice):
    name = '<b>"größe"\r\nX: y</b>.html'
    made = Attachment.attach(use_case, file(b"<script>alert(1)</script>", name), by=alice)
    answer = alices.get(f"/files/{made.pk}/content/")
    assert body(answer) == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in answer["Content-Disposition"]
    assert answer["Content-Security-Policy"] == POLICY
    assert "sandbox" in POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_browser_that_has_it_isnt_sent_it_again(alices, content_of, attached):
    etag = alices.get(content_of)["ETag"]
    assert etag == f'"{attached.sha256}"'
    again = alices.get(content_of, headers={"If-None-Match": f'"x", W/{etag}'})
    assert (again.status_code, again["ETag"]) == (304, etag)


@pytest.mark.parametrize(
    ("asked", "status", "content", "told"),
    [
        ("bytes=0-2", 206, b"a,b", "bytes 0-2/8"),
        ("bytes=4-", 206, b"1,2\n", "bytes 4-7/8"),
        ("bytes=-2", 206, b"2\n", "bytes 6-7/8"),
        ("bytes=2-999", 206, b"b\n1,2\n", "bytes 2-7/8"),
        ("bytes=-999", 200, b"a,b\n1,2\n", None),
        ("bytes=0-", 200, b"a,b\n1,2\n", None),
        ("bytes=8-", 416, b"", "bytes */8"),
        ("bytes=-0", 416, b"", "bytes */8"),
        ("bytes=5-2", 200, b"a,b\n1,2\n", None),
        ("bytes=0-1,3-4", 200, b"a,b\n1,2\n", None),
        ("bytes=-", 200, b"a,b\n1,2\n", None),
        ("bytes=\u0661-2", 200, b"a,b\n1,2\n", None),
        ("pages=1-2", 200, b"a,b\n1,2\n", None),
        ("bytes=99999999999999999999-", 200, b"a,b\n1,2\n", None),
    ],
)
def test_a_part_of_it_may_be_asked_for(alices, content_of, asked, status, content, told):
    answer = alices.get(content_of, headers={"Range": asked})
    assert answer.status_code == status
    assert answer.headers.get("Content-Range") == told
    got = body(answer) if answer.streaming else answer.content
    assert got == content
    if status != 416:
        assert answer["Content-Length"] == str(len(content))


def test_a_part_of_another_version_is_the_whole(alices, content_of):
    answer = alices.get(content_of, headers={"Range": "bytes=0-2", "If-Range": '"old"'})
    assert (answer.status_code, body(answer)) == (200, b"a,b\n1,2\n")


def test_previews_are_shown_and_nothing_else_is(alices, use_case, alice):
    made = Attachment.attach(use_case, picture(), by=alice)
    preview = f"/files/{made.pk}/preview/"
    assert alices.get(preview).status_code == 404
    assert "data-drawing" in alices.get(page_of(use_case)).content.decode()
    made.draw_preview()
    answer = alices.get(preview)
    assert answer["Content-Type"] == "image/webp"
    assert answer["Content-Security-Policy"] == POLICY
    assert body(answer)[:4] == b"RIFF"
    assert preview in alices.get(page_of(use_case)).content.decode()
    again = alices.get(preview, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("who", [None, "charlie", "gina", "bob"])
def test_every_address_of_a_file_is_that_of_its_host(client, request, who, story, alice):
    comment = story.comment("Between us", internal=True, by=alice)
    made = Attachment.attach(comment, picture(), by=alice)
    made.draw_preview()
    gone = Attachment.attach(comment, file(), by=alice)
    gone.remove(by=alice)
    if who:
        client.force_login(request.getfixturevalue(who))
    reads = [f"/files/{made.pk}/content/", f"/files/{made.pk}/preview/", page_of(comment)]
    writes = [f"/files/{made.pk}/deletions/", f"/files/{gone.pk}/restorations/", page_of(comment)]
    answers = [client.get(path).status_code for path in reads]
    acts = [client.post(path, {"file": sent()}).status_code for path in writes]
    if who is None:
        assert set(answers) == {302}
    elif who == "bob":
        assert answers == [200, 200, 200]
        assert acts[:2] == [302, 302]  # refused, with a sentence
        assert acts[2] == 403
    else:
        assert set(answers + acts) == {404}
    made.refresh_from_db()
    assert made.deleted_at is None
    if who:
        line = f"/projects/{story.project.key}/files/"
        shown = client.get(line).content.decode()
        assert ("chart.png" in shown) == (who == "bob")


def test_a_deleted_file_is_gone_until_it_is_restored(alices, attached, use_case, content_of):
    alices.post(f"/files/{attached.pk}/deletions/")
    assert alices.get(content_of).status_code == 404
    assert "Deleted in the last 30 days: 1" in alices.get(page_of(use_case)).content.decode()
    alices.post(f"/files/{attached.pk}/restorations/")
    assert body(alices.get(content_of)) == b"a,b\n1,2\n"
    verbs = Event.objects.filter(verb__startswith="attachment").values_list("verb", flat=True)
    assert list(verbs) == ["attachment_added", "attachment_deleted", "attachment_restored"]


def test_who_may_not_restore_it_isnt_shown_it(client, use_case, bob, alice, gina):
    made = Attachment.attach(use_case, file(), by=bob)
    made.remove(by=bob)
    for person, shown in ((bob, True), (alice, True), (gina, False)):
        client.force_login(person)
        assert ("figures.csv" in client.get(page_of(use_case)).content.decode()) == shown


def test_a_guest_is_offered_what_a_guest_may_do(client, gina, use_case, story, alice):
    Attachment.attach(use_case, file(), by=alice)
    client.force_login(gina)
    shown = client.get(page_of(use_case)).content.decode()
    assert "figures.csv" in shown
    assert "data-attach" not in shown
    assert "deletions" not in shown
    assert "data-attach" in client.get(f"/stories/{story.key}/").content.decode()


def test_they_stand_on_the_pages_of_their_hosts(alices, story, hypothesis, use_case, alice, bob):
    comment, others = story.comment("Look", by=alice), story.comment("And", by=bob)
    for number, row in enumerate((story, comment, hypothesis)):
        Attachment.attach(row, file(name=f"file-{number}.csv"), by=alice)
    shown = alices.get(f"/stories/{story.key}/").content.decode()
    assert "file-0.csv" in shown
    assert "file-1.csv" in shown
    assert page_of(comment) in shown
    assert page_of(others) not in shown
    assert "attached <strong>“file-0.csv”</strong> to it" in shown
    assert "file-2.csv" in alices.get(f"/hypotheses/{hypothesis.pk}/").content.decode()
    assert page_of(use_case) in alices.get(f"/use-cases/{use_case.pk}/questions/").content.decode()
    told = alices.get("/projects/AP/activity/").content.decode()
    assert "to <strong>a hypothesis</strong>" in told


def test_what_isnt_there_is_not_found(alices, use_case):
    for path in (
        "/files/use_case/987654/",
        "/files/question/1/",
        "/files/nothing/1/",
        "/files/987654/content/",
        "/files/0/content/",
        "/files/999999999999999999/preview/",
    ):
        assert alices.get(path).status_code == 404, path


def test_a_project_lists_its_files_and_the_room_they_take(alices, use_case, story, alice):
    assert "No files" in alices.get("/projects/AP/files/").content.decode()
    Attachment.attach(use_case, file(), by=alice)
    Attachment.attach(story, file(name="other.csv"), by=alice).remove(by=alice)
    shown = alices.get("/projects/AP/files/").content.decode()
    assert "Landing" in shown
    assert "other.csv" not in shown
    assert "16 bytes of 2,048 MB" in shown


def test_lists_cost_the_same_with_more_files(alices, use_case, hypothesis, story, alice, bob):
    def grow():
        for number in range(4):
            comment = story.comment(f"Words {number}", by=alice)
            for row in (use_case, hypothesis, story, comment):
                Attachment.attach(row, picture(), by=alice)
            other = Hypothesis.draft(hypothesis.theme, prediction=f"P{number}", by=bob)
            Attachment.attach(other, file(), by=bob)

    grow()
    assert_budget("page files_of", lambda: alices.get(page_of(use_case)), grow)
    assert_budget("page project_files", lambda: alices.get("/projects/AP/files/"), grow)
    assert_budget("page hypothesis", lambda: alices.get(f"/hypotheses/{hypothesis.pk}/"), grow)
    assert_budget("page story", lambda: alices.get(f"/stories/{story.key}/"), grow)
