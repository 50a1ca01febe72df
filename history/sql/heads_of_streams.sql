-- The last line of each stream that has one: of projects, and of what teams say of themselves.
-- projects = ARRAY[1]
-- teams = ARRAY[1]
SELECT head.project_id AS project, NULL::bigint AS team, head.id
FROM unnest(%(projects)s::bigint[]) AS wanted (project)
CROSS JOIN LATERAL (
    SELECT project_id, id FROM projects_event
    WHERE project_id = wanted.project
    ORDER BY id DESC
    LIMIT 1
) AS head
UNION ALL
SELECT NULL, head.team_id, head.id
FROM unnest(%(teams)s::bigint[]) AS wanted (team)
CROSS JOIN LATERAL (
    SELECT team_id, id FROM projects_event
    WHERE team_id = wanted.team AND project_id IS NULL
    ORDER BY id DESC
    LIMIT 1
) AS head
