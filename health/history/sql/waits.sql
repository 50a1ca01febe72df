-- A hand-off to another discipline, and the first sign of life from there, or that it went on.
-- team = 1
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]
-- since = now() - interval '1 year'
-- working_days = '{1, 2, 3, 4, 5}'::smallint[]
-- include: health/history/sql/past.sql
-- include: health/history/sql/signs_of_life.sql

SELECT DISTINCT ON (h.at, h.id)
    h.story_id,
    extract(EPOCH FROM h.at)::float8 AS handed,
    extract(EPOCH FROM s.at)::float8 AS taken,
    h.now_discipline
FROM handoffs AS h
LEFT JOIN signs AS s
    ON s.story_id = h.story_id AND s.id > h.id
    AND (s.verb = 'story_handed' OR s.discipline = h.now_discipline)
ORDER BY h.at, h.id, s.id
