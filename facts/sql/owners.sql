-- By story its last event and theme, and the first and the last by name of the disciplines that
-- held it: where these are one, it is its whole path.

-- include: facts/sql/timeline.sql

WITH owners AS (
    SELECT
        story_id,
        max(id) AS last_event_id,
        (max(ARRAY[id, theme]) FILTER (
            WHERE verb IN ('story_created', 'story_filed')
        ))[2] AS theme_id,
        min(holder) FILTER (WHERE holder <> '') AS holder,
        max(holder) FILTER (WHERE holder <> '') AS other
    FROM timeline
    WHERE verb NOT IN ('story_planned', 'story_carried_over')
    GROUP BY story_id
)

SELECT * FROM owners
