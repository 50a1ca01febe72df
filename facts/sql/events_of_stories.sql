-- The events that the facts of chosen stories are told from.
-- stories = '{1, 2}'::bigint[]

-- The planner can't know how many rows a part of these statements has, and takes nested loops
-- where thousands meet thousands. They are run without those (facts/query_planning.py); where an
-- index has to be asked once a row, OFFSET 0 leaves it no other way, and `project_id + 0` only
-- that of (team, at); what is found is set down (MATERIALIZED) before it meets other tables, or
-- each row scans them.
WITH story_events AS MATERIALIZED (
    SELECT e.* FROM unnest(%(stories)s::bigint[]) AS touched (story_id)
    CROSS JOIN LATERAL (
        SELECT * FROM projects_event AS e
        WHERE e.story_id = touched.story_id
            AND e.verb IN (
                'story_created', 'story_moved', 'story_handed', 'story_filed',
                'story_blocked', 'story_unblocked'
            )
        OFFSET 0
    ) AS e
)

SELECT * FROM story_events
