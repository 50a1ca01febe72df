-- What is told of success metrics: their targets as they stood, without names.
-- team = 1
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]
-- as_of = now()

SELECT
    e.id, p.key, e.verb,
    extract(EPOCH FROM e.at)::float8 AS at,
    e.details - ARRAY['name', 'noted_by'] AS details
FROM projects_event AS e
JOIN unnest(%(projects)s::bigint[], %(upto)s::bigint[]) AS u (project, upto)
    ON u.project = e.project_id AND e.id <= u.upto
JOIN projects_project AS p ON p.id = e.project_id
WHERE e.team_id = %(team)s AND e.story_id IS NULL AND e.at <= %(as_of)s
    AND e.verb IN ('successmetric_defined', 'successmetric_retargeted', 'successmetric_appraised')
ORDER BY e.id
