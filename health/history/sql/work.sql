-- Who worked on what: owner or coworker while the story is in work.
--
-- Derived anew for each report and summed up at once, because facts hold no person; who is
-- replaced by a bare number when read.
-- as_of = now()

-- include: health/history/sql/past.sql
-- include: health/history/sql/events_in_work.sql

WITH timeline AS (
    SELECT
        e.story_id, e.theme_id, e.id, e.verb, e.details, e.team_id, e.actor_id, e.at AS event_at,
        CASE
            WHEN e.verb IN ('story_created', 'story_moved')
                THEN coalesce(e.details ->> 'now_category', e.details ->> 'category')
        END AS category,
        max(e.at) OVER (PARTITION BY e.story_id ORDER BY e.id) AS at
    FROM events_in_work AS e
    WHERE e.verb IN (
        'story_created', 'story_moved', 'story_handed', 'story_paired', 'story_parted'
    )
),

-- include: facts/sql/undone_moves.sql

stages_in_work AS (
    SELECT
        story_id, theme_id, at AS since, category,
        coalesce(lead(at) OVER (PARTITION BY story_id ORDER BY id), %(as_of)s) AS until
    FROM timeline
    WHERE category IS NOT NULL AND id NOT IN (SELECT id FROM undone_moves)
),

owning AS (
    SELECT
        story_id, team_id, at AS since, person, discipline,
        coalesce(lead(at) OVER (PARTITION BY story_id ORDER BY id), %(as_of)s) AS until
    FROM (
        SELECT
            timeline.*,
            coalesce(details ->> 'now', details ->> 'owner')::bigint AS person,
            coalesce(details ->> 'now_discipline', details ->> 'owner_discipline') AS discipline
        FROM timeline
        WHERE verb IN ('story_created', 'story_handed')
    ) AS owners
),

pairing AS (
    SELECT
        story_id, team_id, at AS since, person, discipline, verb,
        coalesce(lead(at) OVER (PARTITION BY story_id, person ORDER BY id), %(as_of)s) AS until
    FROM (
        SELECT
            timeline.*,
            (details ->> 'coworker')::bigint AS person,
            details ->> 'discipline' AS discipline
        FROM timeline
        WHERE verb IN ('story_paired', 'story_parted')
    ) AS pairs
),

holding AS (
    SELECT story_id, team_id, since, until, person, discipline FROM owning WHERE person IS NOT NULL
    UNION ALL
    SELECT story_id, team_id, since, until, person, discipline FROM pairing
    WHERE verb = 'story_paired'
)

-- A full join is never a nested loop, which the planner takes for stories it doesn't know of yet:
-- where ten thousand were brought in at once, it would compare each with each. OFFSET keeps it.
SELECT
    h.story_id,
    coalesce(h.theme_id, 0) AS theme,
    coalesce(nullif(h.discipline, ''), (
        SELECT m.discipline FROM teams_membership AS m
        WHERE m.team_id = h.team_id AND m.user_id = h.person
        ORDER BY
            (m.joined_at <= h.since AND (m.left_at IS NULL OR m.left_at > h.since)) DESC,
            m.joined_at
        LIMIT 1
    ), 'unknown') AS discipline,
    h.person,
    extract(EPOCH FROM greatest(h.since, h.begun))::float8 AS since,
    extract(EPOCH FROM least(h.until, h.ended))::float8 AS until
FROM (
    SELECT h.*, g.theme_id, g.category, g.since AS begun, g.until AS ended
    FROM holding AS h
    FULL JOIN stages_in_work AS g ON g.story_id = h.story_id
    OFFSET 0
) AS h
WHERE h.category IN ('doing', 'review') AND h.since < h.ended AND h.begun < h.until
ORDER BY 1, 5, 6, 3, 4
