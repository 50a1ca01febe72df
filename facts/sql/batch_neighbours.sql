-- Which stories were closed by the same hand within two minutes of a new close.
--
-- A new close can make a batch of closes that stood alone: these belong to the touched ones.
-- projects = '{1}'::bigint[]
-- after = 0

WITH new_closes AS (
    SELECT e.project_id, e.team_id, e.actor_id, e.at FROM projects_event AS e
    WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.id > %(after)s
        AND e.verb = 'story_moved' AND e.details ->> 'now_category' = 'done'
),

islands AS (
    SELECT
        project_id, team_id, actor_id,
        min(at) - interval '2 minutes' AS since,
        max(at) + interval '2 minutes' AS till
    FROM (
        SELECT
            c.*,
            count(*) FILTER (WHERE far) OVER (
                PARTITION BY project_id, actor_id ORDER BY at
            ) AS island
        FROM (
            SELECT
                new_closes.*,
                at - lag(at) OVER (
                    PARTITION BY project_id, actor_id ORDER BY at
                ) > 2 * interval '2 minutes' AS far
            FROM new_closes
        ) AS c
    ) AS c
    GROUP BY project_id, team_id, actor_id, island
)

SELECT DISTINCT e.story_id FROM islands AS i
CROSS JOIN LATERAL (
    SELECT e.story_id FROM projects_event AS e
    WHERE e.team_id = i.team_id AND e.at BETWEEN i.since AND i.till
        AND e.project_id + 0 = i.project_id AND e.actor_id IS NOT DISTINCT FROM i.actor_id
        AND e.verb = 'story_moved' AND e.details ->> 'now_category' = 'done'
    OFFSET 0
) AS e
