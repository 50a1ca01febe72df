from django.db import migrations

# The same rule as numerics.statistics.calendar.WorkingCalendar.until, as one expression so that
# PostgreSQL inlines it. Seconds since Monday 3 January 2000 00:00 UTC; whole hours of working days
# count, other days don't.
SECONDS = "(extract(epoch FROM at)::float8 - 946857600)"
REST = f"({SECONDS} - floor({SECONDS} / 604800) * 604800)"
EACH_DAY = " + ".join(
    f"CASE WHEN {day} = ANY(days) THEN least(greatest({REST} - {(day - 1) * 86400}, 0), 86400) "
    "ELSE 0 END"
    for day in range(1, 8)
)
COUNT = f"""
CREATE FUNCTION working_days_until(at timestamptz, days smallint[]) RETURNS double precision
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT floor({SECONDS} / 604800) * cardinality(days)
        + CASE WHEN days = '{{1,2,3,4,5}}' THEN least({REST}, 432000) ELSE {EACH_DAY} END / 86400
$$;
ALTER TABLE metrics_storyfact SET (fillfactor = 80);
ALTER TABLE metrics_sprintfact SET (fillfactor = 80);
"""
FORGET = "DROP FUNCTION working_days_until(timestamptz, smallint[]);"


class Migration(migrations.Migration):
    dependencies = [("metrics", "0003_tell_facts_and_reports")]

    operations = [migrations.RunSQL(COUNT, FORGET)]
