-- Deployments to production that have begun: what each lacked at its gate, and what it had come to
-- when it was settled. All that is read here stands still once a deployment has begun, and a
-- settlement is never changed, so nothing of it has to be hidden from a report of the past.
-- begun = '{1}'::bigint[]
-- settled = '{1}'::bigint[]
-- rounds = '{1}'::smallint[]

SELECT
    d.id, d.fit_hash,
    CASE
        WHEN d.gate IN ('passed', 'waived', 'not_passed') THEN array_remove(
            ARRAY[CASE WHEN d.fit_lacked THEN 'fit' END, CASE WHEN d.trial_lacked THEN 'trial' END],
            NULL
        )
    END AS lacked,
    coalesce(told.had_incident, false) AS had_incident,
    coalesce(told.was_taken_back, false) AS was_taken_back
FROM solutions_deployment AS d
LEFT JOIN unnest(%(settled)s::bigint[], %(rounds)s::smallint[]) AS last (deployment, round)
    ON last.deployment = d.id
LEFT JOIN solutions_settlement AS s ON s.deployment_id = d.id AND s.round = last.round
LEFT JOIN LATERAL (
    SELECT
        bool_or(jsonb_array_length(one -> 'incidents') > 0) AS had_incident,
        bool_or(one ->> 'row' LIKE 'rolled\_back%%') AS was_taken_back
    FROM jsonb_array_elements(s.deductions) AS one
) AS told ON true
WHERE d.id = ANY(%(begun)s::bigint[]) AND d.environment = 'production' AND NOT d.is_imported
ORDER BY d.id
