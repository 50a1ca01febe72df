-- What a story's events come to, for all stories of whole projects.
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]

-- include: facts/sql/scope.sql
-- include: facts/sql/timeline.sql
-- include: facts/sql/owners.sql
-- include: facts/sql/stages.sql
-- include: facts/sql/paths.sql
-- include: facts/sql/blocks.sql
-- include: facts/sql/batch_closes.sql

-- Days are rounded as float: by way of numeric it takes a fifth of the whole statement.
WITH story_facts AS (
    SELECT
        g.story_id, g.project_id, scope.team AS team_id, o.theme_id, g.category, g.since,
        g.created_at, g.started_at,
        CASE g.category WHEN 'done' THEN g.done_at END AS done_at,
        CASE g.category WHEN 'dropped' THEN g.since END AS dropped_at,
        g.reopened,
        CASE
            WHEN g.category = 'done' AND g.started_at <= g.done_at
                THEN round((g.done_days - g.started_days) * 1e6) / 1e6
        END AS cycle_days,
        round((g.parked) * 1e6) / 1e6 AS parked_days,
        round((g.doing) * 1e6) / 1e6 AS doing_days,
        round((g.review) * 1e6) / 1e6 AS review_days,
        b.blocked_at,
        round((coalesce(b.blocked, 0)) * 1e6) / 1e6 AS blocked_days,
        CASE
            WHEN o.holder <> o.other THEN coalesce(paths.path, '{}')
            WHEN g.started_at IS NULL OR o.holder IS NULL THEN '{}'
            ELSE ARRAY[o.holder]
        END AS owner_path,
        CASE
            WHEN
                o.holder IS NULL OR (o.holder = 'unknown' AND o.other = 'unknown')
                OR 'unknown' = ANY(paths.path)
                THEN NULL
            ELSE coalesce(paths.returned, false)
        END AS returned,
        batch_closes.id IS NOT NULL AS bulk_closed,
        o.last_event_id
    FROM stages AS g
    JOIN scope ON scope.project = g.project_id
    JOIN owners AS o ON o.story_id = g.story_id
    LEFT JOIN paths ON paths.story_id = g.story_id
    LEFT JOIN blocks AS b ON b.story_id = g.story_id
    LEFT JOIN batch_closes ON batch_closes.id = g.closing_id
)

SELECT * FROM story_facts
