"""The statements that read a team's history out of its facts.

The planner knows nothing of stories that were brought in a moment ago, and of ten thousand of them
it compares each with each. Where a story or its events are read, OFFSET leaves it only their index;
a second condition or an order in there would let it take another one.
"""

from facts.sql.undone_sql import IS_OF_A_SLIP, undone

# A story's key is told at once, so that a report names what it counted without asking again.
STORIES = """
SELECT f.story_id, p.key || '-' || s.number, coalesce(f.theme_id, 0), s.kind, f.category,
    extract(epoch FROM f.since)::float8, extract(epoch FROM f.started_at)::float8,
    extract(epoch FROM f.done_at)::float8, extract(epoch FROM f.dropped_at)::float8,
    f.cycle_days, f.parked_days, f.doing_days, f.review_days,
    extract(epoch FROM f.blocked_at)::float8, f.blocked_days,
    array_to_string(f.owner_path, ' '), f.returned::int::float8, f.bulk_closed, f.reopened
FROM {facts} f
CROSS JOIN LATERAL (SELECT number, kind FROM stories_story WHERE id = f.story_id OFFSET 0) s
CROSS JOIN LATERAL (SELECT key FROM projects_project WHERE id = f.project_id OFFSET 0) p
WHERE f.team_id = %(team)s AND f.project_id = ANY(%(projects)s::bigint[]) AND (
    f.done_at >= %(since)s OR f.dropped_at >= %(since)s
    OR (f.done_at IS NULL AND f.dropped_at IS NULL AND f.started_at IS NOT NULL)
    OR f.story_id = ANY(%(named)s::bigint[]))
ORDER BY f.story_id
"""

# In what role somebody planned a story in after the kickoff, or took it out; whoever it was.
ADDED_BY = """coalesce((
    SELECT e.role FROM (SELECT * FROM projects_event e WHERE e.story_id = t.story OFFSET 0) e
    WHERE e.id <= told.last AND e.at >= told.kicked_off_at
        AND e.verb IN ('story_planned', 'story_created', 'story_carried_over')
        AND coalesce(e.details ->> 'now', e.details ->> 'sprint')::bigint = told.sprint_id
    ORDER BY e.at, e.id LIMIT 1), '')"""
REMOVED_BY = """coalesce((
    SELECT e.role FROM (SELECT * FROM projects_event e WHERE e.story_id = t.story OFFSET 0) e
    WHERE e.id <= told.last AND e.at >= told.kicked_off_at
        AND e.at <= coalesce(told.closed_at, 'infinity')
        AND (e.verb = 'story_planned'
                AND (e.details ->> 'now')::bigint IS DISTINCT FROM told.sprint_id
             OR e.verb = 'story_moved' AND e.details ->> 'now_category' = 'dropped')
    ORDER BY e.id DESC LIMIT 1), '')"""

SPRINTS = """
SELECT told.*,
    ARRAY(SELECT {added_by} FROM unnest(told.added_stories) WITH ORDINALITY t(story, place)
          ORDER BY t.place),
    ARRAY(SELECT {removed_by} FROM unnest(told.removed_stories) WITH ORDINALITY t(story, place)
          ORDER BY t.place)
FROM (
    SELECT f.sprint_id, p.key, f.number, extract(epoch FROM f.kicked_off_at)::float8,
        extract(epoch FROM f.closed_at)::float8, f.committed, coalesce(f.committed_points, 0),
        f.done, f.done_points, f.added, f.removed,
        f.missed_stories, f.added_stories, f.removed_stories, s.ends_on, s.starts_on,
        CASE WHEN f.closed_at IS NULL THEN ARRAY(
            SELECT l.story_id FROM sprints_committedstory l
            JOIN sprints_commitment c ON c.id = l.commitment_id AND c.sprint_id = f.sprint_id
            ORDER BY l.story_id
        ) ELSE '{}' END,
        row_number() OVER (PARTITION BY f.project_id ORDER BY f.kicked_off_at DESC) AS back,
        f.kicked_off_at, f.closed_at, upto.last
    FROM {facts} f
    JOIN upto ON upto.project = f.project_id
    JOIN sprints_sprint s ON s.id = f.sprint_id
    JOIN projects_project p ON p.id = f.project_id
    WHERE f.team_id = %(team)s
) told WHERE back <= %(sprints)s
ORDER BY 4, 1
""".replace("{added_by}", ADDED_BY).replace("{removed_by}", REMOVED_BY)

# The lines, up to the last event, of the stories that were in work in the window.
WORKED = """FROM {facts} f
    CROSS JOIN LATERAL (
        SELECT * FROM projects_event e WHERE e.story_id = f.story_id OFFSET 0
    ) e
    JOIN unnest(%(projects)s::bigint[], %(upto)s::bigint[]) u(project, upto)
        ON u.project = e.project_id AND e.id <= u.upto
    WHERE f.team_id = %(team)s AND f.started_at IS NOT NULL
        AND (f.done_at IS NULL OR f.done_at >= %(work_since)s)
        AND (f.dropped_at IS NULL OR f.dropped_at >= %(work_since)s)"""

# Who worked on what: owner or coworker while the story is in work. Derived anew for each report
# and summed up at once, because facts hold no person; who is replaced by a bare number when read.
WORK = """
WITH told AS (
    SELECT e.story_id, f.theme_id, e.id, e.verb, e.details, e.team_id, e.actor_id, e.at AS said_at,
        CASE WHEN e.verb IN ('story_created', 'story_moved')
             THEN coalesce(e.details ->> 'now_category', e.details ->> 'category') END AS category,
        max(e.at) OVER (PARTITION BY e.story_id ORDER BY e.id) AS at
    {worked}
        AND e.verb IN ('story_created', 'story_moved', 'story_handed', 'story_paired',
                       'story_parted')
),
{undone},
stages AS (
    SELECT story_id, theme_id, at AS since, category,
        coalesce(lead(at) OVER (PARTITION BY story_id ORDER BY id), %(as_of)s) AS until
    FROM told WHERE category IS NOT NULL AND id NOT IN (SELECT id FROM undone)
),
owning AS (
    SELECT story_id, team_id, at AS since, person, discipline,
        coalesce(lead(at) OVER (PARTITION BY story_id ORDER BY id), %(as_of)s) AS until
    FROM (SELECT told.*, coalesce(details ->> 'now', details ->> 'owner')::bigint AS person,
              coalesce(details ->> 'now_discipline', details ->> 'owner_discipline') AS discipline
          FROM told WHERE verb IN ('story_created', 'story_handed')) owners
),
pairing AS (
    SELECT story_id, team_id, at AS since, person, discipline, verb,
        coalesce(lead(at) OVER (PARTITION BY story_id, person ORDER BY id), %(as_of)s) AS until
    FROM (SELECT told.*, (details ->> 'coworker')::bigint AS person,
              details ->> 'discipline' AS discipline
          FROM told WHERE verb IN ('story_paired', 'story_parted')) pairs
),
holding AS (
    SELECT story_id, team_id, since, until, person, discipline FROM owning WHERE person IS NOT NULL
    UNION ALL
    SELECT story_id, team_id, since, until, person, discipline FROM pairing
    WHERE verb = 'story_paired'
)
-- A full join is never a nested loop, which the planner takes for stories it doesn't know of yet:
-- where ten thousand were brought in at once, it would compare each with each. OFFSET keeps it.
SELECT h.story_id, coalesce(h.theme_id, 0), coalesce(nullif(h.discipline, ''), (
        SELECT m.discipline FROM teams_membership m
        WHERE m.team_id = h.team_id AND m.user_id = h.person
        ORDER BY (m.joined_at <= h.since AND (m.left_at IS NULL OR m.left_at > h.since)) DESC,
                 m.joined_at
        LIMIT 1), 'unknown'),
    h.person,
    extract(epoch FROM greatest(h.since, h.begun))::float8,
    extract(epoch FROM least(h.until, h.ended))::float8
FROM (
    SELECT h.*, g.theme_id, g.category, g.since AS begun, g.until AS ended
    FROM holding h FULL JOIN stages g ON g.story_id = h.story_id
    OFFSET 0
) h
WHERE h.category IN ('doing', 'review') AND h.since < h.ended AND h.begun < h.until
ORDER BY 1, 5, 6, 3, 4
""".replace("{worked}", WORKED).replace("{undone}", undone("told").strip())

# Signs of contact on a story: a comment that was not withdrawn, or the verdict of a review, which
# is taking the story out of it. Like work they are of a person, and treated alike.
CONTACTS = """
WITH told AS (
    SELECT e.story_id, e.id, e.verb, e.actor_id, e.at,
        e.verb = 'story_moved' AS is_verdict,
        bool_or(e.verb = 'story_comment_withdrawn')
            OVER (PARTITION BY e.story_id, e.details ->> 'comment') AS is_withdrawn
    {worked}
        AND (e.verb IN ('story_commented', 'story_comment_withdrawn')
             OR (e.verb = 'story_moved' AND NOT f.bulk_closed
                 AND e.details ->> 'was_category' = 'review'
                 AND e.details ->> 'now_category' IN ('doing', 'done')
                 AND NOT {slip}))
)
SELECT story_id, actor_id, extract(epoch FROM at)::float8, is_verdict
FROM told
WHERE actor_id IS NOT NULL AND at >= %(work_since)s
    AND (is_verdict OR (verb = 'story_commented' AND NOT is_withdrawn))
ORDER BY id
""".replace("{worked}", WORKED).replace("{slip}", IS_OF_A_SLIP)

# Which story waited for which other one, from when until when.
NEEDS = """
SELECT story_id, needs, extract(epoch FROM at)::float8, extract(epoch FROM until)::float8
FROM (
    SELECT e.story_id, e.id, e.verb, e.at, (e.details ->> 'needs')::bigint AS needs,
        lead(e.at) OVER (PARTITION BY e.story_id, e.details ->> 'needs' ORDER BY e.id) AS until
    {worked}
        AND e.verb IN ('story_depended', 'story_released')
) told
WHERE verb = 'story_depended' AND coalesce(until, %(as_of)s) >= %(work_since)s
ORDER BY id
""".replace("{worked}", WORKED)

SIZES = """
SELECT discipline, count(*) FROM teams_membership
WHERE team_id = %(team)s AND role <> 'guest' AND joined_at <= %(as_of)s
    AND (left_at IS NULL OR left_at > %(as_of)s)
GROUP BY discipline ORDER BY discipline
"""

# What is told of success metrics: their targets as they stood, without names.
TOLD = """
SELECT e.id, p.key, e.verb, extract(epoch FROM e.at)::float8, e.details - ARRAY['name', 'noted_by']
FROM projects_event e
JOIN unnest(%(projects)s::bigint[], %(upto)s::bigint[]) u(project, upto)
    ON u.project = e.project_id AND e.id <= u.upto
JOIN projects_project p ON p.id = e.project_id
WHERE e.team_id = %(team)s AND e.story_id IS NULL AND e.at <= %(as_of)s
    AND e.verb IN ('successmetric_defined', 'successmetric_retargeted', 'successmetric_appraised')
ORDER BY e.id
"""

OBSERVATIONS = """
SELECT o.metric_id, o.value, o.spread, o.observed_on, o.grade
FROM metrics_observation o
JOIN metrics_successmetric m ON m.id = o.metric_id
WHERE m.project_id = ANY(%(projects)s::bigint[]) AND o.noted_at <= %(as_of)s
ORDER BY o.metric_id, o.observed_on, o.id
"""

# A hand-off to another discipline, and the first sign of life from there. A word alone is none: it
# counts if something follows on that or the next working day.
# What one hand passed on within a minute of each other is one hand-off, from the first to the last
# of them; taken back it is none. Those of the very same moment are an import's that knows the day.
WAITS = """
SELECT h.story_id, extract(epoch FROM h.at)::float8, extract(epoch FROM first.at)::float8,
    h.now_discipline
FROM {facts} f
JOIN unnest(%(projects)s::bigint[], %(upto)s::bigint[]) u(project, upto)
    ON u.project = f.project_id
CROSS JOIN LATERAL (
    SELECT story_id, id, at, now_discipline,
        first_value(was_discipline) OVER (PARTITION BY burst ORDER BY id) AS was_discipline,
        id = max(id) OVER (PARTITION BY burst) AS is_meant
    FROM (
        SELECT turns.*, count(*) FILTER (WHERE is_new) OVER (ORDER BY id) AS burst
        FROM (
            SELECT e.story_id, e.id, e.at, e.details ->> 'was_discipline' AS was_discipline,
                e.details ->> 'now_discipline' AS now_discipline,
                (e.actor_id IS NOT DISTINCT FROM lag(e.actor_id) OVER (ORDER BY e.id)
                    AND e.at > lag(e.at) OVER (ORDER BY e.id)
                    AND e.at <= lag(e.at) OVER (ORDER BY e.id) + interval '1 minute'
                ) IS NOT TRUE AS is_new
            FROM (
                SELECT e.* FROM projects_event e
                WHERE e.story_id = f.story_id AND e.verb = 'story_handed'
                OFFSET 0
            ) e
            WHERE e.id <= u.upto
        ) turns
    ) bursts
) h
LEFT JOIN LATERAL (
    SELECT e.at
    FROM (SELECT e.* FROM projects_event e WHERE e.story_id = h.story_id OFFSET 0) e
    WHERE e.id > h.id AND e.id <= u.upto
        AND (e.verb = 'story_handed' OR (e.discipline = h.now_discipline
             AND (e.verb = 'story_moved' AND NOT {slip} OR e.verb IN ('story_commented',
                                                  'story_paired', 'story_blocked') AND EXISTS (
                SELECT FROM (
                    SELECT n.* FROM projects_event n WHERE n.story_id = h.story_id OFFSET 0
                ) n
                WHERE n.id > e.id AND n.id <= u.upto
                    AND n.discipline = e.discipline
                    AND n.verb IN ('story_moved', 'story_commented', 'story_paired',
                                   'story_blocked', 'story_handed')
                    AND working_days_until(n.at, %(working_days)s::smallint[])
                        - working_days_until(date_trunc('day', e.at, 'UTC'),
                                             %(working_days)s::smallint[]) < 2))))
    ORDER BY e.id LIMIT 1
) first ON true
WHERE f.team_id = %(team)s AND f.started_at IS NOT NULL AND NOT f.bulk_closed
    AND (f.done_at IS NULL OR f.done_at >= %(since)s) AND f.dropped_at IS NULL
    AND (f.done_at IS NULL OR h.at < f.done_at) AND h.at >= f.started_at
    AND h.is_meant
    AND h.was_discipline NOT IN ('', 'unknown')
    AND h.now_discipline NOT IN ('', 'unknown')
    AND h.was_discipline <> h.now_discipline
ORDER BY h.at, h.id
""".replace("{slip}", IS_OF_A_SLIP)
