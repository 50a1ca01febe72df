-- Writes whole rows over the facts that are there; one that says the same already isn't touched.
-- Returns the sprints whose facts changed.

-- include: facts/sql/sprint_facts.sql

WITH written_sprint_facts AS (
    INSERT INTO metrics_sprintfact (
        sprint_id, project_id, team_id, number, kicked_off_at, closed_at, ended_at, committed,
        committed_points, done, done_points, added, removed, missed_stories, added_stories,
        removed_stories
    )
    SELECT
        sprint_id, project_id, team_id, number, kicked_off_at, closed_at, ended_at, committed,
        committed_points, done, done_points, added, removed, missed_stories, added_stories,
        removed_stories
    FROM sprint_facts
    ON CONFLICT (sprint_id) DO UPDATE SET
        project_id = excluded.project_id,
        team_id = excluded.team_id,
        number = excluded.number,
        kicked_off_at = excluded.kicked_off_at,
        closed_at = excluded.closed_at,
        ended_at = excluded.ended_at,
        committed = excluded.committed,
        committed_points = excluded.committed_points,
        done = excluded.done,
        done_points = excluded.done_points,
        added = excluded.added,
        removed = excluded.removed,
        missed_stories = excluded.missed_stories,
        added_stories = excluded.added_stories,
        removed_stories = excluded.removed_stories
    WHERE metrics_sprintfact.* IS DISTINCT FROM excluded.*
    RETURNING sprint_id
)

SELECT sprint_id FROM written_sprint_facts
