-- A hand-off to another discipline, and the first sign of life from there, or that it went on.
-- team = 1
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]
-- since = now() - interval '1 year'
-- working_days = '{1, 2, 3, 4, 5}'::smallint[]
-- include: health/history/sql/past.sql
-- include: health/history/sql/handoffs.sql

WITH acts AS MATERIALIZED (
    SELECT e.story_id, e.id, e.at, e.verb, e.discipline, e.actor_id, e.details
    FROM (SELECT DISTINCT story_id, upto FROM handoffs) AS h
    CROSS JOIN LATERAL (
        SELECT * FROM projects_event AS e
        WHERE e.story_id = h.story_id AND e.verb IN (
            'story_handed', 'story_moved', 'story_commented', 'story_paired', 'story_blocked'
        )
        OFFSET 0
    ) AS e
    WHERE e.id <= h.upto
)

-- include: health/history/sql/signs_of_life.sql

SELECT DISTINCT ON (h.at, h.id)
    h.story_id,
    extract(EPOCH FROM h.at)::float8 AS handed,
    extract(EPOCH FROM s.at)::float8 AS taken,
    h.now_discipline
FROM handoffs AS h
LEFT JOIN signs AS s
    ON s.story_id = h.story_id AND s.id > h.id
    AND (s.verb = 'story_handed' OR s.discipline = h.now_discipline)
ORDER BY h.at, h.id, s.id
