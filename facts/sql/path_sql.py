# ruff: noqa: S608 — a statement put together from the constant of this file
"""Through which disciplines a story went while it was in work."""

HOUR = 1 / 24  # of a working day: a stay shorter than that was no stay

# Only stories that crossed disciplines need their stays measured, and they are few. A story that
# one discipline held has that one as its path, however short it was in work. What is still held,
# or still in work, counts as going on for ever.
PATHS = f"""
runs AS (
    SELECT story_id, id, holder, days AS since,
        lead(days, 1, 'infinity') OVER (PARTITION BY story_id ORDER BY id) AS until
    FROM (
        SELECT told.story_id, told.id, told.days, told.holder,
            lag(told.holder) OVER (PARTITION BY told.story_id ORDER BY told.id) AS was
        FROM told JOIN held ON held.story_id = told.story_id
        WHERE told.holder IS NOT NULL AND held.holder <> held.other
    ) turns
    WHERE holder IS DISTINCT FROM was
),
stays AS (
    SELECT r.story_id, r.id, r.holder
    FROM runs r
    JOIN (SELECT story_id, days AS since, coalesce(until, 'infinity') AS until FROM steps
          WHERE category IN ('doing', 'review')) work
        ON work.story_id = r.story_id AND work.since < r.until AND r.since < work.until
    WHERE r.holder <> ''
    GROUP BY r.story_id, r.id, r.holder
    HAVING sum(least(r.until, work.until) - greatest(r.since, work.since)) >= {HOUR}
),
paths AS (
    SELECT story_id, array_agg(holder ORDER BY id) AS path,
        count(*) > count(DISTINCT holder) AS returned
    FROM (SELECT stays.*, lag(holder) OVER (PARTITION BY story_id ORDER BY id) AS was FROM stays) s
    WHERE holder IS DISTINCT FROM was
    GROUP BY story_id
)"""
