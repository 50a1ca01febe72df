-- How long each story was blocked, and since when it is.

-- include: facts/sql/timeline.sql

WITH blocks AS (
    SELECT
        story_id,
        max(at) FILTER (WHERE until IS NULL) AS blocked_at,
        coalesce(sum(until - days), 0) AS blocked
    FROM (
        SELECT
            story_id, at, days, verb,
            lead(days) OVER (PARTITION BY story_id ORDER BY id) AS until
        FROM (
            SELECT
                story_id, id, at, days, verb,
                lag(verb) OVER (PARTITION BY story_id ORDER BY id) AS was
            FROM timeline
            WHERE verb IN ('story_blocked', 'story_unblocked')
        ) AS turns
        WHERE verb IS DISTINCT FROM was
    ) AS spells
    WHERE verb = 'story_blocked'
    GROUP BY story_id
)

SELECT * FROM blocks
