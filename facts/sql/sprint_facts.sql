-- What became of each sprint's commitment, for all sprints of whole projects.
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]

-- include: facts/sql/sprint_bounds.sql
-- include: facts/sql/turns_of_projects.sql

-- Where a committed story stood when the sprint ended, and whether it was still planned into it.
WITH committed_outcomes AS (
    SELECT
        c.sprint_id, c.story_id, c.points,
        (max(ARRAY[
            t.id, CASE t.category WHEN 'done' THEN 1 WHEN 'dropped' THEN 2 ELSE 0 END
        ]) FILTER (
            WHERE t.category IS NOT NULL AND (b.ended_at IS NULL OR t.at <= b.ended_at)
        ))[2] AS fate,
        (max(ARRAY[t.id, (t.sprint IS NOT DISTINCT FROM b.sprint_id)::int]) FILTER (
            WHERE t.plans
                AND (b.closed_at IS NULL OR (t.at, t.id) < (b.closed_at, b.closing_id))
        ))[2] AS inside
    FROM committed_stories AS c
    JOIN sprint_bounds AS b ON b.sprint_id = c.sprint_id
    LEFT JOIN turns AS t ON t.story_id = c.story_id
    GROUP BY c.sprint_id, c.story_id, c.points
),

kept AS (
    SELECT
        sprint_id,
        count(*) AS committed,
        sum(points) AS committed_points,
        count(*) FILTER (WHERE fate = 1) AS done,
        coalesce(sum(points) FILTER (WHERE fate = 1), 0) AS done_points,
        coalesce(
            array_agg(story_id ORDER BY story_id) FILTER (WHERE fate IS DISTINCT FROM 1), '{}'
        ) AS missed_stories,
        coalesce(
            array_agg(story_id ORDER BY story_id) FILTER (
                WHERE inside IS DISTINCT FROM 1 OR fate = 2
            ), '{}'
        ) AS removed_stories
    FROM committed_outcomes
    GROUP BY sprint_id
),

added AS (
    SELECT b.sprint_id, array_agg(DISTINCT p.story_id ORDER BY p.story_id) AS added_stories
    FROM sprint_bounds AS b
    JOIN plans AS p ON p.sprint = b.sprint_id AND p.project_id = b.project_id
    WHERE (p.at, p.id) > (b.kicked_off_at, b.kickoff_id)
        AND (b.closed_at IS NULL OR (p.at, p.id) < (b.closed_at, b.closing_id))
        AND NOT EXISTS (
            SELECT FROM committed_stories AS c
            WHERE c.sprint_id = b.sprint_id AND c.story_id = p.story_id
        )
    GROUP BY b.sprint_id
),

sprint_facts AS (
    SELECT
        b.sprint_id, b.project_id, b.team_id, b.number, b.kicked_off_at, b.closed_at, b.ended_at,
        kept.committed,
        kept.committed_points::float8 AS committed_points,
        coalesce(kept.done, 0) AS done,
        coalesce(kept.done_points, 0)::float8 AS done_points,
        coalesce(cardinality(added.added_stories), 0) AS added,
        coalesce(cardinality(kept.removed_stories), 0) AS removed,
        coalesce(kept.missed_stories, '{}') AS missed_stories,
        coalesce(added.added_stories, '{}') AS added_stories,
        coalesce(kept.removed_stories, '{}') AS removed_stories
    FROM sprint_bounds AS b
    LEFT JOIN kept ON kept.sprint_id = b.sprint_id
    LEFT JOIN added ON added.sprint_id = b.sprint_id
)

SELECT * FROM sprint_facts
