-- The events, up to the last one, of the stories that were in work in the window.
-- team = 1
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]
-- work_since = now() - interval '1 year'

-- include: health/history/sql/past.sql
-- include: health/history/sql/facts.sql

WITH events_in_work AS (
    SELECT e.*, f.theme_id, f.bulk_closed, u.upto
    FROM story_facts AS f
    CROSS JOIN LATERAL (
        SELECT * FROM projects_event AS e WHERE e.story_id = f.story_id OFFSET 0
    ) AS e
    JOIN unnest(%(projects)s::bigint[], %(upto)s::bigint[]) AS u (project, upto)
        ON u.project = e.project_id AND e.id <= u.upto
    WHERE f.team_id = %(team)s AND f.started_at IS NOT NULL
        AND (f.done_at IS NULL OR f.done_at >= %(work_since)s)
        AND (f.dropped_at IS NULL OR f.dropped_at >= %(work_since)s)
)

SELECT * FROM events_in_work
