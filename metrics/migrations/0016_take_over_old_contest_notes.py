from django.db import migrations

# Each note stood in the line that replaced it; its reading is the report's for that signal.
TAKE_OVER = """
INSERT INTO projects_oldtext (event_id, noun, "row", field, text, struck_reason)
SELECT e.id, 'metrics.reading', r.id, 'contest_note', e.details ->> 'was', ''
FROM projects_event e
JOIN metrics_reading r ON r.report_id = (e.details ->> 'report')::bigint
    AND r.signal = e.details ->> 'signal'
WHERE e.verb = 'team_reading_contested' AND e.details ->> 'was' <> ''
ORDER BY e.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0015_decide_once_what_a_round_tells"),
        ("projects", "0011_take_over_texts_of_old_events"),
    ]

    operations = [migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop)]
