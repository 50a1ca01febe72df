# ruff: noqa: E501 — long lines of SQL
"""Facts and reports at size: a made-up past of many teams, timed against a bare scan of its events.

`bin/bench health` takes a tenth of the size the product is made for (200 teams, 100,000 stories,
a million events); `bin/bench health 1` takes all of it (2,000 teams, ten million events).
"""

import os
import resource
import statistics
import subprocess
import sys
import time

from benchmarks.api_list import scratch_database

TEAMS, STORIES, SPRINTS = 2000, 500, 78  # a team: three years of two weeks
TOUCHED = 2000
REPORTS = 20

FILL = """
SET session_replication_role = replica; -- what we write fits together; don't check ten million times
SET synchronous_commit = off;
SELECT setseed(0.5);
INSERT INTO teams_user (id, password, is_superuser, email, name, time_zone, is_active, is_staff,
                        date_joined)
SELECT n, '!', false, 'p' || n || '@example.org', 'P' || n, 'UTC', true, false, now()
FROM generate_series(1, %(teams)s * 6) n;
INSERT INTO teams_team (id, name, slug, size_limit, working_days, sprint_days, created_at)
SELECT n, 'Team ' || n, 'team-' || n, 8, '{1,2,3,4,5}', 14, now() FROM generate_series(1, %(teams)s) n;
INSERT INTO teams_membership (team_id, user_id, discipline, role, capacity, joined_at)
SELECT (n - 1) / 6 + 1, n, CASE n %% 2 WHEN 0 THEN 'science' ELSE 'engineering' END, 'member', 1,
    now() - interval '4 years' FROM generate_series(1, %(teams)s * 6) n;
INSERT INTO projects_project (id, key, name, team_id, customer, business_goal, state,
                              stories_numbered, created_at)
SELECT n, 'P' || n, 'Project ' || n, n, '', '', 'active', %(stories)s, now()
FROM generate_series(1, %(teams)s) n;
INSERT INTO projects_theme (id, project_id, title, description, state, position)
SELECT n, (n - 1) / 4 + 1, 'Theme ' || n, '', 'active', n FROM generate_series(1, %(teams)s * 4) n;
INSERT INTO stories_column (id, project_id, name, category, position)
SELECT (p - 1) * 5 + c, p, names[c], names[c], c
FROM generate_series(1, %(teams)s) p, generate_series(1, 5) c,
     (VALUES (ARRAY['todo', 'doing', 'review', 'done', 'dropped'])) v(names);
CREATE TABLE bench_day AS SELECT (date_trunc('week', now()) - interval '1 week')::date AS last;
INSERT INTO sprints_sprint (id, project_id, number, goal, starts_on, ends_on, state, kicked_off_at,
                            closed_at)
SELECT (p - 1) * %(sprints)s + k, p, k, '', first, first + 13,
    CASE WHEN k = %(sprints)s THEN 'active' ELSE 'closed' END,
    first + interval '9 hours', CASE WHEN k < %(sprints)s THEN first + interval '13 days' END
FROM generate_series(1, %(teams)s) p, generate_series(1, %(sprints)s) k,
     LATERAL (SELECT last - 14 * (%(sprints)s - k) AS first FROM bench_day) d;
CREATE TABLE bench_story AS
SELECT (p - 1) * %(stories)s + n AS id, p, n, (n - 1) * %(sprints)s / %(stories)s + 1 AS k,
    random() AS a, random() AS b, random() AS c
FROM generate_series(1, %(teams)s) p, generate_series(1, %(stories)s) n;
INSERT INTO stories_story (id, project_id, number, title, kind, body, labels, points, column_id,
    category, done_at, sprint_id, theme_id, rank, blocked_reason, created_at, updated_at)
SELECT s.id, p, n, 'Story ' || n, 'story', '', '{}', 1 + n %% 5, (p - 1) * 5 + CASE WHEN d THEN 4 ELSE 2 END,
    CASE WHEN d THEN 'done' ELSE 'doing' END, CASE WHEN d THEN now() END,
    (p - 1) * %(sprints)s + k, (p - 1) * 4 + 1 + n %% 4, n, '', now(), now()
FROM bench_story s, LATERAL (SELECT k < %(sprints)s AND c > 0.03 AS d) x;
INSERT INTO sprints_commitment (id, sprint_id, frozen_at, reason)
SELECT id, id, kicked_off_at, 'kickoff' FROM sprints_sprint;
INSERT INTO sprints_committedstory (commitment_id, story_id, points, kind)
SELECT (p - 1) * %(sprints)s + k, id, 1 + n %% 5, 'story' FROM bench_story WHERE a < 0.85;
INSERT INTO projects_event (team_id, project_id, story_id, sprint_id, actor_id, discipline, role,
                            verb, details, at, recorded_at)
SELECT p, p, story, sprint, (p - 1) * 6 + 1 + who, '', 'member', verb, details, at, at FROM (
    SELECT s.p, s.id AS story, NULL::bigint AS sprint, s.n %% 6 AS who, e.verb, e.details,
        t.first + e.day * interval '1 day' AS at
    FROM bench_story s
    CROSS JOIN bench_day
    CROSS JOIN LATERAL (SELECT last - 14 * (%(sprints)s - s.k) + interval '9 hours' AS first) t
    CROSS JOIN LATERAL (SELECT s.b * 8 AS start, 0.3 + s.c * s.c * 9 AS days,
        (s.p - 1) * 6 + 1 + s.n %% 6 AS owner, (s.p - 1) * 6 + 1 + (s.n + 1) %% 6 AS other) w
    CROSS JOIN LATERAL (VALUES
        (-4.0, 'story_created', jsonb_build_object('title', 'Story', 'kind', 'story', 'category', 'todo',
            'column', 1, 'owner', w.owner, 'sprint', NULL, 'theme', (s.p - 1) * 4 + 1 + s.n %% 4,
            'points', 3, 'owner_discipline', CASE w.owner %% 2 WHEN 0 THEN 'science' ELSE 'engineering' END)),
        (-3.0, 'story_estimated', '{"was": {"points": 1}, "now": {"points": 3}}'),
        (CASE WHEN s.a < 0.85 THEN -1.0 ELSE w.start END, 'story_planned',
            jsonb_build_object('was', NULL, 'now', (s.p - 1) * %(sprints)s + s.k)),
        (w.start, 'story_moved', '{"was": 1, "now": 2, "was_category": "todo", "now_category": "doing"}'),
        (w.start + 0.1, 'story_commented', '{"comment": 1, "internal": false}'),
        (CASE WHEN s.c < 0.4 THEN w.start + w.days * 0.3 END, 'story_handed', jsonb_build_object(
            'was', w.owner, 'now', w.other,
            'was_discipline', CASE w.owner %% 2 WHEN 0 THEN 'science' ELSE 'engineering' END,
            'now_discipline', CASE w.other %% 2 WHEN 0 THEN 'science' ELSE 'engineering' END)),
        (CASE WHEN s.c < 0.1 THEN w.start + w.days * 0.5 END, 'story_handed', jsonb_build_object(
            'was', w.other, 'now', w.owner,
            'was_discipline', CASE w.other %% 2 WHEN 0 THEN 'science' ELSE 'engineering' END,
            'now_discipline', CASE w.owner %% 2 WHEN 0 THEN 'science' ELSE 'engineering' END)),
        (w.start + w.days * 0.6, 'story_moved',
            '{"was": 2, "now": 3, "was_category": "doing", "now_category": "review"}'),
        (w.start + w.days * 0.7, 'story_commented', '{"comment": 2, "internal": false}'),
        (CASE WHEN s.k < %(sprints)s AND s.c > 0.03 THEN w.start + w.days END, 'story_moved',
            '{"was": 3, "now": 4, "was_category": "review", "now_category": "done"}'),
        (w.start + w.days + 0.1, 'story_labelled', '{"was": {"labels": []}, "now": {"labels": ["a"]}}'),
        (w.start + w.days + 0.2, 'story_ranked', '{"was": 1, "now": 2}')
    ) e(day, verb, details)
    WHERE e.day IS NOT NULL
    UNION ALL
    SELECT project_id, NULL, id, 0, 'sprint_kicked_off', '{}'::jsonb, kicked_off_at FROM sprints_sprint
    UNION ALL
    SELECT project_id, NULL, id, 0, 'sprint_closed', '{}'::jsonb, closed_at
    FROM sprints_sprint WHERE closed_at IS NOT NULL
) told WHERE at <= now() ORDER BY at;
DROP TABLE bench_story, bench_day;
SET session_replication_role = DEFAULT;
"""

SCAN = """
SELECT story_id, min(at), max(at), count(*) FILTER (WHERE verb = 'story_moved')
FROM projects_event WHERE story_id IS NOT NULL GROUP BY story_id
"""


def main():
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 0.1
    with scratch_database() as environment:
        subprocess.run(
            [sys.executable, "-c", f"from benchmarks.health import run; run({share})"],
            env=environment,
            check=True,
        )


def run(share):
    """In a process of its own, set up for the scratch database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    teams = max(1, int(TEAMS * share))
    told("making the past", seconds(lambda: fill(teams)))
    scan = statistics.median(seconds(bare_scan) for _ in range(3))
    told("bare scan of all events, grouped by story", scan)
    told("full rebuild of the facts", seconds(lambda: rebuild(teams)), scan)
    told(f"{TOUCHED} touched stories", touch(), scan)
    times = reports(teams)
    told("a team's report, median", statistics.median(times), scan)
    told("a team's report, slowest", max(times), scan)
    told("all teams' reports at that rate", statistics.mean(times) * teams, scan)
    told("reading a report from the database", reading())
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def told(what, took, scan=None):
    ratio = f"  {took / scan:6.2f} scans" if scan else ""
    print(f"{what:45} {took:8.3f} s{ratio}", flush=True)


def seconds(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def fill(teams):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FILL, {"teams": teams, "stories": STORIES, "sprints": SPRINTS})
        cursor.execute("SELECT count(*), pg_size_pretty(pg_total_relation_size('projects_event')) "
                       "FROM projects_event")  # fmt: skip
        print("events: {:,} ({})".format(*cursor.fetchone()))
        for table in ("projects_event", "stories_story", "sprints_committedstory"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def bare_scan():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({SCAN}) scanned")


def rebuild(teams):
    from django.core.management import call_command

    call_command("rebuild_facts", verbosity=0)


def touch():
    """Move stories of ten teams, then refresh these teams' facts."""
    from django.db import connection

    from metrics.models import ProjectFacts

    teams = 10
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO projects_event (team_id, project_id, story_id, actor_id, discipline, role,
                   verb, details, at)
               SELECT project_id, project_id, id, NULL, '', 'member', 'story_moved',
                   '{"was": 4, "now": 2, "was_category": "done", "now_category": "doing"}',
                   now() + number * interval '1 minute'
               FROM stories_story WHERE project_id <= %s AND number <= %s ORDER BY id""",
            [teams, TOUCHED // teams],
        )
    return seconds(lambda: [ProjectFacts.refresh(pk) for pk in range(1, teams + 1)])


def reports(teams):
    from metrics.models import HealthReport
    from teams.models import Team

    chosen = Team.objects.order_by("-pk")[: min(REPORTS, teams)]
    return [seconds(lambda team=team: HealthReport.compute(team)) for team in chosen]


def reading():
    from metrics.models import HealthReport

    pk = HealthReport.objects.values_list("pk", flat=True).first()
    times = [seconds(lambda: HealthReport.objects.get(pk=pk).content) for _ in range(20)]
    return statistics.median(times)


if __name__ == "__main__":
    main()
