-- How many changed their discipline within the window, when the history begins, and which projects
-- are archived.
-- team = 1
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]
-- as_of = now()
-- work_since = now() - interval '1 year'

-- include: health/history/sql/past.sql

-- A project's state as of its last event: what the first later change put an end to, else today's.
SELECT
    (
        SELECT count(DISTINCT user_id) FROM (
            SELECT
                user_id, joined_at, discipline,
                lag(discipline) OVER (PARTITION BY user_id ORDER BY joined_at) AS was
            FROM teams_membership
            WHERE team_id = %(team)s AND joined_at <= %(as_of)s
        ) AS seats
        WHERE discipline <> was AND joined_at > %(work_since)s
    ) AS changed_discipline,
    (
        SELECT extract(EPOCH FROM min(e.at))::float8 FROM projects_event AS e
        WHERE e.team_id = %(team)s
            AND e.id <= (SELECT max(u.id) FROM unnest(%(upto)s::bigint[]) AS u (id))
    ) AS begins,
    (
        SELECT coalesce(array_agg(p.key ORDER BY p.key), '{}')
        FROM projects_project AS p
        JOIN unnest(%(projects)s::bigint[], %(upto)s::bigint[]) AS u (project, upto)
            ON u.project = p.id
        LEFT JOIN LATERAL (
            SELECT e.details ->> 'was' AS was FROM projects_event AS e
            WHERE e.project_id = p.id AND e.id > u.upto AND e.verb = 'project_state_changed'
            ORDER BY e.id
            LIMIT 1
        ) AS later ON true
        WHERE coalesce(later.was, p.state) = 'archived'
    ) AS archived
