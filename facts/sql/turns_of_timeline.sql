-- As turns_of_projects.sql, where the facts of stories are told as well: their history is read
-- once for both.

-- include: facts/sql/events_with_plans.sql
-- include: facts/sql/timeline.sql
-- include: facts/sql/sprint_bounds.sql

WITH committed_stories AS MATERIALIZED (
    SELECT b.sprint_id, c.story_id, coalesce(c.points, 0) AS points
    FROM sprint_bounds AS b
    JOIN sprints_committedstory AS c ON c.commitment_id = b.commitment_id
),

turns AS (
    SELECT
        id, event_at AS at, story_id, project_id, category, sprint, verb <> 'story_moved' AS plans
    FROM timeline
    WHERE verb IN ('story_planned', 'story_created', 'story_carried_over', 'story_moved')
),

plans AS (
    SELECT * FROM turns WHERE sprint IS NOT NULL
)

SELECT * FROM turns
