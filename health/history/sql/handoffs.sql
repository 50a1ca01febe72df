-- Hand-offs to another discipline while a story was in work.
--
-- What one hand passed on within a minute of each other is one hand-off, from the first to the last
-- of them; taken back it is none. Those of the very same moment are an import's that knows the day.
-- team = 1
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]
-- since = now() - interval '1 year'
-- include: health/history/sql/facts.sql

WITH handoffs AS MATERIALIZED (
    SELECT
        h.story_id, h.id, h.at, h.first_id, h.was_discipline, h.now_discipline, f.returned, u.upto
    FROM story_facts AS f
    JOIN unnest(%(projects)s::bigint[], %(upto)s::bigint[]) AS u (project, upto)
        ON u.project = f.project_id
    CROSS JOIN LATERAL (
        SELECT
            story_id, id, at, now_discipline,
            first_value(was_discipline) OVER (PARTITION BY burst ORDER BY id) AS was_discipline,
            min(id) OVER (PARTITION BY burst) AS first_id,
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
    WHERE f.team_id = %(team)s AND f.started_at IS NOT NULL AND NOT f.bulk_closed
        AND (f.done_at IS NULL OR f.done_at >= %(since)s) AND f.dropped_at IS NULL
        AND (f.done_at IS NULL OR h.at < f.done_at) AND h.at >= f.started_at
        AND h.is_meant
        AND h.was_discipline NOT IN ('', 'unknown')
        AND h.now_discipline NOT IN ('', 'unknown')
        AND h.was_discipline <> h.now_discipline
)

SELECT * FROM handoffs
