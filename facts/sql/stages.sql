-- Through which stages each story went, and how long it was in each.

-- include: facts/sql/timeline.sql
-- include: facts/sql/undone_moves.sql

WITH stage_changes AS MATERIALIZED (
    SELECT
        story_id, id, at, days, category, event_at, actor_id, project_id,
        lag(category) OVER w AS was,
        lead(days) OVER w AS until,
        bool_or(category IN ('doing', 'review')) OVER w AS started
    FROM timeline
    WHERE category IS NOT NULL AND id NOT IN (SELECT id FROM undone_moves)
    WINDOW w AS (PARTITION BY story_id ORDER BY id ROWS UNBOUNDED PRECEDING)
),

stages AS (
    SELECT
        story_id,
        min(project_id) AS project_id,
        min(at) AS created_at,
        min(at) FILTER (WHERE started) AS started_at,
        min(days) FILTER (WHERE started) AS started_days,
        max(category) FILTER (WHERE until IS NULL) AS category,
        max(at) FILTER (WHERE category IS DISTINCT FROM was) AS since,
        max(at) FILTER (WHERE category = 'done' AND was IS DISTINCT FROM 'done') AS done_at,
        max(days) FILTER (WHERE category = 'done' AND was IS DISTINCT FROM 'done') AS done_days,
        max(id) FILTER (WHERE category = 'done' AND was IS DISTINCT FROM 'done') AS closing_id,
        count(*) FILTER (WHERE was = 'done' AND category <> 'done') AS reopened,
        coalesce(sum(until - days) FILTER (WHERE category = 'todo' AND started), 0) AS parked,
        coalesce(sum(until - days) FILTER (WHERE category = 'doing'), 0) AS doing,
        coalesce(sum(until - days) FILTER (WHERE category = 'review'), 0) AS review
    FROM stage_changes
    GROUP BY story_id
)

SELECT * FROM stages
