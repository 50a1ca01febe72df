-- The table that an import fills in any order, before its events get their ids by time.

CREATE TEMPORARY TABLE imported_event (
    at timestamptz, tie smallint, team_id bigint, project_id bigint, story_id bigint,
    sprint_id bigint, actor_id bigint, discipline text, role text, verb text, version smallint,
    details jsonb, old_texts jsonb, place bigserial
) ON COMMIT DROP
