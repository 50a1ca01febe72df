"""Attachments are part of a backup, from a folder or elsewhere, and it says what is missing."""

from io import StringIO

import pytest
from django.core.files.storage import storages
from django.core.management import call_command

from files.models import Attachment
from integrations.backups.archive import Archive
from integrations.backups.backup import Backup
from integrations.backups.restore import Restore
from tests.integrations.backups.test_drill import digests


@pytest.fixture
def elsewhere_kept(installation):
    """A storage that is no folder: as a bucket, it knows no paths."""
    installation.STORAGES = {
        **installation.STORAGES,
        "attachments": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    return installation


def contents():
    found = {}
    for one in Attachment.objects.order_by("pk"):
        found[one.name] = one.stored().read()
        if one.preview == Attachment.Preview.READY:
            found[f"preview of {one.name}"] = one.stored(one.key + ".preview").read()
    return found


def test_they_come_back_with_their_previews(backup, elsewhere):
    was = contents()
    assert len(was) >= 3
    with elsewhere():
        Restore(backup).run()
        assert contents() == was


def test_what_no_row_names_is_left_out(worked_in, tmp_path):
    left = worked_in.MEDIA_ROOT / "attachments" / "1" / ("0" * 32)
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"half of an upload")
    with Archive(Backup(tmp_path / "without.tar").run()) as archive:
        assert not any("0" * 32 in name for name in archive.files)


def test_a_missing_file_and_one_that_was_changed_are_named(worked_in, tmp_path, elsewhere):
    missing, changed = Attachment.objects.order_by("-pk")[:2]
    (worked_in.MEDIA_ROOT / missing.key).unlink()
    (worked_in.MEDIA_ROOT / changed.key).write_bytes(b"other bytes")
    told, path = StringIO(), tmp_path / "missing.tar"
    call_command("backup", str(path), stderr=told, stdout=StringIO())
    assert f"“{missing.name}”" in told.getvalue()
    assert "is missing" in told.getvalue()
    assert f"“{changed.name}”" in told.getvalue()
    assert "isn't what was attached" in told.getvalue()
    with elsewhere():
        notes = Restore(path).run()
        assert any(missing.key in note for note in notes)
        assert any(changed.key in note for note in notes)


def test_a_backup_is_made_of_and_restored_into_what_is_no_folder(
    elsewhere_kept, worked_in, tmp_path, elsewhere
):
    was, rows = contents(), digests()
    made = Backup(tmp_path / "bucket.tar").run()
    for key in Attachment.objects.values_list("key", flat=True):
        storages["attachments"].delete(key)
    with elsewhere() as there:
        Restore(made).run()
        assert contents() == was
        assert digests() == rows
        assert not (there.MEDIA_ROOT / "attachments").exists()
