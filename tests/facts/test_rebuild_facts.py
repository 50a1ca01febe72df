import pytest
from django.core.management import CommandError, call_command

from facts.management.commands import rebuild_facts
from facts.models import ProjectFacts, StoryFact
from tests.told.chronicle import Chronicle


def finish_one(*, in_each_of):
    return [Chronicle(key, key).finish(0, 1) for key in in_each_of]


@pytest.mark.django_db
def test_only_the_projects_named_are_told_anew():
    finish_one(in_each_of=["CO", "NO"])
    call_command("rebuild_facts", "CO", verbosity=0)
    assert ProjectFacts.objects.get().project.key == "CO"


@pytest.mark.django_db
def test_a_project_nobody_knows_is_named():
    with pytest.raises(CommandError, match="There is no project XX"):
        call_command("rebuild_facts", "XX")


@pytest.mark.django_db(transaction=True)
def test_several_connections_tell_what_one_tells(monkeypatch, capsys):
    monkeypatch.setattr(rebuild_facts, "FEW", 1)
    finish_one(in_each_of=["CO", "NO", "OO"])
    call_command("rebuild_facts", connections=1, verbosity=0)
    by_one = list(StoryFact.objects.order_by("pk").values())
    StoryFact.objects.all().delete()
    call_command("rebuild_facts")
    assert list(StoryFact.objects.order_by("pk").values()) == by_one
    assert "3 of 3 projects" in capsys.readouterr().out
