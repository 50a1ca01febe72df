"""What an import says of the team gets ids in the order of the commits, as the feed needs it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

import pytest
from django.db import connection

from base.roles import Discipline, Role
from history.models import Event
from integrations.imports.jira import JiraImport
from teams.events import TeamRenamed
from teams.models import Team
from tests.databases import until_blocked
from tests.integrations.imports.issues import ANNA, BEN, issue, write

WAIT = 30  # seconds, after which a test fails that would hang


@pytest.mark.django_db(transaction=True)
def test_a_verb_of_the_team_that_began_before_has_the_smaller_id(tmp_path, root, alice):
    team = Team.found(name="TV", slug="tv", by=root)
    team.take_in(alice, discipline=Discipline.SCIENCE, role=Role.LEAD, by=root)
    JiraImport([write(tmp_path, issue(1, assignee=ANNA))], "TV", team="TV").run()
    last = Event.objects.last_id()
    file = write(tmp_path, issue(1, assignee=ANNA), issue(2, assignee=BEN))
    held, go_on = Signal(), Signal()

    def rename():
        """Hold the team's lock, and write the line only when the import has come to it."""
        try:
            with team.changed_by(alice) as actor:
                held.set()
                assert go_on.wait(WAIT)
                team.record(TeamRenamed(was="TV", now="Lunar"), by=actor)
        finally:
            connection.close()

    def bring_in():
        try:
            JiraImport([file], "TV", team="TV").run()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        renaming = pool.submit(rename)
        assert held.wait(WAIT)
        importing = pool.submit(bring_in)
        until_blocked(importing)
        go_on.set()
        renaming.result(WAIT)
        importing.result(WAIT)
    renamed = Event.objects.get(verb="team_renamed")
    imported = Event.objects.filter(team=team, project=None, role="system", pk__gt=last)
    assert imported.exists()
    assert all(event.pk > renamed.pk for event in imported)
