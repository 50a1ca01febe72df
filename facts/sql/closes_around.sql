-- All closes near those of chosen stories, of which a batch may consist.
--
-- Where all stories are told, all closes are at hand; where some are, those around theirs are read:
-- touched closes nearer than four minutes make an island, and only there others can count.

-- include: facts/sql/scope.sql
-- include: facts/sql/events_of_stories.sql
-- include: facts/sql/stages.sql

WITH touched_closes AS (
    SELECT s.id, s.event_at, scope.team AS team_id, s.project_id
    FROM stage_changes AS s
    JOIN stages AS g ON g.story_id = s.story_id AND g.closing_id = s.id
    JOIN scope ON scope.project = s.project_id
),

islands AS (
    SELECT
        project_id, team_id, island,
        min(event_at) - interval '2 minutes' AS since,
        max(event_at) + interval '2 minutes' AS till
    FROM (
        SELECT
            c.*,
            count(*) FILTER (WHERE far) OVER (
                PARTITION BY project_id ORDER BY event_at, id
            ) AS island
        FROM (
            SELECT
                touched_closes.*,
                event_at - lag(event_at) OVER (
                    PARTITION BY project_id ORDER BY event_at, id
                ) > 2 * interval '2 minutes' AS far
            FROM touched_closes
        ) AS c
    ) AS c
    GROUP BY project_id, team_id, island
),

closes AS (
    SELECT e.id, e.at, e.actor_id, i.project_id, i.island
    FROM islands AS i
    CROSS JOIN LATERAL (
        SELECT e.id, e.at, e.actor_id FROM projects_event AS e
        WHERE e.team_id = i.team_id AND e.at BETWEEN i.since AND i.till
            AND e.project_id + 0 = i.project_id AND e.verb = 'story_moved'
            AND e.details ->> 'now_category' = 'done' AND e.details ->> 'was_category' <> 'done'
        OFFSET 0
    ) AS e
    JOIN scope ON scope.project = i.project_id AND e.id <= scope.upto
)

SELECT * FROM closes
