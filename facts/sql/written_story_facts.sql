-- Writes whole rows over the facts that are there; one that says the same already isn't touched.
-- Returns the stories whose facts changed.

-- include: facts/sql/story_facts.sql

WITH written_story_facts AS (
    INSERT INTO metrics_storyfact (
        story_id, project_id, team_id, theme_id, category, since, created_at, started_at, done_at,
        dropped_at, reopened, cycle_days, parked_days, doing_days, review_days, blocked_at,
        blocked_days, owner_path, returned, bulk_closed, last_event_id
    )
    SELECT
        story_id, project_id, team_id, theme_id, category, since, created_at, started_at, done_at,
        dropped_at, reopened, cycle_days, parked_days, doing_days, review_days, blocked_at,
        blocked_days, owner_path, returned, bulk_closed, last_event_id
    FROM story_facts
    ON CONFLICT (story_id) DO UPDATE SET
        project_id = excluded.project_id,
        team_id = excluded.team_id,
        theme_id = excluded.theme_id,
        category = excluded.category,
        since = excluded.since,
        created_at = excluded.created_at,
        started_at = excluded.started_at,
        done_at = excluded.done_at,
        dropped_at = excluded.dropped_at,
        reopened = excluded.reopened,
        cycle_days = excluded.cycle_days,
        parked_days = excluded.parked_days,
        doing_days = excluded.doing_days,
        review_days = excluded.review_days,
        blocked_at = excluded.blocked_at,
        blocked_days = excluded.blocked_days,
        owner_path = excluded.owner_path,
        returned = excluded.returned,
        bulk_closed = excluded.bulk_closed,
        last_event_id = excluded.last_event_id
    WHERE metrics_storyfact.* IS DISTINCT FROM excluded.*
    RETURNING story_id
)

SELECT story_id FROM written_story_facts
