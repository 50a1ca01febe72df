-- Which story waited for which other one, from when until when.
-- as_of = now()
-- work_since = now() - interval '1 year'

-- include: health/history/sql/past.sql
-- include: health/history/sql/events_in_work.sql

SELECT
    story_id, needs,
    extract(EPOCH FROM d.at)::float8 AS since,
    extract(EPOCH FROM until)::float8 AS until
FROM (
    SELECT
        e.story_id, e.id, e.verb, e.at,
        (e.details ->> 'needs')::bigint AS needs,
        lead(e.at) OVER (PARTITION BY e.story_id, e.details ->> 'needs' ORDER BY e.id) AS until
    FROM events_in_work AS e
    WHERE e.verb IN ('story_depended', 'story_released')
) AS d
WHERE verb = 'story_depended' AND coalesce(d.until, %(as_of)s) >= %(work_since)s
ORDER BY id
