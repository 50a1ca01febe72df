# ruff: noqa: SIM905 — statements put together from the constants of this file
"""What became of each sprint's commitment, as one statement over any number of sprints.

Its bounds are told by its events. Where two things happened at the same told time, the order of
the ids decides; so does it for what was planned in the very moment of the kickoff or the close.
"""

from metrics.models.facts.story_sql import SCOPE

FIELDS = (
    "sprint_id project_id team_id number kicked_off_at closed_at ended_at committed "
    "committed_points done done_points added removed missed_stories added_stories removed_stories"
).split()

# A sprint counts until it is closed, but not on for weeks because nobody closed it: one day of
# grace after its last day, for time zones and for the morning after.
BOUNDS = """
bounds AS MATERIALIZED (
    SELECT s.id AS sprint_id, s.project_id, p.team_id, s.number, c.id AS commitment_id, scope.upto,
        coalesce(kick.at, s.kicked_off_at) AS kicked_off_at, coalesce(kick.id, 0) AS kick_id,
        coalesce(shut.at, CASE WHEN kick.id IS NULL THEN s.closed_at END) AS closed_at,
        coalesce(shut.id, 9223372036854775807) AS shut_id,
        least(coalesce(shut.at, CASE WHEN kick.id IS NULL THEN s.closed_at END),
              (s.ends_on + 2)::timestamp AT TIME ZONE 'UTC') AS ended_at
    FROM chosen
    JOIN sprints_sprint s ON s.id = chosen.sprint_id
    JOIN scope ON scope.project = s.project_id
    JOIN projects_project p ON p.id = s.project_id
    LEFT JOIN sprints_commitment c ON c.sprint_id = s.id
    LEFT JOIN LATERAL (
        SELECT id, at FROM projects_event e
        WHERE e.sprint_id = s.id AND e.verb = 'sprint_kicked_off' AND e.id <= scope.upto
        ORDER BY id LIMIT 1) kick ON true
    LEFT JOIN LATERAL (
        SELECT id, at FROM projects_event e
        WHERE e.sprint_id = s.id AND e.verb = 'sprint_closed' AND e.id <= scope.upto
        ORDER BY id DESC LIMIT 1) shut ON true
    WHERE s.kicked_off_at IS NOT NULL
)"""

LINES = """
lines AS MATERIALIZED (
    SELECT b.sprint_id, l.story_id, coalesce(l.points, 0) AS points,
        (SELECT coalesce(e.details ->> 'now_category', e.details ->> 'category')
         FROM projects_event e
         WHERE e.story_id = l.story_id AND e.verb IN ('story_moved', 'story_created')
            AND e.id <= b.upto AND (b.ended_at IS NULL OR e.at <= b.ended_at)
         ORDER BY e.id DESC LIMIT 1) AS category,
        (SELECT coalesce(e.details ->> 'now', e.details ->> 'sprint')
         FROM projects_event e
         WHERE e.story_id = l.story_id
            AND e.verb IN ('story_planned', 'story_created', 'story_carried_over')
            AND e.id <= b.upto
            AND (b.closed_at IS NULL OR (e.at, e.id) < (b.closed_at, b.shut_id))
         ORDER BY e.id DESC LIMIT 1) AS sprint
    FROM bounds b
    JOIN sprints_committedstory l ON l.commitment_id = b.commitment_id
),
kept AS (
    SELECT sprint_id, count(*) AS committed, sum(points) AS committed_points,
        count(*) FILTER (WHERE category = 'done') AS done,
        coalesce(sum(points) FILTER (WHERE category = 'done'), 0) AS done_points,
        coalesce(array_agg(story_id ORDER BY story_id)
            FILTER (WHERE category IS DISTINCT FROM 'done'), '{}') AS missed_stories,
        coalesce(array_agg(story_id ORDER BY story_id)
            FILTER (WHERE sprint IS DISTINCT FROM sprint_id::text OR category = 'dropped'), '{}')
            AS removed_stories
    FROM lines GROUP BY sprint_id
)"""

ADDED = """
added AS (
    SELECT b.sprint_id, array_agg(DISTINCT e.story_id ORDER BY e.story_id) AS added_stories
    FROM bounds b
    CROSS JOIN LATERAL (
        SELECT e.id, e.at, e.story_id, e.details FROM projects_event e
        WHERE e.team_id = b.team_id AND e.project_id + 0 = b.project_id AND e.id <= b.upto
            AND e.at >= b.kicked_off_at AND e.at <= coalesce(b.closed_at, 'infinity')
            AND e.verb IN ('story_planned', 'story_created', 'story_carried_over')
        OFFSET 0
    ) e
    WHERE coalesce(e.details ->> 'now', e.details ->> 'sprint') = b.sprint_id::text
        AND (e.at, e.id) > (b.kicked_off_at, b.kick_id)
        AND (b.closed_at IS NULL OR (e.at, e.id) < (b.closed_at, b.shut_id))
        AND NOT EXISTS (SELECT 1 FROM sprints_committedstory l
            WHERE l.commitment_id = b.commitment_id AND l.story_id = e.story_id)
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

CHOSEN = "chosen AS (SELECT unnest(%(sprints)s::bigint[]) AS sprint_id)"
ALL = """chosen AS (
    SELECT id AS sprint_id FROM sprints_sprint WHERE project_id = ANY(%(projects)s::bigint[])
)"""

# Sprints whose fact a change can reach: those the touched stories were ever promised or planned in.
TOUCHED = """
SELECT c.sprint_id FROM sprints_committedstory l
JOIN sprints_commitment c ON c.id = l.commitment_id
WHERE l.story_id = ANY(%(stories)s::bigint[])
UNION
SELECT s.id::bigint FROM projects_event e
CROSS JOIN LATERAL
    (VALUES (e.details ->> 'now'), (e.details ->> 'was'), (e.details ->> 'sprint')) s(id)
WHERE e.story_id = ANY(%(stories)s::bigint[]) AND s.id IS NOT NULL
    AND e.verb IN ('story_planned', 'story_created', 'story_carried_over')
UNION
SELECT e.sprint_id FROM projects_event e
WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.id > %(after)s AND e.sprint_id IS NOT NULL
"""


def sprint_facts(*, chosen: bool) -> str:
    """Return the statement that tells the facts of chosen sprints, or of all of the projects."""
    parts = [SCOPE, CHOSEN if chosen else ALL, BOUNDS, LINES, ADDED]
    return f"WITH {', '.join(part.strip() for part in parts)} {FACTS}"
