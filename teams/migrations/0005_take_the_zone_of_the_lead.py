from django.db import migrations

# Days were told in the zone of whoever read; the first lead's is the likeliest of them.
TAKE = """
    UPDATE teams_team team SET time_zone = coalesce((
        SELECT person.time_zone
        FROM teams_membership seat JOIN teams_user person ON person.id = seat.user_id
        WHERE seat.team_id = team.id AND seat.left_at IS NULL AND seat.role = 'lead'
        ORDER BY seat.joined_at, seat.id LIMIT 1
    ), 'UTC')
"""


class Migration(migrations.Migration):
    dependencies = [("teams", "0004_work_in_a_time_zone")]

    operations = [migrations.RunSQL(TAKE, migrations.RunSQL.noop)]
