# ruff: noqa: E501, S608, SIM905, UP032 — statements put together from the constants of this file
"""What a story's events come to, as one statement over any number of stories.

An event's `at` is the time told of: imports bring old times, clocks go backwards. The order of a
story's history is that of its ids; a time before the one told last counts as that one.
"""

BATCH = "interval '2 minutes'"
HOUR = 1 / 24  # of a working day: a stay shorter than that was no stay

# Rows (project, upto): which history is told, and up to which event of each project.
SCOPE = (
    "scope AS (SELECT * FROM unnest(%(projects)s::bigint[], %(upto)s::bigint[]) u(project, upto))"
)

# The planner can't know how many rows a part of these statements has, and takes nested loops where
# thousands meet thousands. They are run without those (see ProjectFacts); where an index has to be
# asked once a row, OFFSET 0 leaves it no other way, and `project_id + 0` only that of (team, at).
CHOSEN = """
touched AS (SELECT unnest(%(stories)s::bigint[]) AS story_id),
news AS (
    SELECT e.* FROM touched
    CROSS JOIN LATERAL (SELECT * FROM projects_event e WHERE e.story_id = touched.story_id OFFSET 0) e
    JOIN scope ON scope.project = e.project_id AND e.id <= scope.upto
)"""
ALL = """
news AS (
    SELECT e.* FROM projects_event e
    JOIN scope ON scope.project = e.project_id AND e.id <= scope.upto
    WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.story_id IS NOT NULL
)"""

FIELDS = (
    "story_id project_id team_id theme_id category since created_at started_at done_at dropped_at "
    "reopened cycle_days parked_days doing_days review_days blocked_at blocked_days owner_path "
    "returned bulk_closed last_event_id"
).split()

TOLD = """
told AS (
    SELECT e.story_id, e.project_id, e.team_id, e.id, e.verb, e.actor_id, e.at AS said_at,
        max(e.at) OVER (PARTITION BY e.story_id ORDER BY e.id) AS at,
        coalesce(e.details ->> 'now_category', e.details ->> 'category') AS category,
        CASE e.verb WHEN 'story_created' THEN e.details ->> 'theme'
                    WHEN 'story_filed' THEN e.details ->> 'now' END AS theme,
        CASE WHEN e.verb = 'story_handed' AND e.details ->> 'now' IS NULL THEN ''
             WHEN e.verb = 'story_created' AND e.details ->> 'owner' IS NULL THEN ''
             WHEN e.verb = 'story_handed' THEN nullif(e.details ->> 'now_discipline', '')
             ELSE nullif(e.details ->> 'owner_discipline', '') END AS holder,
        CASE e.verb WHEN 'story_created' THEN e.details ->> 'owner'
                    WHEN 'story_handed' THEN e.details ->> 'now' END::bigint AS owner_id
    FROM news e
    WHERE e.verb IN ('story_created', 'story_moved', 'story_handed', 'story_filed',
                     'story_blocked', 'story_unblocked')
)"""

STAGES = """
steps AS (
    SELECT story_id, id, at, category, said_at, actor_id, project_id, team_id,
        lag(category) OVER w AS was,
        lead(at) OVER w AS until,
        min(at) FILTER (WHERE category IN ('doing', 'review'))
            OVER (PARTITION BY story_id) AS started_at
    FROM told WHERE category IS NOT NULL
    WINDOW w AS (PARTITION BY story_id ORDER BY id)
),
spans AS (
    SELECT steps.*, working_days_until(until, days) - working_days_until(at, days) AS stay
    FROM steps JOIN (SELECT id, working_days AS days FROM teams_team) t ON t.id = steps.team_id
),
stages AS (
    SELECT story_id, min(project_id) AS project_id, min(team_id) AS team_id,
        min(at) AS created_at, min(started_at) AS started_at,
        (array_agg(category ORDER BY id DESC))[1] AS category,
        max(at) FILTER (WHERE category IS DISTINCT FROM was) AS since,
        max(at) FILTER (WHERE category = 'done' AND was IS DISTINCT FROM 'done') AS last_done_at,
        max(id) FILTER (WHERE category = 'done' AND was IS DISTINCT FROM 'done') AS closing_id,
        count(*) FILTER (WHERE was = 'done' AND category <> 'done') AS reopened,
        coalesce(sum(stay) FILTER (WHERE category = 'todo' AND at >= started_at), 0) AS parked,
        coalesce(sum(stay) FILTER (WHERE category = 'doing'), 0) AS doing,
        coalesce(sum(stay) FILTER (WHERE category = 'review'), 0) AS review
    FROM spans GROUP BY story_id
)"""

# Who held it: the discipline in the event, else the membership at that time.
HOLDERS = """
holders AS (
    SELECT told.story_id, told.id, told.at, coalesce(told.holder, (
        SELECT m.discipline FROM teams_membership m
        WHERE m.team_id = told.team_id AND m.user_id = told.owner_id
        ORDER BY (m.joined_at <= told.at AND (m.left_at IS NULL OR m.left_at > told.at)) DESC,
                 m.joined_at
        LIMIT 1
    ), 'unknown') AS holder
    FROM told WHERE told.verb = 'story_handed' OR told.verb = 'story_created'
),
held AS (
    SELECT story_id, array_agg(DISTINCT holder) FILTER (WHERE holder <> '') AS disciplines
    FROM holders GROUP BY story_id
)"""

# Only stories that crossed disciplines need their stays measured, and they are few. A story that
# one discipline held has that one as its path, however short it was in work.
PATHS = """
stream AS (
    SELECT story_id, id, at,
        substr(max((lpad(id::text, 19, '0') || category) COLLATE "C") OVER w, 20) AS category,
        substr(max((lpad(id::text, 19, '0') || holder) COLLATE "C") OVER w, 20) AS holder,
        lead(at) OVER w AS until, team_id
    FROM (
        SELECT told.story_id, told.id, told.at, told.team_id, told.category, holders.holder
        FROM told
        JOIN held ON held.story_id = told.story_id AND cardinality(held.disciplines) > 1
        LEFT JOIN holders ON holders.id = told.id
        WHERE told.verb IN ('story_created', 'story_moved', 'story_handed')
    ) crossing
    WINDOW w AS (PARTITION BY story_id ORDER BY id)
),
runs AS (
    SELECT stream.*, count(*) FILTER (WHERE changed) OVER (PARTITION BY story_id ORDER BY id) AS run
    FROM (SELECT stream.*, holder IS DISTINCT FROM lag(holder) OVER (PARTITION BY story_id ORDER BY id)
              AS changed FROM stream) stream
),
stays AS (
    SELECT story_id, run, min(holder) AS holder
    FROM runs JOIN (SELECT id, working_days AS days FROM teams_team) t ON t.id = runs.team_id
    WHERE holder <> ''
    GROUP BY story_id, run
    HAVING sum(CASE WHEN category NOT IN ('doing', 'review') THEN 0
                    WHEN until IS NULL THEN 1
                    ELSE working_days_until(until, days) - working_days_until(at, days) END)
           >= {hour}
),
paths AS (
    SELECT story_id, array_agg(holder ORDER BY run) AS path
    FROM (SELECT stays.*, lag(holder) OVER (PARTITION BY story_id ORDER BY run) AS was FROM stays) s
    WHERE holder IS DISTINCT FROM was
    GROUP BY story_id
)""".format(hour=HOUR)

BLOCKS = """
blocks AS (
    SELECT story_id,
        max(at) FILTER (WHERE until IS NULL) AS blocked_at,
        coalesce(sum(working_days_until(until, days) - working_days_until(at, days)), 0)
            AS blocked_days
    FROM (
        SELECT story_id, at, verb, team_id, lead(at) OVER (PARTITION BY story_id ORDER BY id) AS until
        FROM (
            SELECT told.*, lag(verb) OVER (PARTITION BY story_id ORDER BY id) AS was
            FROM told WHERE verb IN ('story_blocked', 'story_unblocked')
        ) turns
        WHERE verb IS DISTINCT FROM was
    ) spells
    JOIN (SELECT id, working_days AS days FROM teams_team) t ON t.id = spells.team_id
    WHERE verb = 'story_blocked'
    GROUP BY story_id
)"""

# Guard G1. Where all stories are told, all closes are at hand; where some are, those around theirs
# are read: touched closes nearer than four minutes make an island, and only there others can count.
CLOSES = """
ends AS (
    SELECT id, said_at AS at, actor_id, project_id, 0 AS island FROM steps
    WHERE category = 'done' AND was <> 'done'
)"""
CLOSES_AROUND = f"""
closing AS (
    SELECT s.id, s.said_at, s.team_id, s.project_id
    FROM steps s JOIN stages g ON g.story_id = s.story_id AND g.closing_id = s.id
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
)"""
BATCHES = f"""
counted AS (
    SELECT ends.*, count(*) OVER (PARTITION BY project_id, island, actor_id ORDER BY at
        RANGE BETWEEN {BATCH} PRECEDING AND CURRENT ROW) AS before
    FROM ends
),
batches AS (
    SELECT id, max(before) OVER (PARTITION BY project_id, island, actor_id ORDER BY at
        RANGE BETWEEN CURRENT ROW AND {BATCH} FOLLOWING) > 5 AS bulk
    FROM counted
)"""

FACTS = """
SELECT g.story_id, g.project_id, g.team_id,
    f.theme_id, g.category, g.since, g.created_at, g.started_at,
    CASE g.category WHEN 'done' THEN g.last_done_at END AS done_at,
    CASE g.category WHEN 'dropped' THEN g.since END AS dropped_at,
    g.reopened,
    CASE WHEN g.category = 'done' AND g.started_at <= g.last_done_at THEN
        round((working_days_until(g.last_done_at, t.working_days)
               - working_days_until(g.started_at, t.working_days))::numeric, 6)::float8 END AS cycle_days,
    round(g.parked::numeric, 6)::float8 AS parked_days,
    round(g.doing::numeric, 6)::float8 AS doing_days,
    round(g.review::numeric, 6)::float8 AS review_days,
    b.blocked_at, round(coalesce(b.blocked_days, 0)::numeric, 6)::float8 AS blocked_days,
    p.path AS owner_path,
    CASE WHEN held.disciplines IS NULL OR 'unknown' = ANY(p.path)
              OR held.disciplines = '{unknown}' THEN NULL
         ELSE cardinality(p.path) > (SELECT count(DISTINCT d) FROM unnest(p.path) d)
    END AS returned,
    coalesce(batches.bulk, false) AS bulk_closed,
    f.last_event_id
FROM stages g
JOIN teams_team t ON t.id = g.team_id
JOIN held ON held.story_id = g.story_id
JOIN (
    SELECT story_id, max(id) AS last_event_id,
        (array_agg(theme ORDER BY id DESC)
            FILTER (WHERE verb IN ('story_created', 'story_filed')))[1]::bigint AS theme_id
    FROM told GROUP BY story_id
) f ON f.story_id = g.story_id
LEFT JOIN paths ON paths.story_id = g.story_id
LEFT JOIN blocks b ON b.story_id = g.story_id
LEFT JOIN batches ON batches.id = g.closing_id
CROSS JOIN LATERAL (
    SELECT CASE WHEN cardinality(held.disciplines) > 1 THEN coalesce(paths.path, '{}')
                WHEN g.started_at IS NULL THEN '{}'
                ELSE coalesce(held.disciplines, '{}') END AS path
) p
"""


def story_facts(*, chosen: bool) -> str:
    """Return the statement that tells the facts of chosen stories, or of all of the projects."""
    news, closes = (CHOSEN, CLOSES_AROUND) if chosen else (ALL, CLOSES)
    parts = [SCOPE, news, TOLD, STAGES, HOLDERS, PATHS, BLOCKS, closes, BATCHES]
    return f"WITH {', '.join(part.strip() for part in parts)} {FACTS}"


def upsert(table: str, fields: list[str], key: str, select: str) -> str:
    """Write whole rows over what is there; a row that says the same already isn't touched."""
    columns = ", ".join(fields)
    news = ", ".join(f"{field} = excluded.{field}" for field in fields if field != key)
    was = ", ".join(f"{table}.{field}" for field in fields)
    now = ", ".join(f"excluded.{field}" for field in fields)
    return (
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM ({select}) fresh "
        f"ON CONFLICT ({key}) DO UPDATE SET {news} WHERE ({was}) IS DISTINCT FROM ({now})"
    )


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
