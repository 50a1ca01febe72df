-- What each event of a story says of its stage, theme, owner and sprint, on the story's own clock.
--
-- An event's `at` is the time told of: imports bring old times, clocks go backwards. The order of a
-- story's history is that of its ids; a time before the one told last counts as that one.
--
-- It is written for ten million events: one sort of them, by story and id, which all windows and
-- groups share, and those of sprints too where all facts of a project are told; a window told in
-- rows; what is looked up in `details` looked up once and early.

-- include: facts/sql/scope.sql
-- include: facts/sql/events_of_projects.sql

-- `days` are the working days of the team's calendar until then: a duration is a difference. A
-- plan is no part of a story's own clock, and has none.
WITH changes AS (
    SELECT
        e.story_id, e.project_id, scope.team, e.id, e.verb, e.actor_id, e.at AS event_at,
        CASE
            WHEN e.verb NOT IN ('story_planned', 'story_carried_over')
                THEN working_days_until(e.at, scope.working_days)
        END AS event_days,
        CASE e.verb
            WHEN 'story_moved' THEN e.details ->> 'now_category'
            WHEN 'story_created' THEN e.details ->> 'category'
        END AS category,
        e.verb = 'story_moved' AND e.details ->> 'now_category' = 'done'
        AND e.details ->> 'was_category' <> 'done' AS closes,
        CASE e.verb
            WHEN 'story_filed' THEN e.details ->> 'now'
            WHEN 'story_created' THEN e.details ->> 'theme'
        END::bigint AS theme,
        CASE e.verb
            WHEN 'story_handed' THEN e.details ->> 'now'
            WHEN 'story_created' THEN e.details ->> 'owner'
        END::bigint AS owner_id,
        CASE e.verb
            WHEN 'story_handed' THEN e.details ->> 'now_discipline'
            WHEN 'story_created' THEN e.details ->> 'owner_discipline'
        END AS discipline,
        CASE e.verb
            WHEN 'story_planned' THEN e.details ->> 'now'
            WHEN 'story_carried_over' THEN e.details ->> 'now'
            WHEN 'story_created' THEN e.details ->> 'sprint'
        END::bigint AS sprint
    FROM story_events AS e
    JOIN scope ON scope.project = e.project_id AND e.id <= scope.upto
    OFFSET 0
),

-- Who held it: nobody (''), the discipline in the event, else the membership at that time.
timeline AS MATERIALIZED (
    SELECT
        story_id, project_id, id, verb, actor_id, event_at, at, days, category, closes, theme,
        sprint,
        CASE
            WHEN verb NOT IN ('story_created', 'story_handed') THEN NULL
            WHEN owner_id IS NULL THEN ''
            ELSE coalesce(nullif(discipline, ''), (
                SELECT m.discipline FROM teams_membership AS m
                WHERE m.team_id = clocked.team AND m.user_id = clocked.owner_id
                ORDER BY
                    (m.joined_at <= at AND (m.left_at IS NULL OR m.left_at > at)) DESC,
                    m.joined_at
                LIMIT 1
            ), 'unknown')
        END COLLATE "C" AS holder
    FROM (
        SELECT
            changes.*,
            max(event_days) OVER w AS days,
            max(event_at) FILTER (WHERE event_days IS NOT NULL) OVER w AS at
        FROM changes
        WINDOW w AS (PARTITION BY story_id ORDER BY id ROWS UNBOUNDED PRECEDING)
    ) AS clocked
    ORDER BY story_id, id
)

SELECT * FROM timeline
