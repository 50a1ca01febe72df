# ruff: noqa: E501 — long lines of SQL
"""A made-up past of any number of teams, three years long, written by SQL on two connections.

A team of six has one project, 78 sprints, 500 stories: written, estimated, planned (most before
the kickoff, some after it, some never), moved, commented, shared, handed over, given back, blocked,
reviewed, finished, reopened, carried over; each sprint has a frozen commitment, a retrospective
with two actions and stand-ups. About 5,200 events a team.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

STORIES, SPRINTS, PEOPLE = 500, 78, 6  # of a team
CONNECTIONS = 2

TRUSTING = "SET synchronous_commit = off; SET work_mem = '64MB'; SET jit = off;"

FILL = """
SELECT setseed(0.5);
INSERT INTO teams_user (id, password, is_superuser, email, name, time_zone, is_active, is_staff, date_joined)
SELECT n, '!', false, 'p' || n || '@example.org', 'P' || n, 'UTC', true, false, now() - interval '4 years'
FROM generate_series(1, %(teams)s * %(people)s) n;
INSERT INTO teams_team (id, name, slug, size_limit, working_days, sprint_days, created_at)
SELECT n, 'Team ' || n, 'team-' || n, 8, '{1,2,3,4,5}', 14, now() - interval '4 years' FROM generate_series(1, %(teams)s) n;
INSERT INTO teams_membership (team_id, user_id, discipline, role, capacity, joined_at)
SELECT (n - 1) / %(people)s + 1, n, CASE n %% 2 WHEN 0 THEN 'science' ELSE 'engineering' END,
    CASE n %% %(people)s WHEN 1 THEN 'lead' ELSE 'member' END, 1, now() - interval '4 years'
FROM generate_series(1, %(teams)s * %(people)s) n;
INSERT INTO projects_project (id, key, name, team_id, customer, business_goal, state, stories_numbered, created_at)
SELECT n, 'P' || n, 'Project ' || n, n, '', '', 'active', %(stories)s, now() - interval '4 years'
FROM generate_series(1, %(teams)s) n;
INSERT INTO projects_theme (id, project_id, title, description, state, position)
SELECT n, (n - 1) / 4 + 1, 'Theme ' || n, '', 'active', n FROM generate_series(1, %(teams)s * 4) n;
INSERT INTO stories_column (id, project_id, name, category, position)
SELECT (p - 1) * 5 + c, p, names[c], names[c], c
FROM generate_series(1, %(teams)s) p, generate_series(1, 5) c,
     (VALUES (ARRAY['todo', 'doing', 'review', 'done', 'dropped'])) v(names);
INSERT INTO sprints_sprint (id, project_id, number, goal, starts_on, ends_on, state, kicked_off_at, closed_at)
SELECT (p - 1) * %(sprints)s + k, p, k, '', first, first + 13,
    CASE WHEN k = %(sprints)s THEN 'active' ELSE 'closed' END,
    first + interval '9 hours', CASE WHEN k < %(sprints)s THEN first + interval '13 days 15 hours' END
FROM generate_series(1, %(teams)s) p, generate_series(1, %(sprints)s) k,
     LATERAL (SELECT date_trunc('week', now())::date - 7 - 14 * (%(sprints)s - k) AS first) d;
CREATE UNLOGGED TABLE bench_story AS
SELECT s.*, started_at + days * interval '0.6 days' AS review_at,
    CASE WHEN fate > 0.03 AND started_at + days * interval '1 day' <= now() THEN started_at + days * interval '1 day' END AS done_at,
    CASE WHEN planned AND started_at + days * interval '1 day' > closes_at AND k < %(sprints)s THEN closes_at END AS carried_at
FROM (
    SELECT (p - 1) * %(stories)s + n AS id, p, n, k, (p - 1) * %(sprints)s + k AS sprint,
        (p - 1) * 4 + 1 + n %% 4 AS theme, (p - 1) * %(people)s + 1 + n %% %(people)s AS owner,
        (p - 1) * %(people)s + 1 + (n + 1) %% %(people)s AS other,
        CASE (p * %(people)s + n) %% 2 WHEN 1 THEN 'science' ELSE 'engineering' END AS discipline,
        CASE (p * %(people)s + n) %% 2 WHEN 1 THEN 'engineering' ELSE 'science' END AS other_discipline,
        first, first + interval '13 days 6 hours' AS closes_at,
        first + b * interval '8 days' AS started_at, 0.3 + c * c * 9 AS days,
        a < 0.95 AS planned, a < 0.85 AS frozen, d AS fate, random() AS luck
    FROM (SELECT p, n, (n - 1) * %(sprints)s / %(stories)s + 1 AS k,
              random() AS a, random() AS b, random() AS c, random() AS d
          FROM generate_series(1, %(teams)s) p, generate_series(1, %(stories)s) n) drawn,
         LATERAL (SELECT date_trunc('week', now()) - interval '1 week' * (1 + 2 * (%(sprints)s - k)) + interval '9 hours' AS first) t
) s;
INSERT INTO stories_story (id, project_id, number, title, kind, body, labels, points, column_id, category,
    done_at, owner_id, sprint_id, theme_id, rank, blocked_reason, created_at, updated_at)
SELECT s.id, p, n, 'Story ' || n, 'story', '', '{}', 1 + n %% 5, (p - 1) * 5 + array_position(ARRAY['todo', 'doing', 'review', 'done'], category),
    category, done_at, owner, CASE WHEN planned THEN sprint + (carried_at IS NOT NULL)::int END, theme, n::bigint << 20, '', first - interval '4 days', now()
FROM bench_story s, LATERAL (SELECT CASE WHEN done_at IS NOT NULL THEN 'done' WHEN review_at < now() THEN 'review'
    WHEN started_at < now() THEN 'doing' ELSE 'todo' END AS category) c;
INSERT INTO sprints_commitment (id, sprint_id, frozen_at, reason)
SELECT id, id, kicked_off_at, 'kickoff' FROM sprints_sprint;
INSERT INTO sprints_committedstory (commitment_id, story_id, points, kind)
SELECT sprint, id, 1 + n %% 5, 'story' FROM bench_story WHERE frozen
UNION ALL SELECT sprint + 1, id, 1 + n %% 5, 'story' FROM bench_story WHERE carried_at IS NOT NULL;
INSERT INTO sprints_retrospective (id, held_at, shown, lessons, project_id, sprint_id)
SELECT id, closed_at + interval '1 hour', '', '', project_id, id FROM sprints_sprint WHERE number BETWEEN %(sprints)s - 26 AND %(sprints)s - 1;
INSERT INTO sprints_action (id, title, due, created_at, carried, closed_at, outcome, evidence, owner_id, project_id, retrospective_id)
SELECT id * 2 + n, 'Action', held_at::date + 14, held_at, 0, CASE WHEN closed THEN held_at + interval '9 days' END,
    CASE WHEN closed THEN 'done' ELSE '' END, CASE WHEN closed THEN 'Seen' ELSE '' END, (project_id - 1) * %(people)s + 1, project_id, id
FROM sprints_retrospective, generate_series(0, 1) n, LATERAL (SELECT id %% 5 + n < 4 AND held_at < now() - interval '9 days' AS closed) c;
INSERT INTO sprints_standup (id, day, started_at, ended_at, present, facilitator_id, project_id, sprint_id)
SELECT s.id * 14 + d, s.starts_on + d, at, at + minutes * interval '1 minute', 5, (s.project_id - 1) * %(people)s + 1, s.project_id, s.id
FROM sprints_sprint s, generate_series(0, 11) d,
     LATERAL (SELECT s.starts_on + d + interval '9 hours 15 minutes' AS at, 8 + (s.id * 7 + d * 5) %% 12 AS minutes) t
WHERE s.number > %(sprints)s - 13 AND d %% 7 < 5 AND at < now() - interval '1 hour';
ANALYZE bench_story;
"""

# One sprint of some teams, in the order of its times: so the table is laid out as it would be in
# life, and a project's lines lie scattered in it.
EVENTS = """
INSERT INTO projects_event (team_id, project_id, story_id, sprint_id, actor_id, discipline, role, verb, details, at, recorded_at)
SELECT p, p, story, sprint, actor, CASE actor %% 2 WHEN 0 THEN 'science' ELSE 'engineering' END, 'member', verb, details, at, at
FROM (
    SELECT s.p, s.id AS story, NULL::bigint AS sprint, CASE WHEN e.other THEN s.other ELSE s.owner END AS actor,
        e.verb, e.details, e.at
    FROM bench_story s
    CROSS JOIN LATERAL (SELECT (s.p - 1) * 5 AS c, s.days * interval '1 day' AS took) x
    CROSS JOIN LATERAL (VALUES
        (s.first - interval '4 days', false, 'story_created', jsonb_build_object('title', 'Story ' || s.n, 'kind', 'story',
            'category', 'todo', 'column', x.c + 1, 'owner', s.owner, 'sprint', NULL, 'theme', s.theme, 'points', NULL, 'owner_discipline', s.discipline)),
        (s.first - interval '3 days', true, 'story_estimated', '{"was": {"points": null, "time_box_days": null}, "now": {"points": 3, "time_box_days": null}}'),
        (CASE WHEN s.frozen THEN s.first - interval '1 day' WHEN s.planned THEN s.started_at END, false, 'story_planned', jsonb_build_object('was', NULL, 'now', s.sprint)),
        (s.started_at, false, 'story_moved', jsonb_build_object('was', x.c + 1, 'now', x.c + 2, 'was_category', 'todo', 'now_category', 'doing')),
        (CASE WHEN s.luck < 0.3 THEN s.started_at + x.took * 0.05 END, false, 'story_paired', jsonb_build_object('coworker', s.other, 'discipline', s.other_discipline)),
        (s.started_at + x.took * 0.1, false, 'story_commented', jsonb_build_object('comment', s.id * 2, 'internal', false)),
        (CASE WHEN s.luck BETWEEN 0.3 AND 0.7 THEN s.started_at + x.took * 0.3 END, false, 'story_handed', jsonb_build_object('was', s.owner, 'now', s.other,
            'was_discipline', s.discipline, 'now_discipline', s.other_discipline)),
        (CASE WHEN s.luck > 0.92 THEN s.started_at + x.took * 0.35 END, true, 'story_blocked', '{"was": "", "now": "No access"}'),
        (CASE WHEN s.luck > 0.92 THEN s.started_at + x.took * 0.45 END, true, 'story_unblocked', '{"was": "No access"}'),
        (CASE WHEN s.luck BETWEEN 0.3 AND 0.4 THEN s.started_at + x.took * 0.5 END, true, 'story_handed', jsonb_build_object('was', s.other, 'now', s.owner,
            'was_discipline', s.other_discipline, 'now_discipline', s.discipline)),
        (CASE WHEN s.luck < 0.3 THEN s.started_at + x.took * 0.55 END, false, 'story_parted', jsonb_build_object('coworker', s.other)),
        (s.review_at, false, 'story_moved', jsonb_build_object('was', x.c + 2, 'now', x.c + 3, 'was_category', 'doing', 'now_category', 'review')),
        (s.review_at + x.took * 0.1, true, 'story_commented', jsonb_build_object('comment', s.id * 2 + 1, 'internal', false)),
        (CASE WHEN s.fate BETWEEN 0.03 AND 0.07 THEN s.review_at + x.took * 0.2 END, true, 'story_moved', jsonb_build_object('was', x.c + 3, 'now', x.c + 4, 'was_category', 'review', 'now_category', 'done')),
        (CASE WHEN s.fate BETWEEN 0.03 AND 0.07 THEN s.review_at + x.took * 0.25 END, true, 'story_moved', jsonb_build_object('was', x.c + 4, 'now', x.c + 3, 'was_category', 'done', 'now_category', 'review')),
        (s.carried_at, false, 'story_carried_over', jsonb_build_object('was', s.sprint, 'now', s.sprint + 1)),
        (s.done_at, true, 'story_moved', jsonb_build_object('was', x.c + 3, 'now', x.c + 4, 'was_category', 'review', 'now_category', 'done')),
        (s.done_at + interval '1 hour', false, 'story_labelled', '{"was": {"labels": []}, "now": {"labels": ["data"]}}')
    ) e(at, other, verb, details)
    WHERE s.k = %(k)s AND s.p BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT s.project_id, NULL, s.id, (s.project_id - 1) * %(people)s + 1, e.verb, e.details, e.at
    FROM sprints_sprint s
    CROSS JOIN LATERAL (VALUES
        (s.kicked_off_at, 'sprint_kicked_off', '{"points": 21.0, "stories": 7}'::jsonb), (s.closed_at, 'sprint_closed', '{"left": 2}')
    ) e(at, verb, details)
    WHERE s.number = %(k)s AND s.project_id BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT r.project_id, NULL, NULL, (r.project_id - 1) * %(people)s + 1, 'retrospective_held',
        jsonb_build_object('retrospective', r.id, 'sprint', r.sprint_id, 'held_at', r.held_at, 'shown', '', 'lessons', ''), r.held_at
    FROM sprints_retrospective r JOIN sprints_sprint s ON s.id = r.sprint_id
    WHERE s.number = %(k)s AND s.project_id BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT a.project_id, NULL, NULL, a.owner_id, e.verb, e.details, e.at
    FROM sprints_action a JOIN sprints_sprint s ON s.id = a.retrospective_id
    CROSS JOIN LATERAL (VALUES
        (a.created_at, 'action_agreed', jsonb_build_object('action', a.id, 'retrospective', a.retrospective_id, 'owner', a.owner_id, 'title', '', 'due', a.due, 'created_at', a.created_at)),
        (a.closed_at, 'action_closed', jsonb_build_object('action', a.id, 'was', '{"outcome": "", "evidence": "", "closed_at": null}'::jsonb,
            'now', jsonb_build_object('outcome', 'done', 'evidence', 'Seen', 'closed_at', a.closed_at)))
    ) e(at, verb, details)
    WHERE s.number = %(k)s AND s.project_id BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT u.project_id, NULL, NULL, u.facilitator_id, e.verb, e.details, e.at
    FROM sprints_standup u JOIN sprints_sprint s ON s.id = u.sprint_id
    CROSS JOIN LATERAL (VALUES
        (u.started_at, 'standup_started', jsonb_build_object('standup', u.id, 'sprint', u.sprint_id, 'day', u.day, 'started_at', u.started_at, 'facilitator', u.facilitator_id)),
        (u.ended_at, 'standup_ended', jsonb_build_object('standup', u.id, 'was', '{"present": null, "ended_at": null}'::jsonb,
            'now', jsonb_build_object('present', 5, 'ended_at', u.ended_at)))
    ) e(at, verb, details)
    WHERE s.number = %(k)s AND s.project_id BETWEEN %(first)s AND %(last)s
) told WHERE at <= now() ORDER BY at
"""

INDICES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = %s::regclass AND NOT indisprimary
"""
REFERENCES = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""
ORPHANS = """
SELECT count(*) FROM projects_event e
LEFT JOIN stories_story s ON s.id = e.story_id
WHERE e.story_id IS NOT NULL AND s.project_id IS DISTINCT FROM e.project_id
"""


def fill(teams: int) -> None:
    """Write the past; the history's indices are dropped and made again, as they stood."""
    told = {"teams": teams, "stories": STORIES, "sprints": SPRINTS, "people": PEOPLE}
    with _unchecked():
        _write(told)
    if _run(ORPHANS)[0][0]:
        raise SystemExit("The made-up events don't fit their stories.")


@contextmanager
def _unchecked() -> Iterator[Any]:
    """Look up no row that another refers to: what we write fits together, ten million times.

    The triggers that keep history from being rewritten stay. Rows of later are checked again.
    """
    references = _run(REFERENCES)
    _run("".join(f'ALTER TABLE {table} DROP CONSTRAINT "{name}";' for table, name, _ in references))
    yield
    _run(
        "".join(
            f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {what} NOT VALID;'
            for table, name, what in references
        )
    )


def _write(told: Any) -> None:
    _run(TRUSTING, FILL, told=told)
    indices = _run(INDICES, told=["projects_event"])
    _run("".join(f"DROP INDEX {name};" for name, _ in indices))
    teams, half = told["teams"], told["teams"] // CONNECTIONS
    shares = [
        (n * half + 1, teams if n == CONNECTIONS - 1 else (n + 1) * half)
        for n in range(CONNECTIONS)
    ]
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        list(threads.map(lambda share: _write_events(*share, told), shares))
        list(threads.map(lambda one: _run("SET maintenance_work_mem = '256MB';", one[1]), indices))
    for table in ("projects_event", "stories_story", "sprints_committedstory", "sprints_sprint"):
        _run(f"VACUUM ANALYZE {table}")
    _run("DROP TABLE bench_story; ANALYZE;")


def _write_events(first: int, last: int, told: Any) -> None:
    _run(
        TRUSTING,
        *[EVENTS.replace("%(k)s", str(k)) for k in range(1, SPRINTS + 1)],
        told={**told, "first": first, "last": last},
    )


def _run(*statements: Any, told: Any = None) -> Any:
    """On a connection of its own, each statement a transaction."""
    import psycopg2
    from django.db import connections

    with_settings = connections["default"].get_connection_params()
    with_settings.pop("cursor_factory", None)
    line = psycopg2.connect(**with_settings)
    try:
        line.autocommit = True
        with line.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, told if "%(" in statement or "%s" in statement else None)
            return cursor.fetchall() if cursor.description else None
    finally:
        line.close()
