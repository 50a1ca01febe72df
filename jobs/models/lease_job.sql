-- Lease the job that is due longest, or one whose worker died.
--
-- A job waits while another one with its key runs, instead of keeping a worker waiting for it. Two
-- never start at one moment: the second is written after the first one's lease was committed.
-- lease = '00000000-0000-0000-0000-000000000000'::uuid
-- until = interval '10 seconds'

UPDATE jobs_job
SET
    state = 'running', lease = %(lease)s, leased_until = clock_timestamp() + %(until)s,
    attempts = attempts + 1, started_at = clock_timestamp()
WHERE id = (
    SELECT id FROM jobs_job AS next
    WHERE (
        state = 'waiting' AND run_at <= clock_timestamp() AND NOT EXISTS (
            SELECT FROM jobs_job AS other
            WHERE other.kind = next.kind AND other.key = next.key AND other.state = 'running'
        )
    )
    OR (state = 'running' AND leased_until < clock_timestamp())
    ORDER BY run_at, id
    LIMIT 1
    FOR UPDATE SKIP LOCKED
)
RETURNING *
