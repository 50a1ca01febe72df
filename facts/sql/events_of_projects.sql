-- The events that the facts of all stories of whole projects are told from.
-- projects = '{1}'::bigint[]

WITH story_events AS (
    SELECT e.* FROM projects_event AS e
    WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.story_id IS NOT NULL
        AND e.verb IN (
            'story_created', 'story_moved', 'story_handed', 'story_filed',
            'story_blocked', 'story_unblocked'
        )
)

SELECT * FROM story_events
