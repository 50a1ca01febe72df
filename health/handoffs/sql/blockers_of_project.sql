-- For how many working days of a window stories of a project were blocked, by kind of blocker.
--
-- A block lasts as facts say: until it is lifted, on the story's own clock. One that nobody lifted
-- ends with its story.
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]
-- since = (now() - interval '90 days')
-- until = now()
-- working_days = '{1, 2, 3, 4, 5}'::smallint[]
-- include: facts/sql/timeline.sql

WITH closed_stories AS (
    SELECT DISTINCT ON (story_id) story_id, at, category FROM timeline
    WHERE category IS NOT NULL
    ORDER BY story_id, id DESC
),

said AS (
    SELECT
        t.story_id, t.id, t.at, t.verb,
        coalesce(e.details ->> 'kind', '') AS kind,
        lag(t.verb) OVER w AS was_verb,
        lag(coalesce(e.details ->> 'kind', '')) OVER w AS was_kind
    FROM timeline AS t
    JOIN story_events AS e ON e.id = t.id
    WHERE t.verb IN ('story_blocked', 'story_unblocked')
    WINDOW w AS (PARTITION BY t.story_id ORDER BY t.id)
),

blocks_of_kinds AS (
    SELECT
        story_id, id, verb, kind, at,
        lead(at) OVER (PARTITION BY story_id ORDER BY id) AS until
    FROM said
    WHERE verb IS DISTINCT FROM was_verb OR kind IS DISTINCT FROM was_kind
),

lasting AS (
    SELECT
        b.story_id, b.id, b.kind,
        greatest(b.at, %(since)s) AS begun,
        least(
            coalesce(
                b.until, CASE WHEN c.category IN ('done', 'dropped') THEN greatest(c.at, b.at) END,
                %(until)s
            ),
            %(until)s
        ) AS ended
    FROM blocks_of_kinds AS b
    LEFT JOIN closed_stories AS c ON c.story_id = b.story_id
    WHERE b.verb = 'story_blocked'
),

blockers AS (
    SELECT
        id, story_id, kind,
        working_days_until(ended, %(working_days)s::smallint[])
        - working_days_until(begun, %(working_days)s::smallint[]) AS days
    FROM lasting
    WHERE begun < ended
)

SELECT * FROM blockers
