# ruff: noqa: S608, SIM905 — statements put together from the constants of this file
"""What became of each sprint's commitment, as one statement over any number of sprints.

Its bounds are told by its events. Where two things happened at the same told time, the order of
the ids decides; so does it for what was planned in the very moment of the kickoff or the close.
"""

from facts.sql.story_sql import SCOPE

FIELDS = (
    "sprint_id project_id team_id number kicked_off_at closed_at ended_at committed "
    "committed_points done done_points added removed missed_stories added_stories removed_stories"
).split()

# A sprint counts until it is closed, but not on for weeks because nobody closed it: one day of
# grace after its last day, for time zones and for the morning after.
BOUNDS = """
bounds AS MATERIALIZED (
    SELECT s.id AS sprint_id, s.project_id, scope.team AS team_id, s.number, s.commitment_id,
        scope.upto,
        coalesce(kick.at, s.kicked_off_at) AS kicked_off_at, coalesce(kick.id, 0) AS kick_id,
        coalesce(shut.at, CASE WHEN kick.id IS NULL THEN s.closed_at END) AS closed_at,
        coalesce(shut.id, 9223372036854775807) AS shut_id,
        least(coalesce(shut.at, CASE WHEN kick.id IS NULL THEN s.closed_at END),
              (s.ends_on + 2)::timestamp AT TIME ZONE 'UTC') AS ended_at
    FROM chosen s
    JOIN scope ON scope.project = s.project_id
    LEFT JOIN LATERAL (
        SELECT id, at FROM projects_event e
        WHERE e.sprint_id = s.id AND e.verb = 'sprint_kicked_off' AND e.id <= scope.upto
        ORDER BY id LIMIT 1) kick ON true
    LEFT JOIN LATERAL (
        SELECT id, at FROM projects_event e
        WHERE e.sprint_id = s.id AND e.verb = 'sprint_closed' AND e.id <= scope.upto
        ORDER BY id DESC LIMIT 1) shut ON true
)"""

# What was said of a story's stage and of its sprint. Its last word up to a moment is the one with
# the largest id, so a group finds it as a maximum, with the answer in the id's lowest bits.
TURN = """e.id, e.at, e.story_id, e.project_id,
        CASE e.verb WHEN 'story_moved' THEN e.details ->> 'now_category'
                    WHEN 'story_created' THEN e.details ->> 'category' END AS category,
        CASE e.verb WHEN 'story_moved' THEN NULL
                    WHEN 'story_created' THEN e.details ->> 'sprint'
                    ELSE e.details ->> 'now' END::bigint AS sprint,
        e.verb <> 'story_moved' AS plans"""
PLANNING = "('story_planned', 'story_created', 'story_carried_over')"
TURNING = "('story_planned', 'story_created', 'story_carried_over', 'story_moved')"

FROZEN = """frozen AS MATERIALIZED (
    SELECT b.sprint_id, l.story_id, coalesce(l.points, 0) AS points
    FROM bounds b JOIN sprints_committedstory l ON l.commitment_id = b.commitment_id
)"""
ALL_TURNS = f"""
{FROZEN},
turns AS MATERIALIZED (
    SELECT {TURN} FROM projects_event e
    JOIN scope ON scope.project = e.project_id AND e.id <= scope.upto
    WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.verb IN {TURNING}
),
plans AS (SELECT * FROM turns WHERE sprint IS NOT NULL)"""
# Where the facts of stories are told as well, their history is read once for both.
TOLD_TURNS = f"""
{FROZEN},
turns AS (
    SELECT id, said_at AS at, story_id, project_id, category, sprint, verb <> 'story_moved' AS plans
    FROM told WHERE verb IN {TURNING}
),
plans AS (SELECT * FROM turns WHERE sprint IS NOT NULL)"""
CHOSEN_TURNS = f"""
frozen AS MATERIALIZED (
    SELECT b.sprint_id, l.story_id, coalesce(l.points, 0) AS points
    FROM bounds b CROSS JOIN LATERAL (
        SELECT * FROM sprints_committedstory l WHERE l.commitment_id = b.commitment_id OFFSET 0) l
),
heard AS MATERIALIZED (
    SELECT e.* FROM (SELECT DISTINCT story_id FROM frozen) committed
    CROSS JOIN LATERAL (
        SELECT * FROM projects_event e
        WHERE e.story_id = committed.story_id AND e.verb IN {TURNING} OFFSET 0) e
),
turns AS MATERIALIZED (
    SELECT {TURN} FROM heard e
    JOIN scope ON scope.project = e.project_id AND e.id <= scope.upto
),
plans AS MATERIALIZED (
    SELECT {TURN} FROM bounds b
    CROSS JOIN LATERAL (
        SELECT * FROM projects_event e
        WHERE e.team_id = b.team_id AND e.project_id + 0 = b.project_id AND e.id <= b.upto
            AND e.at >= b.kicked_off_at AND e.at <= coalesce(b.closed_at, 'infinity')
            AND e.verb IN {PLANNING}
        OFFSET 0
    ) e
)"""

LINES = """
lines AS (
    SELECT f.sprint_id, f.story_id, f.points,
        max(t.id * 4 + CASE t.category WHEN 'done' THEN 1 WHEN 'dropped' THEN 2 ELSE 0 END)
            FILTER (WHERE t.category IS NOT NULL AND (b.ended_at IS NULL OR t.at <= b.ended_at))
            & 3 AS fate,
        max(t.id * 2 + (t.sprint IS NOT DISTINCT FROM b.sprint_id)::int)
            FILTER (WHERE t.plans
                    AND (b.closed_at IS NULL OR (t.at, t.id) < (b.closed_at, b.shut_id)))
            & 1 AS inside
    FROM frozen f
    JOIN bounds b ON b.sprint_id = f.sprint_id
    LEFT JOIN turns t ON t.story_id = f.story_id
    GROUP BY f.sprint_id, f.story_id, f.points
),
kept AS (
    SELECT sprint_id, count(*) AS committed, sum(points) AS committed_points,
        count(*) FILTER (WHERE fate = 1) AS done,
        coalesce(sum(points) FILTER (WHERE fate = 1), 0) AS done_points,
        coalesce(array_agg(story_id ORDER BY story_id)
            FILTER (WHERE fate IS DISTINCT FROM 1), '{}') AS missed_stories,
        coalesce(array_agg(story_id ORDER BY story_id)
            FILTER (WHERE inside IS DISTINCT FROM 1 OR fate = 2), '{}') AS removed_stories
    FROM lines GROUP BY sprint_id
)"""

ADDED = """
added AS (
    SELECT b.sprint_id, array_agg(DISTINCT t.story_id ORDER BY t.story_id) AS added_stories
    FROM bounds b
    JOIN plans t ON t.sprint = b.sprint_id AND t.project_id = b.project_id
    WHERE (t.at, t.id) > (b.kicked_off_at, b.kick_id)
        AND (b.closed_at IS NULL OR (t.at, t.id) < (b.closed_at, b.shut_id))
        AND NOT EXISTS (SELECT FROM frozen f
            WHERE f.sprint_id = b.sprint_id AND f.story_id = t.story_id)
    GROUP BY b.sprint_id
)"""

FACTS = """
SELECT b.sprint_id, b.project_id, b.team_id, b.number, b.kicked_off_at, b.closed_at, b.ended_at,
    kept.committed, kept.committed_points::float8 AS committed_points,
    coalesce(kept.done, 0) AS done, coalesce(kept.done_points, 0)::float8 AS done_points,
    coalesce(cardinality(added.added_stories), 0) AS added,
    coalesce(cardinality(kept.removed_stories), 0) AS removed,
    coalesce(kept.missed_stories, '{}') AS missed_stories,
    coalesce(added.added_stories, '{}') AS added_stories,
    coalesce(kept.removed_stories, '{}') AS removed_stories
FROM bounds b
LEFT JOIN kept ON kept.sprint_id = b.sprint_id
LEFT JOIN added ON added.sprint_id = b.sprint_id
"""

CHOSEN, ALL = (
    f"""chosen AS (
    SELECT s.*, c.id AS commitment_id FROM sprints_sprint s
    LEFT JOIN LATERAL (
        SELECT id FROM sprints_commitment c WHERE c.sprint_id = s.id OFFSET 0) c ON true
    WHERE s.{column} = ANY(%({given})s::bigint[]) AND s.kicked_off_at IS NOT NULL
)"""
    for column, given in (("id", "sprints"), ("project_id", "projects"))
)

# Sprints whose fact the news can reach: those that promised a touched story and weren't over when
# the news happened, those that something was planned into, and those with news of their own.
TOUCHED = f"""
WITH news AS MATERIALIZED (
    SELECT e.story_id, e.sprint_id, e.at, e.verb, e.details FROM projects_event e
    WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.id > %(after)s
)
SELECT s.id FROM (
    SELECT story_id, min(at) AS since FROM news WHERE story_id IS NOT NULL GROUP BY story_id
) touched
CROSS JOIN LATERAL (
    SELECT commitment_id FROM sprints_committedstory l WHERE l.story_id = touched.story_id OFFSET 0) l
CROSS JOIN LATERAL (
    SELECT sprint_id FROM sprints_commitment c WHERE c.id = l.commitment_id OFFSET 0) c
CROSS JOIN LATERAL (
    SELECT id, closed_at FROM sprints_sprint s WHERE s.id = c.sprint_id OFFSET 0) s
WHERE s.closed_at IS NULL OR touched.since <= s.closed_at + interval '1 day'
UNION
SELECT coalesce(details ->> 'now', details ->> 'sprint')::bigint FROM news
WHERE verb IN {PLANNING} AND coalesce(details ->> 'now', details ->> 'sprint') IS NOT NULL
UNION
SELECT sprint_id FROM news WHERE sprint_id IS NOT NULL
"""  # noqa: E501


def parts(chosen: str, turns: str) -> str:
    """Return what FACTS are selected from, but for the scope."""
    return ", ".join(part.strip() for part in (chosen, BOUNDS, turns, LINES, ADDED))


def sprint_facts(*, chosen: bool) -> str:
    """Return the statement that tells the facts of chosen sprints, or of all of the projects."""
    told = parts(CHOSEN, CHOSEN_TURNS) if chosen else parts(ALL, ALL_TURNS)
    return f"WITH {SCOPE.strip()}, {told} {FACTS}"
