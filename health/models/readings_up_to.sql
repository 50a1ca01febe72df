-- What a report and those before it say of each signal, newest first.
-- team = 1
-- as_of = now()
-- report = 1
-- reports = 12

SELECT
    h.id, h.as_of, r.signal, r.state, r.value, r.contest_note,
    coalesce(nullif(u.name, ''), u.email) AS contester
FROM (
    SELECT id, as_of FROM metrics_healthreport
    WHERE team_id = %(team)s AND (as_of, id) <= (%(as_of)s, %(report)s)
    ORDER BY as_of DESC, id DESC
    LIMIT %(reports)s
) AS h
JOIN metrics_reading AS r ON r.report_id = h.id
LEFT JOIN teams_user AS u ON u.id = r.contested_by_id
ORDER BY h.as_of DESC, h.id DESC, r.signal
