-- Writes the imported events in the order of their time, and the texts that they overwrote.
-- Returns how many events there were.

-- Each gets its id first, so that the texts it overwrote can point at it.
WITH ordered AS MATERIALIZED (
    SELECT nextval(pg_get_serial_sequence('projects_event', 'id')) AS id, e.*
    FROM (SELECT * FROM imported_event ORDER BY at, tie, place) AS e
),

written AS (
    INSERT INTO projects_event (
        id, at, team_id, project_id, story_id, sprint_id, actor_id, discipline, role, verb, version,
        details
    ) OVERRIDING SYSTEM VALUE
    SELECT
        id, at, team_id, project_id, story_id, sprint_id, actor_id, discipline, role, verb, version,
        details
    FROM ordered
),

kept AS (
    INSERT INTO projects_oldtext (event_id, noun, "row", field, text, struck_reason)
    SELECT ordered.id, 'stories.story', ordered.story_id, old.key, old.value, ''
    FROM ordered
    CROSS JOIN LATERAL jsonb_each_text(ordered.old_texts) AS old
    WHERE ordered.old_texts IS NOT NULL
)

SELECT count(*) AS events FROM ordered
