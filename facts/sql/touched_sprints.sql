-- Sprints whose fact the news can reach: those that promised a touched story and weren't over when
-- the news happened, those that something was planned into, and those with news of their own.
-- projects = '{1}'::bigint[]
-- after = 0

WITH news AS MATERIALIZED (
    SELECT e.story_id, e.sprint_id, e.at, e.verb, e.details FROM projects_event AS e
    WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.id > %(after)s
)

SELECT s.id FROM (
    SELECT story_id, min(at) AS since FROM news WHERE story_id IS NOT NULL GROUP BY story_id
) AS touched
CROSS JOIN LATERAL (
    SELECT commitment_id FROM sprints_committedstory AS l
    WHERE l.story_id = touched.story_id
    OFFSET 0
) AS l
CROSS JOIN LATERAL (
    SELECT sprint_id FROM sprints_commitment AS c WHERE c.id = l.commitment_id OFFSET 0
) AS c
CROSS JOIN LATERAL (
    SELECT id, closed_at FROM sprints_sprint AS s WHERE s.id = c.sprint_id OFFSET 0
) AS s
WHERE s.closed_at IS NULL OR touched.since <= s.closed_at + interval '1 day'
UNION
SELECT coalesce(details ->> 'now', details ->> 'sprint')::bigint FROM news
WHERE verb IN ('story_planned', 'story_created', 'story_carried_over')
    AND coalesce(details ->> 'now', details ->> 'sprint') IS NOT NULL
UNION
SELECT sprint_id FROM news WHERE sprint_id IS NOT NULL
