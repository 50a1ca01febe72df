-- When the sprints of the last year were planned to be, and when they were.
-- as_of = now()

-- include: health/history/sql/past.sql

SELECT
    s.id,
    p.key || ' sprint ' || s.number AS name,
    s.starts_on, s.ends_on,
    (s.kicked_off_at AT TIME ZONE 'UTC')::date AS kicked_off_on,
    coalesce(s.closed_at <= %(as_of)s, false) AS is_closed
FROM sprints_sprint AS s
JOIN projects_project AS p ON p.id = s.project_id
WHERE s.kicked_off_at <= %(as_of)s AND s.kicked_off_at > %(as_of)s - interval '366 days'
ORDER BY s.kicked_off_at, s.id
