-- Which history is read: the projects up to an event each, and by whose calendar.
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]

-- That projects are DISTINCT is said for the planner, which would else hash the events instead of
-- these.
WITH scope AS MATERIALIZED (
    SELECT DISTINCT ON (u.project)
        u.project, u.upto, p.team_id AS team, t.working_days
    FROM unnest(%(projects)s::bigint[], %(upto)s::bigint[]) AS u (project, upto)
    CROSS JOIN LATERAL (
        SELECT team_id FROM projects_project WHERE id = u.project OFFSET 0
    ) AS p
    CROSS JOIN LATERAL (
        SELECT working_days FROM teams_team WHERE id = p.team_id OFFSET 0
    ) AS t
)

SELECT * FROM scope
