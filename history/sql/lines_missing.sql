-- Whether a stream no longer has the line that was the last one read of it.
-- projects = ARRAY[1]
-- read_of_projects = ARRAY[1]
-- teams = ARRAY[1]
-- read_of_teams = ARRAY[1]
WITH lines_read AS (
    SELECT read.project, NULL::bigint AS team, read.last
    FROM unnest(%(projects)s::bigint[], %(read_of_projects)s::bigint[]) AS read (project, last)
    UNION ALL
    SELECT NULL, read.team, read.last
    FROM unnest(%(teams)s::bigint[], %(read_of_teams)s::bigint[]) AS read (team, last)
)

SELECT count(*) > 0
FROM lines_read AS line
WHERE line.last > 0
    AND NOT EXISTS (
        SELECT 1 FROM projects_event AS event
        WHERE event.id = line.last
            AND (
                event.project_id = line.project
                OR (event.team_id = line.team AND event.project_id IS NULL)
            )
    )
