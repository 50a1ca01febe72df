-- The hand-offs of a project within a window: which were cold, and which led back; and beside them
-- what its stories waited for.
--
-- Which hand-offs there are, and by what a discipline shows to be there, is told by the parts that
-- A3 is made of; what leads back by the path of A2. Facts are told anew, so that a hand-off of a
-- moment ago is there.
-- team = 1
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]
-- since = (now() - interval '90 days')
-- until = now()
-- near = interval '90 days'
-- working_days = '{1, 2, 3, 4, 5}'::smallint[]
-- include: facts/sql/story_facts.sql
-- include: health/history/sql/handoffs.sql
-- include: health/handoffs/sql/blockers_of_project.sql

WITH acts AS MATERIALIZED (
    SELECT e.story_id, e.id, e.at, e.recorded_at, e.verb, e.discipline, e.actor_id, e.details
    FROM projects_event AS e
    JOIN scope ON scope.project = e.project_id AND e.id <= scope.upto
    WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.story_id IS NOT NULL
        AND e.at >= %(since)s::timestamptz - %(near)s
        AND e.verb IN (
            'story_handed', 'story_moved', 'story_commented', 'story_paired', 'story_blocked'
        )
),

-- include: health/history/sql/signs_of_life.sql

-- What one hand did to several stories in one statement, and said of one moment: a bulk edit, or
-- the lines of an import that knows the day alone.
at_one_stroke AS (
    SELECT id FROM (
        SELECT
            id,
            (
                lag(story_id) OVER w <> story_id AND lag(recorded_at) OVER w = recorded_at
                AND at - lag(at) OVER w <= interval '1 second'
            ) OR (
                lead(story_id) OVER w <> story_id AND lead(recorded_at) OVER w = recorded_at
                AND lead(at) OVER w - at <= interval '1 second'
            ) AS is_one_of_many
        FROM acts
        WINDOW w AS (PARTITION BY verb, actor_id ORDER BY recorded_at, at, id)
    ) AS beside
    WHERE is_one_of_many
),

filings AS (
    SELECT
        story_id, theme, id AS since,
        lead(id, 1, 9223372036854775807) OVER (PARTITION BY story_id ORDER BY id) AS until
    FROM timeline
    WHERE verb IN ('story_created', 'story_filed')
),

beside_stories AS MATERIALIZED (
    SELECT e.id, e.at, e.verb, e.discipline, e.details
    FROM projects_event AS e
    JOIN scope ON scope.project = e.project_id AND e.id <= scope.upto
    WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.story_id IS NULL
        AND e.verb IN (
            'solution_story_linked', 'solution_story_unlinked', 'solution_sketched',
            'solution_described', 'solution_seen', 'fit_judged', 'fit_gone_through', 'fit_signed',
            'trial_drafted', 'trial_designed', 'trial_started', 'trial_observed', 'trial_decided',
            'trial_confirmed'
        )
),

serving AS (
    SELECT solution, story_id, since, until FROM (
        SELECT
            verb, id AS since,
            (details ->> 'solution')::bigint AS solution,
            (details ->> 'story')::bigint AS story_id,
            lead(id, 1, 9223372036854775807) OVER (
                PARTITION BY details ->> 'solution', details ->> 'story' ORDER BY id
            ) AS until
        FROM beside_stories
        WHERE verb IN ('solution_story_linked', 'solution_story_unlinked')
    ) AS links
    WHERE verb = 'solution_story_linked'
),

-- A story, the theme it was filed under by then, and the solutions that it served by then.
places AS (
    SELECT story_id, 'story' AS kind, story_id AS place, 0::bigint AS since,
        9223372036854775807 AS until
    FROM stages
    UNION ALL
    SELECT story_id, 'theme', theme, since, until FROM filings WHERE theme IS NOT NULL
    UNION ALL
    SELECT story_id, 'solution', solution, since, until FROM serving
),

meant_signs AS (
    SELECT signs.* FROM signs
    LEFT JOIN at_one_stroke ON at_one_stroke.id = signs.id
    WHERE at_one_stroke.id IS NULL AND signs.discipline <> ''
),

chosen AS MATERIALIZED (
    SELECT * FROM handoffs WHERE at > %(since)s AND at < %(until)s
),

-- Contacts and hand-offs in one order, a hand-off before what its own line shows.
marks AS (
    SELECT p.kind, p.place, s.discipline, s.id AS mark, s.at AS contact_at, NULL::bigint AS handoff
    FROM meant_signs AS s
    JOIN places AS p ON p.story_id = s.story_id AND p.since <= s.id AND s.id < p.until
    UNION ALL
    SELECT 'solution', (details ->> 'solution')::bigint, discipline, id, at, NULL
    FROM beside_stories
    WHERE discipline <> '' AND verb NOT IN ('solution_story_linked', 'solution_story_unlinked')
    UNION ALL
    SELECT p.kind, p.place, c.now_discipline, c.first_id, NULL, c.id
    FROM chosen AS c
    JOIN places AS p
        ON p.story_id = c.story_id AND p.since < c.first_id AND c.first_id <= p.until
),

met AS (
    SELECT handoff, max(last_at) AS last_at FROM (
        SELECT
            handoff,
            max(contact_at) OVER (
                PARTITION BY kind, place, discipline ORDER BY mark, handoff NULLS LAST
                ROWS UNBOUNDED PRECEDING
            ) AS last_at
        FROM marks
    ) AS before
    WHERE handoff IS NOT NULL
    GROUP BY handoff
),

-- Where the path of a story's disciplines comes round again.
turns AS (
    SELECT story_id, id, holder FROM (
        SELECT stays.*, lag(holder) OVER (PARTITION BY story_id ORDER BY id) AS was FROM stays
    ) AS held
    WHERE holder IS DISTINCT FROM was
),

came_back AS (
    SELECT story_id, id FROM (
        SELECT turns.*, row_number() OVER (PARTITION BY story_id, holder ORDER BY id) AS time
        FROM turns
    ) AS times
    WHERE time > 1
),

judged AS (
    SELECT
        c.id, c.story_id, c.was_discipline, c.now_discipline,
        coalesce(met.last_at < c.at - %(near)s, true) AS is_cold,
        c.returned IS true AND bool_or(b.id IS NOT NULL) AS is_return
    FROM chosen AS c
    LEFT JOIN met ON met.handoff = c.id
    LEFT JOIN came_back AS b ON b.story_id = c.story_id AND b.id BETWEEN c.first_id AND c.id
    GROUP BY
        c.id, c.at, c.story_id, c.was_discipline, c.now_discipline, c.returned, met.last_at
)

SELECT id, story_id, was_discipline, now_discipline, is_cold, is_return, NULL AS kind, 0 AS days
FROM judged
UNION ALL
SELECT id, story_id, '', '', false, false, kind, days FROM blockers
ORDER BY id
