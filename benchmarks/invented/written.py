"""Teams as they are asked and visited: bulk rows, and beside them what only verbs can say."""

from datetime import datetime

from benchmarks.invented import beside
from benchmarks.invented.bulk import Bulk, Made
from benchmarks.invented.odd import Odd


def written(teams: list[Odd], now: datetime) -> list[Made]:
    """Write them, all standing at `now`."""
    from django.db import connection

    made = Bulk(teams, now).write()
    for one in made:
        if one.odd.nouns != "none":
            beside.tell(one, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else the planner takes tables for empty
    return made
