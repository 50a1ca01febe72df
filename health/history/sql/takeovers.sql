-- In which stage stories stood when each of their owners' disciplines took them over.
-- stories = '{1, 2}'::bigint[]

-- The stays are those that the path in the facts is made of, by the very parts that tell it.
-- include: health/history/sql/past.sql
-- include: facts/sql/events_of_stories.sql
-- include: facts/sql/paths.sql

SELECT DISTINCT ON (turns.story_id, turns.id)
    turns.story_id, turns.holder,
    coalesce(stage_changes.category, '') AS category
FROM (
    SELECT stays.*, lag(holder) OVER (PARTITION BY story_id ORDER BY id) AS was FROM stays
) AS turns
LEFT JOIN stage_changes
    ON stage_changes.story_id = turns.story_id AND stage_changes.id <= turns.id
WHERE turns.holder IS DISTINCT FROM turns.was
ORDER BY turns.story_id, turns.id, stage_changes.id DESC
