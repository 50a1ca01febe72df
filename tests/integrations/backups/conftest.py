from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import connection

from demo import demo as demo_module
from demo.cases import sentiment
from demo.demo import Demo
from files.models import Attachment
from integrations.backups.backup import Backup
from stories.models import Story
from tests.demo.test_demo import TODAY
from tests.files.conftest import file, picture
from tests.present import present


@pytest.fixture
def installation(tmp_path, settings):
    """Where an installation keeps what isn't in the database."""
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR_DIR / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)
    return settings


@pytest.fixture
def worked_in(installation, transactional_db, monkeypatch):
    """Some sprints of the demo, and two uploads."""
    monkeypatch.setattr(demo_module, "CASES", (replace(sentiment.CASE, sprints=2),))
    list(Demo(TODAY).run())
    attach_something()
    (installation.MEDIA_ROOT / "notes").mkdir()
    (installation.MEDIA_ROOT / "notes" / "größe 測定.txt").write_text("a file\n")
    (installation.MEDIA_ROOT / "nothing").touch()
    return installation


def attach_something():
    """A picture with its preview, and a file that was deleted yesterday."""
    story = present(Story.objects.first())
    by = present(story.project.team.memberships.leads().first()).user
    Attachment.attach(story, picture(), by=by).draw_preview()
    Attachment.attach(story, file(name="größe 測定.csv"), by=by).remove(by=by)


@pytest.fixture
def backup(worked_in, tmp_path):
    return Backup(tmp_path / "backup.tar").run()


@pytest.fixture
def elsewhere(backup, installation, tmp_path):
    """Make an empty database and folder; inside, they are where this installation lives."""
    name = connection.settings_dict["NAME"]
    other = f"{name}_restored"
    _say(f'DROP DATABASE IF EXISTS "{other}"', f'CREATE DATABASE "{other}"')

    @contextmanager
    def inside():
        connection.close()
        connection.settings_dict["NAME"] = other
        installation.VAR_DIR = tmp_path / "elsewhere"
        installation.MEDIA_ROOT = installation.VAR_DIR / "media"
        try:
            yield installation
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name

    yield inside
    _say(f'DROP DATABASE "{other}"')


def _say(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
