-- Stories whose clock ran backwards, how often, and whether they were done before they were
-- started: by the times as they were told, before the facts put those in order.
--
-- A second is by how much the clock was behind when it was put right (data_quality.py: A_MOMENT).
-- ids = '{1, 2}'::bigint[]
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]

SELECT
    story_id,
    count(*) FILTER (WHERE t.at < before - interval '1 second') AS times,
    (array_agg(t.at ORDER BY id DESC) FILTER (WHERE category = 'done'))[1]
    < (
        array_agg(t.at ORDER BY id) FILTER (WHERE category IN ('doing', 'review'))
    )[1] AS is_unstarted
FROM (
    SELECT
        e.story_id, e.id, e.at,
        lag(e.at) OVER (PARTITION BY e.story_id ORDER BY e.id) AS before,
        CASE
            WHEN e.verb IN ('story_created', 'story_moved')
                THEN coalesce(e.details ->> 'now_category', e.details ->> 'category')
        END AS category
    FROM unnest(%(ids)s::bigint[]) AS s (id)
    CROSS JOIN LATERAL (
        SELECT * FROM projects_event AS e WHERE e.story_id = s.id OFFSET 0
    ) AS e
    JOIN unnest(%(projects)s::bigint[], %(upto)s::bigint[]) AS u (project, upto)
        ON u.project = e.project_id AND e.id <= u.upto
) AS t
GROUP BY story_id
HAVING bool_or(t.at < before - interval '1 second')
ORDER BY story_id
