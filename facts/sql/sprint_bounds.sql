-- When each sprint began and ended, told by its events.
--
-- Where two things happened at the same told time, the order of the ids decides; so does it for
-- what was planned in the very moment of the kickoff or the close. A sprint counts until it is
-- closed, but not on for weeks because nobody closed it: one day of grace after its last day, for
-- time zones and for the morning after.

-- include: facts/sql/scope.sql
-- include: facts/sql/sprints_of_projects.sql

WITH sprint_bounds AS MATERIALIZED (
    SELECT
        s.id AS sprint_id, s.project_id, scope.team AS team_id, s.number, s.commitment_id,
        scope.upto,
        coalesce(kickoff.at, s.kicked_off_at) AS kicked_off_at,
        coalesce(kickoff.id, 0) AS kickoff_id,
        coalesce(
            closing.at, CASE WHEN kickoff.id IS NULL THEN s.closed_at END
        ) AS closed_at,
        coalesce(closing.id, 9223372036854775807) AS closing_id,
        least(
            coalesce(closing.at, CASE WHEN kickoff.id IS NULL THEN s.closed_at END),
            (s.ends_on + 2)::timestamp AT TIME ZONE 'UTC'
        ) AS ended_at
    FROM sprints AS s
    JOIN scope ON scope.project = s.project_id
    LEFT JOIN LATERAL (
        SELECT id, at FROM projects_event AS e
        WHERE e.sprint_id = s.id AND e.verb = 'sprint_kicked_off' AND e.id <= scope.upto
        ORDER BY id
        LIMIT 1
    ) AS kickoff ON true
    LEFT JOIN LATERAL (
        SELECT id, at FROM projects_event AS e
        WHERE e.sprint_id = s.id AND e.verb = 'sprint_closed' AND e.id <= scope.upto
        ORDER BY id DESC
        LIMIT 1
    ) AS closing ON true
)

SELECT * FROM sprint_bounds
