-- Which moves one hand took back within a minute: slips, which no figure counts.
--
-- A move is one if the same hand, nobody else having moved the story meanwhile, brought it back
-- within a minute to the stage in which it stood before that move, or before one just before it.
-- The move that brings it back stays, and changes nothing any more. Moves of the very same moment
-- are no slip: an import that knows the day alone tells them so, hours apart though they may have
-- been.

-- include: facts/sql/timeline.sql

-- Few moves follow one another so closely, and only these are compared with each other.
WITH quick_moves AS MATERIALIZED (
    SELECT
        story_id, id, event_at, category, was,
        count(*) FILTER (WHERE is_close IS NOT true) OVER (PARTITION BY story_id ORDER BY id) AS run
    FROM (
        SELECT
            story_id, id, event_at, category, lag(category) OVER w AS was,
            (actor_id IS NOT DISTINCT FROM (lag(actor_id) OVER w))
            AND event_at >= (lag(event_at) OVER w)
            AND event_at <= (lag(event_at) OVER w) + interval '1 minute' AS is_close,
            (actor_id IS NOT DISTINCT FROM (lead(actor_id) OVER w))
            AND (lead(event_at) OVER w) >= event_at
            AND (lead(event_at) OVER w) <= event_at + interval '1 minute' AS goes_on
        FROM timeline
        WHERE category IS NOT NULL
        WINDOW w AS (PARTITION BY story_id ORDER BY id)
    ) AS near
    WHERE is_close OR goes_on
),

undone_moves AS MATERIALIZED (
    SELECT DISTINCT slip.id
    FROM quick_moves AS made
    JOIN quick_moves AS back
        ON back.story_id = made.story_id AND back.run = made.run
        AND back.id > made.id AND back.category = made.was
        AND back.event_at > made.event_at AND back.event_at <= made.event_at + interval '1 minute'
    JOIN quick_moves AS slip
        ON slip.story_id = made.story_id AND slip.run = made.run
        AND slip.id >= made.id AND slip.id < back.id
)

SELECT * FROM undone_moves
