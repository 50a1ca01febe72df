-- What was done at stories that were handed on: moves, hand-offs and what is said there.
-- include: health/history/sql/handoffs.sql

WITH acts AS MATERIALIZED (
    SELECT e.story_id, e.id, e.at, e.verb, e.discipline, e.actor_id, e.details
    FROM (SELECT DISTINCT story_id, upto FROM handoffs) AS h
    CROSS JOIN LATERAL (
        SELECT * FROM projects_event AS e
        WHERE e.story_id = h.story_id AND e.verb IN (
            'story_handed', 'story_moved', 'story_commented', 'story_paired', 'story_blocked'
        )
        OFFSET 0
    ) AS e
    WHERE e.id <= h.upto
)

SELECT * FROM acts
