-- The stories that a report counts: done or dropped lately, in work, or named by a sprint.
--
-- The planner knows nothing of stories that were brought in a moment ago, and of ten thousand of
-- them it compares each with each. Where a story or its events are read, OFFSET leaves it only
-- their index; a second condition or an order in there would let it take another one.
-- team = 1
-- projects = '{1}'::bigint[]
-- since = now() - interval '1 year'
-- named = '{}'

-- include: health/history/sql/past.sql
-- include: health/history/sql/facts.sql

-- A story's key is told at once, so that a report names what it counted without asking again.
SELECT
    f.story_id,
    p.key || '-' || s.number AS key,
    coalesce(f.theme_id, 0) AS theme,
    s.kind, f.category,
    extract(EPOCH FROM f.since)::float8 AS since,
    extract(EPOCH FROM f.started_at)::float8 AS started,
    extract(EPOCH FROM f.done_at)::float8 AS done,
    extract(EPOCH FROM f.dropped_at)::float8 AS dropped,
    f.cycle_days, f.parked_days, f.doing_days, f.review_days,
    extract(EPOCH FROM f.blocked_at)::float8 AS blocked,
    f.blocked_days,
    array_to_string(f.owner_path, ' ') AS path,
    f.returned::int::float8 AS returned,
    f.bulk_closed, f.reopened
FROM story_facts AS f
CROSS JOIN LATERAL (
    SELECT number, kind FROM stories_story WHERE id = f.story_id OFFSET 0
) AS s
CROSS JOIN LATERAL (
    SELECT key FROM projects_project WHERE id = f.project_id OFFSET 0
) AS p
WHERE f.team_id = %(team)s AND f.project_id = ANY(%(projects)s::bigint[])
    AND (
        f.done_at >= %(since)s OR f.dropped_at >= %(since)s
        OR (f.done_at IS NULL AND f.dropped_at IS NULL AND f.started_at IS NOT NULL)
        OR f.story_id = ANY(%(named)s::bigint[])
    )
ORDER BY f.story_id
