-- Through which disciplines a story went while it was in work.
--
-- Only stories that crossed disciplines need their stays measured, and they are few. A story that
-- one discipline held has that one as its path, however short it was in work. What is still held,
-- or still in work, counts as going on for ever.

-- include: facts/sql/owners.sql
-- include: facts/sql/stages.sql

WITH holdings AS (
    SELECT
        story_id, id, holder, days AS since,
        lead(days, 1, 'infinity') OVER (PARTITION BY story_id ORDER BY id) AS until
    FROM (
        SELECT
            timeline.story_id, timeline.id, timeline.days, timeline.holder,
            lag(timeline.holder) OVER (PARTITION BY timeline.story_id ORDER BY timeline.id) AS was
        FROM timeline
        JOIN owners ON owners.story_id = timeline.story_id
        WHERE timeline.holder IS NOT NULL AND owners.holder <> owners.other
    ) AS turns
    WHERE holder IS DISTINCT FROM was
),

-- An hour, of a working day's 24: a stay shorter than that was no stay.
stays AS (
    SELECT h.story_id, h.id, h.holder
    FROM holdings AS h
    JOIN (
        SELECT story_id, days AS since, coalesce(until, 'infinity') AS until
        FROM stage_changes
        WHERE category IN ('doing', 'review')
    ) AS work
        ON work.story_id = h.story_id AND work.since < h.until AND h.since < work.until
    WHERE h.holder <> ''
    GROUP BY h.story_id, h.id, h.holder
    HAVING sum(least(h.until, work.until) - greatest(h.since, work.since)) >= 1 / 24::float8
),

paths AS (
    SELECT
        story_id,
        array_agg(holder ORDER BY id) AS path,
        count(*) > count(DISTINCT holder) AS returned
    FROM (
        SELECT stays.*, lag(holder) OVER (PARTITION BY story_id ORDER BY id) AS was FROM stays
    ) AS s
    WHERE holder IS DISTINCT FROM was
    GROUP BY story_id
)

SELECT * FROM paths
