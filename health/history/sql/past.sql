-- The tables as they stood: every statement that reads a history is put behind these.
--
-- A row of a table says what is true today. What a report reads of it has to be what was true as of
-- its last events, so each table that can still change is hidden by a common table expression of
-- the same name, in which changes told by later events are taken back.
--
-- A seat in the team has no event of its own id: each was told by one line, so as many of
-- somebody's newest rows as there are later lines of theirs weren't there yet. An import tells of
-- seats of long ago, so their times say nothing of that.
-- team = 1
-- team_upto = 9223372036854775807
-- as_of = now()
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]
-- working_days = '{1, 2, 3, 4, 5}'::smallint[]

-- Columns that no later verb changes are read as they are. A time that a later event set is null.
WITH upto AS (
    SELECT * FROM unnest(%(projects)s::bigint[], %(upto)s::bigint[]) AS u (project, last)
),

teams_team AS (
    SELECT %(team)s::bigint AS id, %(working_days)s::smallint[] AS working_days
),

members_later AS (
    SELECT id, verb, at, (details ->> 'user')::bigint AS person FROM projects_event
    WHERE team_id = %(team)s AND project_id IS NULL AND id > %(team_upto)s
        AND verb IN ('team_member_joined', 'team_member_changed', 'team_member_left')
),

teams_membership AS MATERIALIZED (
    SELECT
        id, team_id, user_id, role, discipline, capacity, joined_at,
        CASE
            WHEN is_last AND (
                SELECT e.verb <> 'team_member_joined' FROM members_later AS e
                WHERE e.person = user_id AND e.at >= joined_at
                ORDER BY e.id
                LIMIT 1
            ) THEN NULL
            WHEN left_at <= %(as_of)s THEN left_at
        END AS left_at
    FROM (
        SELECT m.*, lead(id) OVER (PARTITION BY user_id ORDER BY joined_at) IS NULL AS is_last
        FROM (
            SELECT
                teams_membership.*,
                row_number() OVER (PARTITION BY user_id ORDER BY id DESC) AS back
            FROM teams_membership
            WHERE team_id = %(team)s
        ) AS m
        WHERE m.joined_at <= %(as_of)s AND m.back > (
            SELECT count(*) FROM members_later AS e
            WHERE e.person = m.user_id AND e.verb <> 'team_member_left'
        )
    ) AS seats
),

sprints_sprint AS MATERIALIZED (
    SELECT
        s.id, s.project_id, s.number,
        coalesce((replanned.was ->> 'starts_on')::date, s.starts_on) AS starts_on,
        coalesce((replanned.was ->> 'ends_on')::date, s.ends_on) AS ends_on,
        CASE WHEN NOT later.kicked_off THEN s.kicked_off_at END AS kicked_off_at,
        CASE WHEN NOT later.closed THEN s.closed_at END AS closed_at
    FROM sprints_sprint AS s
    JOIN upto ON upto.project = s.project_id
    CROSS JOIN LATERAL (
        SELECT
            coalesce(bool_or(e.verb = 'sprint_kicked_off'), false) AS kicked_off,
            coalesce(bool_or(e.verb = 'sprint_closed'), false) AS closed,
            min(e.id) FILTER (WHERE e.verb = 'sprint_replanned') AS replanned
        FROM projects_event AS e
        WHERE e.sprint_id = s.id AND e.id > upto.last
    ) AS later
    LEFT JOIN LATERAL (
        SELECT e.details -> 'was' AS was FROM projects_event AS e WHERE e.id = later.replanned
    ) AS replanned ON true
),

classified_later AS MATERIALIZED (
    SELECT DISTINCT ON (e.story_id)
        e.story_id, e.details -> 'was' ->> 'kind' AS kind
    FROM upto
    CROSS JOIN LATERAL (
        SELECT * FROM projects_event AS e
        WHERE e.project_id = upto.project AND e.id > upto.last
        OFFSET 0
    ) AS e
    WHERE e.verb = 'story_classified'
    ORDER BY e.story_id, e.id
),

stories_story AS (
    SELECT s.id, s.number, coalesce(later.kind, s.kind) AS kind
    FROM stories_story AS s
    LEFT JOIN classified_later AS later ON later.story_id = s.id
)

SELECT * FROM upto
