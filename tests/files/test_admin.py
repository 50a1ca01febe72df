"""Files in the admin panel: looked at, deleted and restored by the verbs, and nothing else."""

import pytest

from files.models import Attachment
from history.models import Event

LIST = "/admin/files/attachment/"


@pytest.fixture
def panel(client, root):
    client.force_login(root)
    return client


def act(panel, action, row):
    panel.post(LIST, {"action": action, "_selected_action": [row.pk]})
    row.refresh_from_db()


def test_a_file_is_deleted_and_restored_by_its_verbs(panel, attached, root):
    assert attached.name in panel.get(LIST).content.decode()
    assert panel.get(f"{LIST}?q=figures").status_code == 200
    act(panel, "remove", attached)
    assert attached.deleted_by == root
    act(panel, "restore", attached)
    assert attached.deleted_at is None
    assert Event.objects.filter(verb__startswith="attachment_", actor=root).count() == 2


def test_nothing_else_is_done_to_it(panel, attached):
    assert panel.get(f"{LIST}add/").status_code == 403
    assert panel.post(f"{LIST}{attached.pk}/delete/", {"post": "yes"}).status_code == 403
    panel.post(f"{LIST}{attached.pk}/change/", {"name": "other"})
    attached.refresh_from_db()
    assert attached.name == "figures.csv"
    assert "delete_selected" not in panel.get(LIST).content.decode()


def test_what_cannot_be_restored_is_refused_with_a_sentence(panel, attached):
    attached.remove(by=attached.added_by)
    Attachment.objects.filter(pk=attached.pk).update(refused_why="It looks like a virus.")
    panel.post(LIST, {"action": "restore", "_selected_action": [attached.pk]})
    assert "looks like a virus" in panel.get(LIST).content.decode()
