-- Signs of contact on a story: a comment that was not withdrawn, or the verdict of a review, which
-- is taking the story out of it. Like work they are of a person, and treated alike.
-- work_since = now() - interval '1 year'

-- include: health/history/sql/past.sql
-- include: health/history/sql/events_in_work.sql

-- A move that the same hand takes back within a minute is no verdict: see undone_moves.sql. The
-- other half of such a pair lies within a minute.
WITH contacts AS (
    SELECT
        e.story_id, e.id, e.verb, e.actor_id, e.at,
        e.verb = 'story_moved' AS is_verdict,
        bool_or(e.verb = 'story_comment_withdrawn') OVER (
            PARTITION BY e.story_id, e.details ->> 'comment'
        ) AS is_withdrawn
    FROM events_in_work AS e
    WHERE e.verb IN ('story_commented', 'story_comment_withdrawn')
        OR (
            e.verb = 'story_moved' AND NOT e.bulk_closed
            AND e.details ->> 'was_category' = 'review'
            AND e.details ->> 'now_category' IN ('doing', 'done')
            AND NOT EXISTS (
                SELECT FROM (
                    SELECT * FROM projects_event AS o WHERE o.story_id = e.story_id OFFSET 0
                ) AS o
                WHERE o.id <= e.upto AND o.verb = 'story_moved'
                    AND o.actor_id IS NOT DISTINCT FROM e.actor_id AND o.at <> e.at
                    AND o.at BETWEEN e.at - interval '1 minute' AND e.at + interval '1 minute'
                    AND o.details ->> 'now_category' = e.details ->> 'was_category'
                    AND o.details ->> 'was_category' = e.details ->> 'now_category'
            )
        )
)

SELECT story_id, actor_id, extract(EPOCH FROM at)::float8 AS at, is_verdict
FROM contacts
WHERE actor_id IS NOT NULL AND contacts.at >= %(work_since)s
    AND (is_verdict OR (verb = 'story_commented' AND NOT is_withdrawn))
ORDER BY id
