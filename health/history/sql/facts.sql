-- The facts as their tables hold them: to read a history as of an earlier event, both are told
-- anew instead, by facts/sql/story_facts.sql and sprint_facts.sql.

WITH story_facts AS (
    SELECT * FROM metrics_storyfact
),

sprint_facts AS (
    SELECT * FROM metrics_sprintfact
)

SELECT * FROM story_facts
