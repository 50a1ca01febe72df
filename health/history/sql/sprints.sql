-- A team's last sprints with their facts, and in what role stories were added and removed.
-- team = 1
-- sprints = 26

-- include: health/history/sql/past.sql
-- include: health/history/sql/facts.sql

-- In what role somebody planned a story in after the kickoff, or took it out; whoever it was.
SELECT
    chosen.*,
    ARRAY(
        SELECT coalesce((
            SELECT e.role
            FROM (SELECT * FROM projects_event AS e WHERE e.story_id = t.story OFFSET 0) AS e
            WHERE e.id <= chosen.last AND e.at >= chosen.kicked_off_at
                AND e.verb IN ('story_planned', 'story_created', 'story_carried_over')
                AND coalesce(e.details ->> 'now', e.details ->> 'sprint')::bigint = chosen.sprint_id
            ORDER BY e.at, e.id
            LIMIT 1
        ), '')
        FROM unnest(chosen.added_stories) WITH ORDINALITY AS t (story, place)
        ORDER BY t.place
    ) AS added_by,
    ARRAY(
        SELECT coalesce((
            SELECT e.role
            FROM (SELECT * FROM projects_event AS e WHERE e.story_id = t.story OFFSET 0) AS e
            WHERE e.id <= chosen.last AND e.at >= chosen.kicked_off_at
                AND e.at <= coalesce(chosen.closed_at, 'infinity')
                AND (
                    (
                        e.verb = 'story_planned'
                        AND (e.details ->> 'now')::bigint IS DISTINCT FROM chosen.sprint_id
                    )
                    OR (e.verb = 'story_moved' AND e.details ->> 'now_category' = 'dropped')
                )
            ORDER BY e.id DESC
            LIMIT 1
        ), '')
        FROM unnest(chosen.removed_stories) WITH ORDINALITY AS t (story, place)
        ORDER BY t.place
    ) AS removed_by
FROM (
    SELECT
        f.sprint_id, p.key, f.number,
        extract(EPOCH FROM f.kicked_off_at)::float8 AS kicked_off,
        extract(EPOCH FROM f.closed_at)::float8 AS closed,
        f.committed,
        coalesce(f.committed_points, 0) AS committed_points,
        f.done, f.done_points, f.added, f.removed,
        f.missed_stories, f.added_stories, f.removed_stories, s.ends_on, s.starts_on,
        CASE WHEN f.closed_at IS NULL THEN ARRAY(
            SELECT l.story_id FROM sprints_committedstory AS l
            JOIN sprints_commitment AS c ON c.id = l.commitment_id AND c.sprint_id = f.sprint_id
            ORDER BY l.story_id
        ) ELSE '{}' END AS promised_stories,
        row_number() OVER (PARTITION BY f.project_id ORDER BY f.kicked_off_at DESC) AS back,
        f.kicked_off_at, f.closed_at, upto.last
    FROM sprint_facts AS f
    JOIN upto ON upto.project = f.project_id
    JOIN sprints_sprint AS s ON s.id = f.sprint_id
    JOIN projects_project AS p ON p.id = f.project_id
    WHERE f.team_id = %(team)s
) AS chosen
WHERE back <= %(sprints)s
ORDER BY 4, 1
