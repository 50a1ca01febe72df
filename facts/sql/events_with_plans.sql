-- The events that the facts of whole projects are told from, those of stories and of sprints.
-- projects = '{1}'::bigint[]

WITH story_events AS (
    SELECT e.* FROM projects_event AS e
    WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.story_id IS NOT NULL
        AND e.verb IN (
            'story_created', 'story_moved', 'story_handed', 'story_filed',
            'story_blocked', 'story_unblocked', 'story_planned', 'story_carried_over'
        )
)

SELECT * FROM story_events
