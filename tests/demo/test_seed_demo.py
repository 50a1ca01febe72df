"""The demo's passwords are printed: it doesn't come to people who have accounts of their own."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from demo import demo as demo_module
from demo.cases import sentiment
from demo.demo import Demo
from projects.models import Project
from teams.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """One short case, loaded in this process: others wouldn't see this test's transaction."""
    monkeypatch.setattr(demo_module, "CASES", (replace(sentiment.CASE, sprints=2),))
    monkeypatch.setattr(Demo, "run_side_by_side", Demo.run)


@pytest.mark.parametrize(
    "person",
    [
        {"email": "vera@twopizza.test"},
        {"email": "gone@twopizza.test", "is_active": False},
        {"email": "root@twopizza.test", "is_staff": True, "is_superuser": True},
        {"email": "Ines.Real@example.org"},
    ],
)
def test_it_is_refused_where_real_people_have_accounts(person):
    User.objects.create(name="A person", **person)
    with pytest.raises(CommandError, match=r"1 account of real people.*--among-real-accounts"):
        call_command("seed_demo")
    assert not Project.objects.exists()
    assert User.objects.count() == 1


def test_it_is_loaded_where_nobody_is_again_and_where_somebody_insists(capsys):
    call_command("seed_demo")
    call_command("seed_demo")
    assert "SENT is here already; nothing changed." in capsys.readouterr().out
    User.objects.create(name="A person", email="vera@twopizza.test")
    call_command("seed_demo", "--among-real-accounts")
    assert Project.objects.count() == 1
