-- Which lines come next in several streams, each after the last one of it that was read: at most
-- `most` of them, by id. A stream is a project, or what a team says of itself.
-- projects = ARRAY[1]
-- read_of_projects = ARRAY[0]
-- teams = ARRAY[1]
-- read_of_teams = ARRAY[0]
-- most = 50
SELECT read.project, NULL::bigint AS team, news.id
FROM unnest(%(projects)s::bigint[], %(read_of_projects)s::bigint[]) AS read (project, last)
CROSS JOIN LATERAL (
    SELECT id FROM projects_event
    WHERE project_id = read.project AND id > read.last
    ORDER BY id
    LIMIT %(most)s
) AS news
UNION ALL
SELECT NULL, read.team, news.id
FROM unnest(%(teams)s::bigint[], %(read_of_teams)s::bigint[]) AS read (team, last)
CROSS JOIN LATERAL (
    SELECT id FROM projects_event
    WHERE team_id = read.team AND project_id IS NULL AND id > read.last
    ORDER BY id
    LIMIT %(most)s
) AS news
ORDER BY id
LIMIT %(most)s
