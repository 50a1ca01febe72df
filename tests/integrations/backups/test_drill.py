"""The drill: what was backed up comes back whole, and people go on working with it."""

import re
import shutil
import stat
import subprocess
import threading
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from demo.sign_ins import PASSWORD
from history.models import Event
from integrations.backups import inventory as stock
from integrations.backups.archive import Archive
from integrations.backups.backup import Backup
from integrations.backups.before_migration import KEPT, back_up, holds_work
from integrations.backups.programs import Programs
from integrations.backups.restore import Restore
from stories.models import Story
from teams.models import User
from tests.present import present

EACH_ROW = "SELECT md5(string_agg(r::text, '|' ORDER BY r::text)) FROM {} r"


def digests():
    """Each table's content, to the byte."""
    with connection.cursor() as cursor:
        found = {}
        for table in stock.tables(cursor):
            cursor.execute(EACH_ROW.format(connection.ops.quote_name(table)))
            found[table] = cursor.fetchone()[0]
        return found


def rules():
    """Triggers, constraints, indexes and generated columns, as the database words them."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
            UNION SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
                WHERE connamespace = 'public'::regnamespace
            UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef
            UNION SELECT extname FROM pg_extension
        """)
        # A condition that was dumped and read again is the same with its casts in other places.
        return {re.sub(r"::[a-z ]+(\[\])?|[()\[\]]", "", text) for (text,) in cursor.fetchall()}


def test_all_of_it_comes_back_and_people_go_on_working(backup, elsewhere, client):
    was, were = digests(), rules()
    with elsewhere() as there:
        Restore(backup).run()
        assert digests() == was
        assert rules() == were
        assert (there.MEDIA_ROOT / "notes" / "größe 測定.txt").read_text() == "a file\n"
        assert (there.MEDIA_ROOT / "nothing").read_bytes() == b""

        with pytest.raises(DatabaseError):
            Event.objects.all().delete()
        story = present(Story.objects.open().first())
        assert client.login(username="rafael@example.org", password=PASSWORD)
        assert client.get(f"/stories/{story.key}/").status_code == 200
        lines = story.events.count()
        story.block("The licence is missing.", by=User.objects.get(email="rafael@example.org"))
        assert story.events.count() == lines + 1


def test_the_file_is_its_owners_alone_and_never_takes_anothers_place(backup, tmp_path):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir() if "unfinished" in one.name] == []
    written = backup.read_bytes()
    with pytest.raises(CommandError, match=r"is there already.*Nothing was written"):
        call_command("backup", str(backup))
    assert backup.read_bytes() == written


def test_the_secret_is_not_in_it_nor_does_it_say_what_is_sealed(backup, settings):
    assert settings.SECRET_KEY.encode() not in backup.read_bytes()


def test_what_is_written_meanwhile_is_all_in_it_or_not_at_all(worked_in, tmp_path, monkeypatch):
    """Somebody writes after the moment of the backup, before pg_dump looks."""
    before = User.objects.count()
    dump = Programs.dump

    def later(self, snapshot):
        thread = threading.Thread(target=add_somebody)
        thread.start()
        thread.join()
        yield from dump(self, snapshot)

    def add_somebody():
        own = connection.get_new_connection(connection.get_connection_params())
        with closing(own), own, own.cursor() as cursor:
            cursor.execute("CREATE TABLE added_meanwhile AS SELECT 1 AS number")
            cursor.execute("UPDATE teams_user SET name = 'Somebody else'")

    monkeypatch.setattr(Programs, "dump", later)
    made = Backup(tmp_path / "meanwhile.tar").run()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE added_meanwhile")
    with Archive(made) as archive:
        assert "added_meanwhile" not in archive.manifest["rows"]
        assert archive.manifest["rows"]["teams_user"] == before
        words = unpacked(archive)
    assert b"Somebody else" not in words
    assert b"added_meanwhile" not in words


def unpacked(archive):
    programs = Programs()
    return subprocess.run(
        [programs.folder / "pg_restore", "--file=-"],
        input=b"".join(archive.chunks("database.dump")),
        capture_output=True,
        check=True,
    ).stdout


def test_it_is_refused_where_something_is_already(backup, elsewhere, worked_in):
    with pytest.raises(CommandError, match=r"isn't empty.*Nothing was restored"):
        call_command("restore", str(backup))
    with elsewhere() as there:
        there.MEDIA_ROOT.mkdir(parents=True)
        (there.MEDIA_ROOT / "mine").touch()
        with pytest.raises(CommandError, match=r"There are files in .*Nothing was restored"):
            call_command("restore", str(backup))
        assert is_untouched()


def test_a_damaged_backup_touches_neither_database_nor_files(backup, elsewhere, tmp_path):
    whole, damaged = backup.read_bytes(), tmp_path / "damaged.tar"
    with elsewhere() as there:
        for at in (0, 600, len(whole) // 3, len(whole) // 2, len(whole) - 1000, len(whole) - 1):
            for content in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
                damaged.write_bytes(content)
                with pytest.raises(CommandError, match=r"Nothing was restored"):
                    call_command("restore", str(damaged))
        assert is_untouched()
        assert not there.MEDIA_ROOT.exists()


def test_another_secret_is_refused_only_where_answers_would_be_lost(
    worked_in, tmp_path, elsewhere, monkeypatch
):
    monkeypatch.setattr(stock, "sealed_answers", lambda cursor: 3)
    sealed = Backup(tmp_path / "sealed.tar").run()
    with elsewhere() as there:
        there.SECRET_KEY = "another secret, as long as one has to be at the least"
        with pytest.raises(
            CommandError, match=r"3 answers in it are sealed.*--with-another-secret"
        ):
            call_command("restore", str(sealed))
        assert is_untouched()
        call_command("restore", str(sealed), "--with-another-secret")
        assert User.objects.exists()


def test_a_backup_of_a_later_version_is_refused(worked_in, tmp_path, elsewhere):
    MigrationRecorder(connection).record_applied("stories", "9999_of_tomorrow")
    try:
        made = Backup(tmp_path / "later.tar").run()
    finally:
        MigrationRecorder(connection).record_unapplied("stories", "9999_of_tomorrow")
    with elsewhere():
        with pytest.raises(CommandError, match=r"stories\.9999_of_tomorrow"):
            call_command("restore", str(made))
        assert is_untouched()


def test_a_disk_that_is_too_small_is_refused(backup, elsewhere, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("", (), {"free": 3}))
    with elsewhere():
        with pytest.raises(CommandError, match=r"too small.*Nothing was restored"):
            call_command("restore", str(backup))
        assert is_untouched()


def test_a_server_of_another_version_is_told_what_to_install(worked_in, monkeypatch):
    monkeypatch.setattr("integrations.backups.programs._candidates", lambda: iter(()))
    with pytest.raises(CommandError, match=r"apt install postgresql-client-\d+"):
        call_command("backup")


def test_a_full_disk_is_told_and_leaves_nothing(worked_in, tmp_path, monkeypatch):
    def full(self, snapshot):
        yield b"some bytes"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Programs, "dump", full)
    with pytest.raises(CommandError, match=r"no space left on device.*Nothing was written"):
        call_command("backup", str(tmp_path / "full.tar"))
    assert [one.name for one in tmp_path.iterdir() if one.name != "var"] == []


def test_a_database_that_falls_over_while_it_is_filled_keeps_nothing(
    backup, elsewhere, monkeypatch
):
    monkeypatch.setattr(Programs, "check", lambda *_: None)
    chunks = Archive.chunks

    def cut(self, name):
        whole = b"".join(chunks(self, name))
        yield whole[: len(whole) * 2 // 3] if name == "database.dump" else whole

    monkeypatch.setattr(Archive, "chunks", cut)
    monkeypatch.setattr(Archive, "check_parts", lambda *_: None)
    with elsewhere() as there:
        with pytest.raises(CommandError, match=r"database refused it.*Nothing was restored"):
            call_command("restore", str(backup))
        assert is_untouched()
        assert list(there.MEDIA_ROOT.iterdir()) == []


def test_before_a_migration_the_last_few_are_kept(worked_in, monkeypatch):
    monkeypatch.setattr(Backup, "run", lambda self: self.target.touch() or self.target)
    other = worked_in.VAR_DIR / "backups" / "backup-mine.tar"
    made = [back_up() for _ in range(KEPT + 3)]
    other.touch()
    kept = sorted(one.name for one in other.parent.iterdir())
    assert kept == sorted([other.name, *(one.name for one in made[-KEPT:])])


def test_an_installation_without_people_holds_no_work(transactional_db):
    assert not holds_work()
    User.objects.create(email="somebody@example.org", name="Somebody")
    assert holds_work()


def is_untouched():
    with connection.cursor() as cursor:
        return stock.tables(cursor) == []
