-- What was said of the stages and sprints of all stories, and what each sprint committed to.
-- projects = '{1}'::bigint[]

-- include: facts/sql/scope.sql
-- include: facts/sql/sprint_bounds.sql

WITH committed_stories AS MATERIALIZED (
    SELECT b.sprint_id, c.story_id, coalesce(c.points, 0) AS points
    FROM sprint_bounds AS b
    JOIN sprints_committedstory AS c ON c.commitment_id = b.commitment_id
),

-- The last word up to a moment is the one with the largest id.
turns AS MATERIALIZED (
    SELECT
        e.id, e.at, e.story_id, e.project_id,
        CASE e.verb
            WHEN 'story_moved' THEN e.details ->> 'now_category'
            WHEN 'story_created' THEN e.details ->> 'category'
        END AS category,
        CASE e.verb
            WHEN 'story_moved' THEN NULL
            WHEN 'story_created' THEN e.details ->> 'sprint'
            ELSE e.details ->> 'now'
        END::bigint AS sprint,
        e.verb <> 'story_moved' AS plans
    FROM projects_event AS e
    JOIN scope ON scope.project = e.project_id AND e.id <= scope.upto
    WHERE e.project_id = ANY(%(projects)s::bigint[])
        AND e.verb IN ('story_planned', 'story_created', 'story_carried_over', 'story_moved')
),

plans AS (
    SELECT * FROM turns WHERE sprint IS NOT NULL
)

SELECT * FROM turns
