-- What the team told beside its stories; titles and words are left where they are.
-- as_of = now()
-- verbs = '{standup_started, standup_ended}'

-- include: health/history/sql/past.sql

SELECT
    e.project_id, e.verb, e.at,
    e.details - ARRAY[
        'title', 'shown', 'lessons', 'prediction', 'kill_rule', 'evidence', 'does', 'meant_for',
        'not_for', 'learned', 'numbers', 'reason'
    ] AS details
FROM projects_event AS e
JOIN upto ON upto.project = e.project_id AND e.id <= upto.last
WHERE e.story_id IS NULL AND e.at <= %(as_of)s AND e.verb = ANY(%(verbs)s)
ORDER BY e.id
