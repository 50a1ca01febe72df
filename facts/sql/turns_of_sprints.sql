-- As turns_of_projects.sql, for chosen sprints: by their indices, and of no other story.

-- include: facts/sql/scope.sql
-- include: facts/sql/sprints_by_id.sql
-- include: facts/sql/sprint_bounds.sql

WITH committed_stories AS MATERIALIZED (
    SELECT b.sprint_id, c.story_id, coalesce(c.points, 0) AS points
    FROM sprint_bounds AS b
    CROSS JOIN LATERAL (
        SELECT * FROM sprints_committedstory AS c
        WHERE c.commitment_id = b.commitment_id
        OFFSET 0
    ) AS c
),

committed_events AS MATERIALIZED (
    SELECT e.* FROM (SELECT DISTINCT story_id FROM committed_stories) AS committed
    CROSS JOIN LATERAL (
        SELECT * FROM projects_event AS e
        WHERE e.story_id = committed.story_id
            AND e.verb IN ('story_planned', 'story_created', 'story_carried_over', 'story_moved')
        OFFSET 0
    ) AS e
),

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
    FROM committed_events AS e
    JOIN scope ON scope.project = e.project_id AND e.id <= scope.upto
),

plans AS MATERIALIZED (
    SELECT
        e.id, e.at, e.story_id, e.project_id,
        CASE e.verb
            WHEN 'story_created' THEN e.details ->> 'sprint'
            ELSE e.details ->> 'now'
        END::bigint AS sprint
    FROM sprint_bounds AS b
    CROSS JOIN LATERAL (
        SELECT * FROM projects_event AS e
        WHERE e.team_id = b.team_id AND e.project_id + 0 = b.project_id AND e.id <= b.upto
            AND e.at >= b.kicked_off_at AND e.at <= coalesce(b.closed_at, 'infinity')
            AND e.verb IN ('story_planned', 'story_created', 'story_carried_over')
        OFFSET 0
    ) AS e
)

SELECT * FROM turns
