-- What was observed of success metrics until then.
-- projects = '{1}'::bigint[]
-- as_of = now()

SELECT o.metric_id, o.value, o.spread, o.observed_on, o.grade
FROM metrics_observation AS o
JOIN metrics_successmetric AS m ON m.id = o.metric_id
WHERE m.project_id = ANY(%(projects)s::bigint[]) AND o.noted_at <= %(as_of)s
ORDER BY o.metric_id, o.observed_on, o.id
