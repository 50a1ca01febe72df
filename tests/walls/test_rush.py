"""Many at the same moment on one wall: one outcome, nothing acknowledged is lost, no failure.

`bin/bench wall_rush` does the same for a minute against the server of production.
"""

import pytest

from accounts.models import ApiToken
from benchmarks.wall_rush import DOTS, Rush, faults_of
from projects.models import UseCase
from teams.models import Team
from tests.world import person
from walls.models import Wall

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, SECONDS = 30, 3.0


def test_thirty_write_group_and_vote_while_two_reveal(live_server, settings, apollo, team, alice):
    settings.API_LIMIT = "1000000/minute"
    Team.objects.filter(pk=team.pk).update(size_limit=PEOPLE + 5)
    team.refresh_from_db()
    use_case = UseCase.distil(apollo, title="Land softly", by=alice)
    wall = Wall.open_for(use_case, title="Rush", is_anonymous=True, dots=DOTS, by=alice)
    prompts = list(wall.prompts.values_list("pk", flat=True))
    tokens = []
    for number in range(PEOPLE):
        somebody = person(f"person{number}")
        team.take_in(somebody, discipline="science", by=alice)
        tokens.append(ApiToken.issue(somebody, name="rush")[1])
    address = (live_server.thread.host, live_server.thread.port)
    rush = Rush(address, f"/api/v1/projects/AP/walls/{wall.pk}/", prompts, SECONDS)

    rush.run(tokens)

    assert faults_of(rush, wall) == []
    assert rush.notes
    assert len(rush.votes) == PEOPLE
