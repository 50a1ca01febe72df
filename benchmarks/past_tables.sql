-- Writes a made-up past of any number of teams, but for its events: people, teams, projects,
-- sprints, stories, commitments, retrospectives, actions and stand-ups.
-- teams = 20
-- people = 6
-- stories = 500
-- sprints = 78

SELECT setseed(0.5);

INSERT INTO teams_user (
    id, password, is_superuser, email, name, time_zone, is_active, is_staff, date_joined
)
SELECT
    n,
    '!',
    false,
    'p' || n || '@example.org',
    'P' || n,
    'UTC',
    true,
    false,
    now() - interval '4 years'
FROM generate_series(1, %(teams)s * %(people)s) AS n;

INSERT INTO teams_team (id, name, slug, size_limit, working_days, sprint_days, created_at)
SELECT n, 'Team ' || n, 'team-' || n, 8, '{1,2,3,4,5}', 14, now() - interval '4 years'
FROM generate_series(1, %(teams)s) AS n;

INSERT INTO teams_membership (team_id, user_id, discipline, role, capacity, joined_at)
SELECT
    (n - 1) / %(people)s + 1, n, CASE mod(n, 2) WHEN 0 THEN 'science' ELSE 'engineering' END,
    CASE mod(n, %(people)s) WHEN 1 THEN 'lead' ELSE 'member' END, 1, now() - interval '4 years'
FROM generate_series(1, %(teams)s * %(people)s) AS n;

INSERT INTO projects_project (
    id, key, name, team_id, customer, business_goal, state, stories_numbered, created_at
)
SELECT n, 'P' || n, 'Project ' || n, n, '', '', 'active', %(stories)s, now() - interval '4 years'
FROM generate_series(1, %(teams)s) AS n;

INSERT INTO projects_theme (id, project_id, title, description, state, position)
SELECT n, (n - 1) / 4 + 1, 'Theme ' || n, '', 'active', n
FROM generate_series(1, %(teams)s * 4) AS n;

INSERT INTO stories_column (id, project_id, name, category, position)
SELECT (p - 1) * 5 + c, p, names[c], names[c], c
FROM generate_series(1, %(teams)s) AS p, generate_series(1, 5) AS c,
    (VALUES (ARRAY['todo', 'doing', 'review', 'done', 'dropped'])) AS v (names);

INSERT INTO sprints_sprint (
    id, project_id, number, goal, starts_on, ends_on, state, kicked_off_at, closed_at
)
SELECT
    (p - 1) * %(sprints)s + k, p, k, '', first, first + 13,
    CASE WHEN k = %(sprints)s THEN 'active' ELSE 'closed' END,
    first + interval '9 hours',
    CASE WHEN k < %(sprints)s THEN first + interval '13 days 15 hours' END
FROM generate_series(1, %(teams)s) AS p, generate_series(1, %(sprints)s) AS k,
    LATERAL (SELECT date_trunc('week', now())::date - 7 - 14 * (%(sprints)s - k) AS first) AS d;

CREATE UNLOGGED TABLE bench_story AS
SELECT
    s.*, started_at + days * interval '0.6 days' AS review_at,
    CASE
        WHEN
            fate > 0.03 AND started_at + days * interval '1 day' <= now()
            THEN started_at + days * interval '1 day'
    END AS done_at,
    CASE
        WHEN
            planned AND started_at + days * interval '1 day' > closes_at AND k < %(sprints)s
            THEN closes_at
    END AS carried_at
FROM (
    SELECT
        (p - 1) * %(stories)s + n AS id, p, n, k, (p - 1) * %(sprints)s + k AS sprint,
        (p - 1) * 4 + 1 + mod(n, 4) AS theme,
        (p - 1) * %(people)s + 1 + mod(n, %(people)s) AS owner,
        (p - 1) * %(people)s + 1 + mod(n + 1, %(people)s) AS other,
        CASE mod(p * %(people)s + n, 2) WHEN 1 THEN 'science' ELSE 'engineering' END AS discipline,
        CASE mod(p * %(people)s + n, 2) WHEN 1 THEN 'engineering' ELSE 'science' END
            AS other_discipline,
        first, first + interval '13 days 6 hours' AS closes_at,
        first + b * interval '8 days' AS started_at, 0.3 + c * c * 9 AS days,
        a < 0.95 AS planned, a < 0.85 AS frozen, d AS fate, random() AS luck
    FROM (SELECT
        p, n, (n - 1) * %(sprints)s / %(stories)s + 1 AS k,
        random() AS a, random() AS b, random() AS c, random() AS d
    FROM generate_series(1, %(teams)s) AS p, generate_series(1, %(stories)s) AS n) AS drawn,
        LATERAL (
            SELECT
                date_trunc('week', now())
                - interval '1 week' * (1 + 2 * (%(sprints)s - k))
                + interval '9 hours' AS first
        ) AS t
) AS s;

INSERT INTO stories_story (
    id, project_id, number, title, kind, body, labels, points, column_id, category,
    done_at, owner_id, sprint_id, theme_id, rank, blocked_reason, created_at, updated_at
)
SELECT
    s.id,
    p,
    n,
    'Story ' || n,
    'story',
    '',
    '{}',
    1 + mod(n, 5),
    (p - 1) * 5 + array_position(ARRAY['todo', 'doing', 'review', 'done'], category),
    category,
    done_at,
    owner,
    CASE WHEN planned THEN sprint + (carried_at IS NOT NULL)::int END,
    theme,
    n::bigint << 20,
    '',
    first - interval '4 days',
    now()
FROM bench_story AS s, LATERAL (
    SELECT
        CASE
            WHEN done_at IS NOT NULL THEN 'done' WHEN review_at < now() THEN 'review'
            WHEN started_at < now() THEN 'doing' ELSE 'todo'
        END AS category
) AS c;

INSERT INTO sprints_commitment (id, sprint_id, frozen_at, reason)
SELECT id, id, kicked_off_at, 'kickoff' FROM sprints_sprint;

INSERT INTO sprints_committedstory (commitment_id, story_id, points, kind)
SELECT sprint, id, 1 + mod(n, 5), 'story' FROM bench_story WHERE frozen
UNION ALL
SELECT sprint + 1, id, 1 + mod(n, 5), 'story'
FROM bench_story
WHERE carried_at IS NOT NULL;

INSERT INTO sprints_retrospective (id, held_at, shown, lessons, project_id, sprint_id)
SELECT id, closed_at + interval '1 hour', '', '', project_id, id
FROM sprints_sprint
WHERE number BETWEEN %(sprints)s - 26 AND %(sprints)s - 1;

INSERT INTO sprints_action (
    id,
    title,
    due,
    created_at,
    carried,
    closed_at,
    outcome,
    evidence,
    owner_id,
    project_id,
    retrospective_id
)
SELECT
    id * 2 + n,
    'Action',
    held_at::date + 14,
    held_at,
    0,
    CASE WHEN closed THEN held_at + interval '9 days' END,
    CASE WHEN closed THEN 'done' ELSE '' END,
    CASE WHEN closed THEN 'Seen' ELSE '' END,
    (project_id - 1) * %(people)s + 1,
    project_id,
    id
FROM sprints_retrospective, generate_series(0, 1) AS n,
    LATERAL (SELECT mod(id, 5) + n < 4 AND held_at < now() - interval '9 days' AS closed) AS c;

INSERT INTO sprints_standup (
    id, day, started_at, ended_at, present, facilitator_id, project_id, sprint_id
)
SELECT
    s.id * 14 + d,
    s.starts_on + d,
    at,
    at + minutes * interval '1 minute',
    5,
    (s.project_id - 1) * %(people)s + 1,
    s.project_id,
    s.id
FROM sprints_sprint AS s, generate_series(0, 11) AS d,
    LATERAL (
        SELECT
            s.starts_on + d + interval '9 hours 15 minutes' AS at,
            8 + mod(s.id * 7 + d * 5, 12) AS minutes
    ) AS t
WHERE s.number > %(sprints)s - 13 AND mod(d, 7) < 5 AND at < now() - interval '1 hour';

ANALYZE bench_story;
