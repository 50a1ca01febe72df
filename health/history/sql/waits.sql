-- A hand-off to another discipline, and the first sign of life from there.
--
-- A word alone is none: it counts if something follows on that or the next working day. What one
-- hand passed on within a minute of each other is one hand-off, from the first to the last of them;
-- taken back it is none. Those of the very same moment are an import's that knows the day.
-- team = 1
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]
-- since = now() - interval '1 year'
-- working_days = '{1, 2, 3, 4, 5}'::smallint[]

-- include: health/history/sql/past.sql
-- include: health/history/sql/facts.sql

SELECT
    h.story_id,
    extract(EPOCH FROM h.at)::float8 AS handed,
    extract(EPOCH FROM first_sign.at)::float8 AS taken,
    h.now_discipline
FROM story_facts AS f
JOIN unnest(%(projects)s::bigint[], %(upto)s::bigint[]) AS u (project, upto)
    ON u.project = f.project_id
CROSS JOIN LATERAL (
    SELECT
        story_id, id, at, now_discipline,
        first_value(was_discipline) OVER (PARTITION BY burst ORDER BY id) AS was_discipline,
        id = max(id) OVER (PARTITION BY burst) AS is_meant
    FROM (
        SELECT turns.*, count(*) FILTER (WHERE is_new) OVER (ORDER BY id) AS burst
        FROM (
            SELECT
                e.story_id, e.id, e.at,
                e.details ->> 'was_discipline' AS was_discipline,
                e.details ->> 'now_discipline' AS now_discipline,
                (
                    e.actor_id IS NOT DISTINCT FROM lag(e.actor_id) OVER (ORDER BY e.id)
                    AND e.at > lag(e.at) OVER (ORDER BY e.id)
                    AND e.at <= lag(e.at) OVER (ORDER BY e.id) + interval '1 minute'
                ) IS NOT true AS is_new
            FROM (
                SELECT e.* FROM projects_event AS e
                WHERE e.story_id = f.story_id AND e.verb = 'story_handed'
                OFFSET 0
            ) AS e
            WHERE e.id <= u.upto
        ) AS turns
    ) AS bursts
) AS h
LEFT JOIN LATERAL (
    SELECT e.at
    FROM (SELECT e.* FROM projects_event AS e WHERE e.story_id = h.story_id OFFSET 0) AS e
    WHERE e.id > h.id AND e.id <= u.upto
        AND (
            e.verb = 'story_handed'
            OR (
                e.discipline = h.now_discipline
                AND (
                    -- A move that the same hand takes back within a minute is no sign of life: see
                    -- undone_moves.sql. The other half of such a pair lies within a minute.
                    (
                        e.verb = 'story_moved' AND NOT EXISTS (
                            SELECT FROM (
                                SELECT * FROM projects_event AS o
                                WHERE o.story_id = e.story_id
                                OFFSET 0
                            ) AS o
                            WHERE o.id <= u.upto AND o.verb = 'story_moved'
                                AND o.actor_id IS NOT DISTINCT FROM e.actor_id AND o.at <> e.at
                                AND o.at >= e.at - interval '1 minute'
                                AND o.at <= e.at + interval '1 minute'
                                AND o.details ->> 'now_category' = e.details ->> 'was_category'
                                AND o.details ->> 'was_category' = e.details ->> 'now_category'
                        )
                    )
                    OR (
                        e.verb IN ('story_commented', 'story_paired', 'story_blocked') AND EXISTS (
                            SELECT FROM (
                                SELECT n.* FROM projects_event AS n
                                WHERE n.story_id = h.story_id
                                OFFSET 0
                            ) AS n
                            WHERE n.id > e.id AND n.id <= u.upto
                                AND n.discipline = e.discipline
                                AND n.verb IN (
                                    'story_moved', 'story_commented', 'story_paired',
                                    'story_blocked', 'story_handed'
                                )
                                AND working_days_until(n.at, %(working_days)s::smallint[])
                                - working_days_until(
                                    date_trunc('day', e.at, 'UTC'), %(working_days)s::smallint[]
                                ) < 2
                        )
                    )
                )
            )
        )
    ORDER BY e.id
    LIMIT 1
) AS first_sign ON true
WHERE f.team_id = %(team)s AND f.started_at IS NOT NULL AND NOT f.bulk_closed
    AND (f.done_at IS NULL OR f.done_at >= %(since)s) AND f.dropped_at IS NULL
    AND (f.done_at IS NULL OR h.at < f.done_at) AND h.at >= f.started_at
    AND h.is_meant
    AND h.was_discipline NOT IN ('', 'unknown')
    AND h.now_discipline NOT IN ('', 'unknown')
    AND h.was_discipline <> h.now_discipline
ORDER BY h.at, h.id
