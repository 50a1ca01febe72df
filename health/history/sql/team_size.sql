-- How many of each discipline were in the team.
-- team = 1
-- as_of = now()

-- include: health/history/sql/past.sql

SELECT discipline, count(*) AS people FROM teams_membership
WHERE team_id = %(team)s AND role <> 'guest' AND joined_at <= %(as_of)s
    AND (left_at IS NULL OR left_at > %(as_of)s)
GROUP BY discipline
ORDER BY discipline
