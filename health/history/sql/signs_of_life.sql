-- By what somebody shows to be at a story: it is moved, or handed on, or there is a word on it.
--
-- A word alone is none: it counts if its discipline does something more there on that or the next
-- working day. A move that the same hand takes back within a minute is none either: see
-- undone_moves.sql. The other half of such a pair lies within a minute. Whoever asks of other acts
-- than those of hand-offs defines `acts` first.
-- working_days = '{1, 2, 3, 4, 5}'::smallint[]
-- include: health/history/sql/acts_of_handoffs.sql

WITH taken_back AS (
    SELECT DISTINCT e.id
    FROM acts AS e
    JOIN acts AS o
        ON o.story_id = e.story_id
        AND o.details ->> 'now_category' = e.details ->> 'was_category'
        AND o.details ->> 'was_category' = e.details ->> 'now_category'
    WHERE e.verb = 'story_moved' AND o.verb = 'story_moved'
        AND o.actor_id IS NOT DISTINCT FROM e.actor_id AND o.at <> e.at
        AND o.at BETWEEN e.at - interval '1 minute' AND e.at + interval '1 minute'
),

signs AS MATERIALIZED (
    SELECT e.story_id, e.id, e.at, e.verb, e.discipline
    FROM (
        SELECT
            acts.*,
            min(at) OVER (
                PARTITION BY story_id, discipline ORDER BY id
                ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
            ) AS followed_at
        FROM acts
    ) AS e
    LEFT JOIN taken_back ON taken_back.id = e.id
    WHERE e.verb = 'story_handed'
        OR (e.verb = 'story_moved' AND taken_back.id IS NULL)
        OR (
            e.verb IN ('story_commented', 'story_paired', 'story_blocked')
            AND working_days_until(e.followed_at, %(working_days)s::smallint[])
            - working_days_until(date_trunc('day', e.at, 'UTC'), %(working_days)s::smallint[]) < 2
        )
)

SELECT * FROM signs
