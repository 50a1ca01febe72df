# ruff: noqa: S608, SIM905 — statements put together from the constants of these files
"""What a story's events come to, as one statement over any number of stories.

An event's `at` is the time told of: imports bring old times, clocks go backwards. The order of a
story's history is that of its ids; a time before the one told last counts as that one.

It is written for ten million events: one sort of them, by story and id, which all windows and
groups share, and those of sprints too where all facts of a project are told; a window told in rows;
what is looked up in `details` looked up once and early.
"""

from facts.sql.batch_sql import BATCHES, CLOSES, CLOSES_AROUND
from facts.sql.path_sql import PATHS
from facts.sql.undone_sql import undone

# Which history is told, up to which event of each project, by whose calendar. That projects are
# DISTINCT is told to the planner, which would else hash the events instead of these.
SCOPE = """
scope AS MATERIALIZED (
    SELECT DISTINCT ON (u.project) u.project, u.upto, p.team_id AS team, t.working_days
    FROM unnest(%(projects)s::bigint[], %(upto)s::bigint[]) u(project, upto)
    CROSS JOIN LATERAL (SELECT team_id FROM projects_project WHERE id = u.project OFFSET 0) p
    CROSS JOIN LATERAL (SELECT working_days FROM teams_team WHERE id = p.team_id OFFSET 0) t
)"""

# What the facts of stories are told from, and what those of sprints need besides.
TELLING = (
    "'story_created', 'story_moved', 'story_handed', 'story_filed', "
    "'story_blocked', 'story_unblocked'"
)
PLANNING = "'story_planned', 'story_carried_over'"

# The planner can't know how many rows a part of these statements has, and takes nested loops where
# thousands meet thousands. They are run without those (see ProjectFacts); where an index has to be
# asked once a row, OFFSET 0 leaves it no other way, and `project_id + 0` only that of (team, at);
# what is found is set down (MATERIALIZED) before it meets other tables, or each row scans them.
CHOSEN = f"""
news AS MATERIALIZED (
    SELECT e.* FROM unnest(%(stories)s::bigint[]) touched(story_id)
    CROSS JOIN LATERAL (
        SELECT * FROM projects_event e
        WHERE e.story_id = touched.story_id AND e.verb IN ({TELLING}) OFFSET 0) e
)"""
ALL = f"""
news AS (
    SELECT e.* FROM projects_event e
    WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.story_id IS NOT NULL
        AND e.verb IN ({TELLING})
)"""
ALL_AND_PLANNED = ALL.replace(TELLING, f"{TELLING}, {PLANNING}")

FIELDS = (
    "story_id project_id team_id theme_id category since created_at started_at done_at dropped_at "
    "reopened cycle_days parked_days doing_days review_days blocked_at blocked_days owner_path "
    "returned bulk_closed last_event_id"
).split()

# `days` are the working days of the team's calendar until then: a duration is a difference. A
# plan is no part of a story's own clock, and has none.
SAID = f"""
said AS (
    SELECT e.story_id, e.project_id, scope.team, e.id, e.verb, e.actor_id, e.at AS said_at,
        CASE WHEN e.verb NOT IN ({PLANNING}) THEN working_days_until(e.at, scope.working_days)
        END AS said_days,
        CASE e.verb WHEN 'story_moved' THEN e.details ->> 'now_category'
                    WHEN 'story_created' THEN e.details ->> 'category' END AS category,
        e.verb = 'story_moved' AND e.details ->> 'now_category' = 'done'
            AND e.details ->> 'was_category' <> 'done' AS closes,
        CASE e.verb WHEN 'story_filed' THEN e.details ->> 'now'
                    WHEN 'story_created' THEN e.details ->> 'theme' END::bigint AS theme,
        CASE e.verb WHEN 'story_handed' THEN e.details ->> 'now'
                    WHEN 'story_created' THEN e.details ->> 'owner' END::bigint AS owner_id,
        CASE e.verb WHEN 'story_handed' THEN e.details ->> 'now_discipline'
                    WHEN 'story_created' THEN e.details ->> 'owner_discipline' END AS discipline,
        CASE e.verb WHEN 'story_planned' THEN e.details ->> 'now'
                    WHEN 'story_carried_over' THEN e.details ->> 'now'
                    WHEN 'story_created' THEN e.details ->> 'sprint' END::bigint AS sprint
    FROM news e
    JOIN scope ON scope.project = e.project_id AND e.id <= scope.upto
    OFFSET 0
)"""

# Who held it: nobody (''), the discipline in the event, else the membership at that time.
TOLD = f"""
told AS MATERIALIZED (
    SELECT story_id, project_id, id, verb, actor_id, said_at, at, days, category, closes, theme,
        sprint,
        CASE WHEN verb NOT IN ('story_created', 'story_handed') THEN NULL
             WHEN owner_id IS NULL THEN ''
             ELSE coalesce(nullif(discipline, ''), (
                SELECT m.discipline FROM teams_membership m
                WHERE m.team_id = clocked.team AND m.user_id = clocked.owner_id
                ORDER BY (m.joined_at <= at AND (m.left_at IS NULL OR m.left_at > at)) DESC,
                         m.joined_at
                LIMIT 1), 'unknown')
        END COLLATE "C" AS holder
    FROM (
        SELECT said.*, max(said_days) OVER w AS days,
            max(said_at) FILTER (WHERE said_days IS NOT NULL) OVER w AS at
        FROM said
        WINDOW w AS (PARTITION BY story_id ORDER BY id ROWS UNBOUNDED PRECEDING)
    ) clocked
    ORDER BY story_id, id
),
held AS (
    SELECT story_id, max(id) AS last_event_id,
        (max(ARRAY[id, theme]) FILTER (WHERE verb IN ('story_created', 'story_filed')))[2] AS theme_id,
        min(holder) FILTER (WHERE holder <> '') AS holder,
        max(holder) FILTER (WHERE holder <> '') AS other
    FROM told WHERE verb NOT IN ({PLANNING}) GROUP BY story_id
)"""  # noqa: E501

STAGES = f"""{undone("told").strip()},
steps AS MATERIALIZED (
    SELECT story_id, id, at, days, category, said_at, actor_id, project_id,
        lag(category) OVER w AS was, lead(days) OVER w AS until,
        bool_or(category IN ('doing', 'review')) OVER w AS started
    FROM told WHERE category IS NOT NULL AND id NOT IN (SELECT id FROM undone)
    WINDOW w AS (PARTITION BY story_id ORDER BY id ROWS UNBOUNDED PRECEDING)
),
stages AS (
    SELECT story_id, min(project_id) AS project_id, min(at) AS created_at,
        min(at) FILTER (WHERE started) AS started_at,
        min(days) FILTER (WHERE started) AS started_days,
        max(category) FILTER (WHERE until IS NULL) AS category,
        max(at) FILTER (WHERE category IS DISTINCT FROM was) AS since,
        max(at) FILTER (WHERE category = 'done' AND was IS DISTINCT FROM 'done') AS done_at,
        max(days) FILTER (WHERE category = 'done' AND was IS DISTINCT FROM 'done') AS done_days,
        max(id) FILTER (WHERE category = 'done' AND was IS DISTINCT FROM 'done') AS closing_id,
        count(*) FILTER (WHERE was = 'done' AND category <> 'done') AS reopened,
        coalesce(sum(until - days) FILTER (WHERE category = 'todo' AND started), 0) AS parked,
        coalesce(sum(until - days) FILTER (WHERE category = 'doing'), 0) AS doing,
        coalesce(sum(until - days) FILTER (WHERE category = 'review'), 0) AS review
    FROM steps GROUP BY story_id
)"""

BLOCKS = """
blocks AS (
    SELECT story_id, max(at) FILTER (WHERE until IS NULL) AS blocked_at,
        coalesce(sum(until - days), 0) AS blocked
    FROM (
        SELECT story_id, at, days, verb,
            lead(days) OVER (PARTITION BY story_id ORDER BY id) AS until
        FROM (
            SELECT story_id, id, at, days, verb,
                lag(verb) OVER (PARTITION BY story_id ORDER BY id) AS was
            FROM told WHERE verb IN ('story_blocked', 'story_unblocked')
        ) turns
        WHERE verb IS DISTINCT FROM was
    ) spells
    WHERE verb = 'story_blocked'
    GROUP BY story_id
)"""


def to_six_digits(days: str) -> str:
    """Round as float: by way of numeric it takes a fifth of the whole statement."""
    return f"round(({days}) * 1e6) / 1e6"


FACTS = f"""
SELECT g.story_id, g.project_id, scope.team AS team_id,
    h.theme_id, g.category, g.since, g.created_at, g.started_at,
    CASE g.category WHEN 'done' THEN g.done_at END AS done_at,
    CASE g.category WHEN 'dropped' THEN g.since END AS dropped_at,
    g.reopened,
    CASE WHEN g.category = 'done' AND g.started_at <= g.done_at
         THEN {to_six_digits("g.done_days - g.started_days")} END AS cycle_days,
    {to_six_digits("g.parked")} AS parked_days,
    {to_six_digits("g.doing")} AS doing_days,
    {to_six_digits("g.review")} AS review_days,
    b.blocked_at, {to_six_digits("coalesce(b.blocked, 0)")} AS blocked_days,
    CASE WHEN h.holder <> h.other THEN coalesce(paths.path, '{{}}')
         WHEN g.started_at IS NULL OR h.holder IS NULL THEN '{{}}'
         ELSE ARRAY[h.holder] END AS owner_path,
    CASE WHEN h.holder IS NULL OR h.holder = 'unknown' AND h.other = 'unknown'
              OR 'unknown' = ANY(paths.path) THEN NULL
         ELSE coalesce(paths.returned, false) END AS returned,
    batches.id IS NOT NULL AS bulk_closed,
    h.last_event_id
FROM stages g
JOIN scope ON scope.project = g.project_id
JOIN held h ON h.story_id = g.story_id
LEFT JOIN paths ON paths.story_id = g.story_id
LEFT JOIN blocks b ON b.story_id = g.story_id
LEFT JOIN batches ON batches.id = g.closing_id
"""


def story_facts(*, chosen: bool) -> str:
    """Return the statement that tells the facts of chosen stories, or of all of the projects."""
    news, closes = (CHOSEN, CLOSES_AROUND) if chosen else (ALL, CLOSES)
    return f"WITH {parts(news, closes)} {FACTS}"


def parts(news: str, closes: str) -> str:
    """Return what FACTS are selected from."""
    told = [SCOPE, news, SAID, TOLD, STAGES, PATHS, BLOCKS, closes, BATCHES]
    return ", ".join(part.strip() for part in told)


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
