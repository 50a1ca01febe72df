# ruff: noqa: S608 — statements put together from the constants of this file
"""Guard G1: which closes were one of more than five by one hand within two minutes.

Sorted by time, a close is in such a batch if it or one of the five after it has its fifth
predecessor at most two minutes back. A close that was taken back counts among them: it was made.
"""

BATCH = "interval '2 minutes'"

# Where all stories are told, all closes are at hand; where some are, those around theirs are read:
# touched closes nearer than four minutes make an island, and only there others can count.
CLOSES = """
ends AS (
    SELECT id, said_at AS at, actor_id, project_id, 0 AS island FROM told WHERE closes
)"""
CLOSES_AROUND = f"""
closing AS (
    SELECT s.id, s.said_at, scope.team AS team_id, s.project_id
    FROM steps s
    JOIN stages g ON g.story_id = s.story_id AND g.closing_id = s.id
    JOIN scope ON scope.project = s.project_id
),
islands AS (
    SELECT project_id, team_id, island, min(said_at) - {BATCH} AS since, max(said_at) + {BATCH} AS till
    FROM (
        SELECT c.*, count(*) FILTER (WHERE far) OVER (PARTITION BY project_id ORDER BY said_at, id)
            AS island
        FROM (SELECT closing.*, said_at - lag(said_at) OVER (PARTITION BY project_id
                  ORDER BY said_at, id) > 2 * {BATCH} AS far FROM closing) c
    ) c
    GROUP BY project_id, team_id, island
),
ends AS (
    SELECT e.id, e.at, e.actor_id, i.project_id, i.island
    FROM islands i
    CROSS JOIN LATERAL (
        SELECT e.id, e.at, e.actor_id FROM projects_event e
        WHERE e.team_id = i.team_id AND e.at BETWEEN i.since AND i.till
            AND e.project_id + 0 = i.project_id AND e.verb = 'story_moved'
            AND e.details ->> 'now_category' = 'done' AND e.details ->> 'was_category' <> 'done'
        OFFSET 0
    ) e
    JOIN scope ON scope.project = i.project_id AND e.id <= scope.upto
)"""  # noqa: E501
BATCHES = f"""
batches AS (
    SELECT id FROM (
        SELECT id, bool_or(tight) OVER (PARTITION BY project_id, island, actor_id ORDER BY at, id
            ROWS BETWEEN CURRENT ROW AND 5 FOLLOWING) AS bulk
        FROM (
            SELECT ends.*, at - lag(at, 5) OVER (PARTITION BY project_id, island, actor_id
                ORDER BY at, id) <= {BATCH} AS tight
            FROM ends
        ) sorted
    ) together
    WHERE bulk
)"""

# A new close can make a batch of closes that stood alone: these belong to the touched ones.
NEIGHBOURS = f"""
WITH closes AS (
    SELECT e.project_id, e.team_id, e.actor_id, e.at FROM projects_event e
    WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.id > %(after)s
        AND e.verb = 'story_moved' AND e.details ->> 'now_category' = 'done'
),
islands AS (
    SELECT project_id, team_id, actor_id, min(at) - {BATCH} AS since, max(at) + {BATCH} AS till
    FROM (
        SELECT c.*, count(*) FILTER (WHERE far) OVER (PARTITION BY project_id, actor_id ORDER BY at)
            AS island
        FROM (SELECT closes.*, at - lag(at) OVER (PARTITION BY project_id, actor_id ORDER BY at)
                  > 2 * {BATCH} AS far FROM closes) c
    ) c
    GROUP BY project_id, team_id, actor_id, island
)
SELECT DISTINCT e.story_id FROM islands i
CROSS JOIN LATERAL (
    SELECT e.story_id FROM projects_event e
    WHERE e.team_id = i.team_id AND e.at BETWEEN i.since AND i.till
        AND e.project_id + 0 = i.project_id AND e.actor_id IS NOT DISTINCT FROM i.actor_id
        AND e.verb = 'story_moved' AND e.details ->> 'now_category' = 'done'
    OFFSET 0
) e
"""
