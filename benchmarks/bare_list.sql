-- What the API's list is measured against.
--
-- Written as fast as the product's own: with joins it takes PostgreSQL two to three times as long.
-- project = 'BENCH'

SELECT
    (SELECT key FROM projects_project AS its WHERE its.id = project_id) AS project, number, kind,
    title, body, labels, points::float8 AS points, time_box_days::float8 AS time_box_days,
    owner_id, (SELECT name FROM teams_user AS its WHERE its.id = owner_id) AS owner,
    ARRAY(
        SELECT json_build_object('id', person.id, 'name', person.name)
        FROM stories_story_coworkers AS pair JOIN teams_user AS person ON person.id = pair.user_id
        WHERE pair.story_id = story.id ORDER BY person.name, person.id
    ) AS coworkers,
    column_id, (SELECT name FROM stories_column AS its WHERE its.id = column_id) AS "column",
    category, (SELECT its.number FROM sprints_sprint AS its WHERE its.id = sprint_id) AS sprint,
    theme_id, (SELECT its.title FROM projects_theme AS its WHERE its.id = theme_id) AS theme,
    rank, blocked_at, blocked_reason, done_at, created_by_id,
    (SELECT name FROM teams_user AS its WHERE its.id = created_by_id) AS created_by, created_at,
    updated_at
FROM stories_story AS story
WHERE project_id = (SELECT id FROM projects_project WHERE key = %(project)s)
ORDER BY rank, id LIMIT 100
