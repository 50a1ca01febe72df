"""A file is kept, found by whoever sees its host, taken away, put back, and gone after 30 days."""

import errno
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from base.refusals import NotAllowed
from files import storage as bytes_of
from files.hosts import HOSTS
from files.models import Attachment
from files.models import attachment as module
from files.refusals import (
    AttachmentGone,
    AttachmentOfAnother,
    FileEmpty,
    FileLost,
    FileRefusedByScan,
    FileTooLarge,
    FileWaitsForScan,
    HostDropped,
    ProjectFilesFull,
    RestoredByAnother,
    TooManyAttachments,
)
from files.tasks import purge_attachments, sweep_attachments
from history.models import Event
from jobs.models import Job
from projects.models import UseCase
from projects.refusals import ProjectClosed
from stories.refusals import CommentOfAnother, CommentWithdrawn
from teams.refusals import NotInTheTeam
from tests.files.conftest import file, lying, picture
from tests.present import present
from walls.models import Wall

DAY = timedelta(days=1)


def test_a_file_is_kept_whole_and_told(use_case, apollo, alice, media):
    made = Attachment.attach(use_case, file(b"a,b\n", "größe 測定.csv"), by=alice)

    assert (made.name, made.size, made.content_type) == ("größe 測定.csv", 4, "text/plain")
    assert made.opened().read() == b"a,b\n"
    assert made.sha256 == sha256(b"a,b\n").hexdigest()
    assert lying(media) == [made.key.rpartition("/")[2]]
    event = apollo.events.get(verb="attachment_added")
    assert event.actor == alice
    assert event.details == {
        "attachment": made.pk,
        "host_kind": "use_case",
        "host": use_case.pk,
        "on": "a use case",
        "name": "größe 測定.csv",
        "internal": False,
        "size": 4,
        "content_type": "text/plain",
    }


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\plans\\moon.txt", "moon.txt"),
        ("..", "file"),
        ("", "file"),
        ("a\0b.txt", "ab.txt"),
        (".htaccess", "htaccess"),
        ("x\u202egpj.exe", "xgpj.exe"),
        ("a\r\nSet-Cookie: b.txt", "aSet-Cookie: b.txt"),
        ("x" * 400 + ".csv", "x" * 196 + ".csv"),
        ("测" * 300, "测" * 200),
        ("\ud800.txt", "txt"),
    ],
)
def test_names_say_what_they_are_and_lead_nowhere(use_case, alice, media, sent, kept):
    made = Attachment.attach(use_case, ContentFile(b"x"), name=sent, by=alice)
    assert made.name == kept
    assert set(os.listdir(media / "attachments")) == {str(made.project_id)}


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"<html><script>alert(1)</script>", "a.png", "text/plain"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg", "text/plain"),
        (b"PK\x03\x04" + b"\0" * 40, "plan.docx", "vnd.openxmlformats-officedocument.word"),
        (b"PK\x03\x04" + b"\0" * 40, "plan.zip", "application/zip"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "plan", "application/pdf"),
        (b"\x00\x01\x02", "a.csv", "application/octet-stream"),
        ("größe".encode(), "a.pdf", "text/plain"),
        ("ö".encode() * 5000, "a", "text/plain"),
    ],
)
def test_the_content_says_of_which_type_it_is(use_case, alice, content, name, told):
    made = Attachment.attach(use_case, ContentFile(content), name=name, by=alice)
    assert told in made.content_type


def test_a_picture_says_so_whatever_it_is_called(use_case, alice):
    made = Attachment.attach(use_case, picture(), name="a.html", by=alice)
    assert (made.content_type, made.preview) == ("image/png", "waiting")


def test_an_empty_file_and_one_byte_too_many_are_refused(use_case, alice, settings, media):
    settings.ATTACHMENT_MAX_BYTES = 10
    Attachment.attach(use_case, file(b"x" * 10), by=alice)
    with pytest.raises(FileTooLarge):
        Attachment.attach(use_case, file(b"x" * 11), by=alice)
    with pytest.raises(FileEmpty, match="is empty"):
        Attachment.attach(use_case, file(b""), by=alice)
    assert len(lying(media)) == 1


def test_the_room_of_a_project_ends(use_case, story, alice, settings, media):
    settings.PROJECT_FILES_BYTES = 10
    first = Attachment.attach(use_case, file(b"x" * 6), by=alice)
    with pytest.raises(ProjectFilesFull, match="doesn't fit"):
        Attachment.attach(story, file(b"x" * 5), by=alice)
    Attachment.attach(story, file(b"x" * 4), by=alice)
    first.remove(by=alice)
    with pytest.raises(ProjectFilesFull, match="30 days"):
        Attachment.attach(story, file(b"x"), by=alice)
    assert len(lying(media)) == 2


def test_one_thing_holds_so_many_files(use_case, story, alice, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    for _ in range(2):
        Attachment.attach(use_case, file(), by=alice)
    with pytest.raises(TooManyAttachments):
        Attachment.attach(use_case, file(), by=alice)
    Attachment.attach(story, file(), by=alice)


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_dont_both_get_the_last_room(use_case, alice, bob, settings, media):
    settings.PROJECT_FILES_BYTES = 10
    ready = threading.Barrier(2, timeout=10)

    def attach(person):
        try:
            ready.wait()
            Attachment.attach(UseCase.objects.get(pk=use_case.pk), file(b"x" * 6), by=person)
        except ProjectFilesFull:
            return "full"
        else:
            return "kept"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attach, (alice, bob))) == ["full", "kept"]
    assert len(lying(media)) == 1


def test_bytes_dont_outlive_a_transaction_that_fails(use_case, alice, media, monkeypatch):
    monkeypatch.setattr(Attachment, "tell", lambda *_, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Attachment.attach(use_case, file(), by=alice)
    assert not Attachment.objects.exists()
    assert lying(media) == []


def test_a_disk_that_fills_up_while_it_is_written_keeps_nothing(
    use_case, alice, media, monkeypatch
):
    save = FileSystemStorage._save  # type: ignore[attr-defined]

    def full(self, name, content):
        save(self, name, ContentFile(content.read()[:2]))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    with pytest.raises(OSError, match="No space"):
        Attachment.attach(use_case, file(), by=alice)
    assert lying(media) == []


@pytest.mark.parametrize("who", ["alice", "bob", "gina", "charlie", "root"])
def test_whoever_sees_the_host_sees_the_file(request, who, use_case, hypothesis, story, alice):
    person = request.getfixturevalue(who)
    rows = (use_case, hypothesis, story, story.comment("Words", by=alice))
    for row in rows:
        Attachment.attach(row, file(), by=alice)
    between_us = story.comment("Between us", internal=True, by=alice)
    secret = Attachment.attach(between_us, file(), by=alice)

    seen = set(Attachment.objects.visible_to(person).values_list("host_kind", flat=True))
    expected = {"use_case", "hypothesis", "story", "comment"}
    assert seen == (expected if who in ("alice", "bob", "gina") else set())
    hears = Event.objects.visible_to(person).filter(details__attachment=secret.pk).exists()
    sees = Attachment.objects.visible_to(person).filter(pk=secret.pk).exists()
    assert sees == hears == (who in ("alice", "bob"))


def test_guests_attach_where_they_may_comment(use_case, hypothesis, story, alice, gina, charlie):
    Attachment.attach(story, file(), by=gina)
    Attachment.attach(story.comment("Look", by=gina), file(), by=gina)
    for row in (use_case, hypothesis):
        with pytest.raises(NotAllowed):
            Attachment.attach(row, file(), by=gina)
    with pytest.raises(CommentOfAnother):
        Attachment.attach(story.comment("Mine", by=alice), file(), by=gina)
    with pytest.raises(NotInTheTeam):
        Attachment.attach(story, file(), by=charlie)


def test_what_nobody_works_on_any_more_takes_no_files(use_case, hypothesis, story, apollo, alice):
    comment = story.comment("Words", by=alice)
    comment.withdraw(by=alice)
    with pytest.raises(CommentWithdrawn):
        Attachment.attach(comment, file(), by=alice)
    UseCase.objects.get(pk=use_case.pk).drop(by=alice)
    with pytest.raises(HostDropped):
        Attachment.attach(use_case, file(), by=alice)
    apollo.enter("finished", by=alice)
    with pytest.raises(ProjectClosed):
        Attachment.attach(hypothesis, file(), by=alice)
    Attachment.attach(story, file(), by=alice)  # as words are still said on it


def test_a_withdrawn_comment_takes_its_files_along(story, alice, apollo):
    comment = story.comment("Words", by=alice)
    made = Attachment.attach(comment, file(), by=alice)
    comment.withdraw(by=alice)
    made.refresh_from_db()
    assert made.deleted_by == alice
    assert not Attachment.objects.visible_to(alice).exists()
    assert apollo.events.filter(verb="attachment_deleted").count() == 1


def test_the_database_holds_an_attachment_to_rows_that_there_are(attached, story):
    def hang_on(kind):
        with transaction.atomic():
            Attachment.objects.filter(pk=attached.pk).update(host_kind=kind, host_id=987654)
            connection.check_constraints()

    for kind in HOSTS:
        with pytest.raises(IntegrityError):
            hang_on(kind)


def test_who_attached_it_or_a_lead_deletes_it_and_who_deleted_it_restores_it(
    use_case, alice, bob, gina, apollo
):
    bobs = Attachment.attach(use_case, file(), by=bob)
    alices = Attachment.attach(use_case, file(), by=alice)
    with pytest.raises(AttachmentOfAnother):
        alices.remove(by=bob)
    with pytest.raises(AttachmentOfAnother):
        alices.remove(by=gina)
    bobs.remove(by=alice)
    bobs.remove(by=alice)
    assert apollo.events.filter(verb="attachment_deleted").count() == 1
    with pytest.raises(RestoredByAnother):
        bobs.restore(by=bob)
    bobs.restore(by=alice)
    bobs.restore(by=alice)
    assert apollo.events.filter(verb="attachment_restored").count() == 1
    assert bobs.opened().read() == file().read()


def test_the_bytes_go_after_thirty_days_and_never_while_they_can_be_restored(
    use_case, alice, media, time_machine, django_capture_on_commit_callbacks
):
    made = Attachment.attach(use_case, picture(), by=alice)
    made.draw_preview()
    stays = Attachment.attach(use_case, file(), by=alice)
    made.remove(by=alice)
    time_machine.move_to(timezone.now() + 30 * DAY - timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_attachments() == {"purged": 0}
    made.restore(by=alice)
    made.remove(by=alice)
    time_machine.move_to(timezone.now() + 30 * DAY + timedelta(minutes=1))
    with pytest.raises(AttachmentGone):
        made.restore(by=alice)
    time_machine.move_to(timezone.now() + DAY)
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_attachments() == {"purged": 1}
    assert lying(media) == [stays.key.rpartition("/")[2]]
    assert not Attachment.objects.restorable().exists()


def test_what_an_upload_left_half_way_is_swept_and_nothing_else(use_case, alice, media):
    made = Attachment.attach(use_case, picture(), by=alice)
    made.draw_preview()
    bytes_of.keep(file(b"fresh"), made.project_id)
    old = bytes_of.keep(file(b"old"), made.project_id)
    orphan = bytes_of.keep(file(b"a preview"), made.project_id)
    bytes_of.save(orphan.key + bytes_of.PREVIEW, file(b"small"))
    before = (timezone.now() - 2 * DAY).timestamp()
    for path in media.rglob("*"):
        if path.is_file() and path.read_bytes() != b"fresh":
            os.utime(path, (before, before))

    assert sweep_attachments() == {"swept": 3}
    assert len(lying(media)) == 3
    assert made.opened().read()
    assert not (media / old.key).exists()


def test_without_a_folder_there_is_nothing_to_sweep(db):
    assert sweep_attachments() == {"swept": 0}


def test_bytes_that_are_lost_are_told_in_a_sentence(attached, media):
    (media / attached.key).unlink()
    with pytest.raises(FileLost, match="backup"):
        attached.opened()


# --- Scanning -------------------------------------------------------------------------------------
def refusing(content, name, content_type):
    return "It looks like a virus." if b"virus" in content.read() else ""


def failing(content, name, content_type):
    raise ConnectionError("The scanner is away")


def test_what_the_scanner_refuses_is_not_kept(use_case, alice, settings, media):
    settings.ATTACHMENT_SCANNER = f"{__name__}.refusing"
    with pytest.raises(FileRefusedByScan, match="looks like a virus"):
        Attachment.attach(use_case, file(b"a virus"), by=alice)
    assert lying(media) == []
    assert Attachment.attach(use_case, file(b"words"), by=alice).opened().read() == b"words"


def test_a_scan_that_fails_lets_the_file_wait_not_pass(use_case, alice, settings, apollo):
    settings.ATTACHMENT_SCANNER = f"{__name__}.failing"
    words = Attachment.attach(use_case, file(b"words"), by=alice)
    bad = Attachment.attach(use_case, file(b"a virus"), by=alice)
    for one in (words, bad):
        with pytest.raises(FileWaitsForScan):
            one.opened()
    Job.run_waiting()
    assert Attachment.objects.unchecked().count() == 2

    settings.ATTACHMENT_SCANNER = f"{__name__}.refusing"
    Job.objects.filter(kind="check_attachment").update(run_at=timezone.now() - DAY)
    Job.run_waiting()
    words.refresh_from_db()
    assert words.opened().read() == b"words"
    bad.refresh_from_db()
    assert bad.deleted_at
    with pytest.raises(FileRefusedByScan, match="virus"):
        bad.restore(by=alice)
    told = apollo.events.get(verb="attachment_refused")
    assert (told.actor, told.details["reason"]) == (None, "It looks like a virus.")


# --- Walls ----------------------------------------------------------------------------------------
def test_a_picture_of_a_whiteboard_is_seen_by_whoever_sees_the_wall(use_case, alice, bob, gina):
    wall = Wall.open_for(use_case, title="Landing", by=alice)
    made = Attachment.attach(wall, picture(), by=bob)
    for person, sees in ((alice, True), (bob, True), (gina, False)):
        assert Attachment.objects.visible_to(person).filter(pk=made.pk).exists() == sees
        told = Event.objects.visible_to(person).filter(details__attachment=made.pk)
        assert told.exists() == sees
    with pytest.raises(NotAllowed):
        Attachment.attach(wall, picture(), by=gina)


def test_a_file_is_shown_and_hidden_with_its_host(use_case, alice, bob, gina):
    wall = Wall.open_for(use_case, title="Landing", by=alice)
    before = Attachment.attach(wall, picture(), by=bob)
    wall.write("Words", prompt=present(wall.prompts.first()), by=alice)
    wall.reveal(by=alice)
    wall.show(by=alice)
    after = Attachment.attach(wall, picture(), by=bob)
    assert set(Attachment.objects.visible_to(gina)) == {before, after}
    wall.make_internal(by=alice)
    assert not Attachment.objects.visible_to(gina).exists()
    heard = Event.objects.visible_to(gina).filter(verb="attachment_added")
    assert [one.details["attachment"] for one in heard] == [after.pk]  # what was heard stays so
