"""The statements of the queue that the ORM can't say."""

ASK = """
INSERT INTO jobs_job (kind, key, args, state, asked, attempts, error, run_at)
VALUES (%s, %s, %s, 'waiting', 1, 0, '', now() + %s)
ON CONFLICT (kind, key) WHERE state = 'waiting'
DO UPDATE SET asked = jobs_job.asked + 1, run_at = least(jobs_job.run_at, excluded.run_at)
RETURNING (xmax = 0)
"""

# A job waits while another one with its key runs, instead of keeping a worker waiting for it. Two
# never start at one moment: the second is written after the first one's lease was committed.
LEASE = """
UPDATE jobs_job
SET state = 'running', lease = %(lease)s, leased_until = clock_timestamp() + %(until)s,
    attempts = attempts + 1
WHERE id = (
    SELECT id FROM jobs_job AS next
    WHERE (state = 'waiting' AND run_at <= clock_timestamp() AND NOT EXISTS (
              SELECT FROM jobs_job AS other
              WHERE other.kind = next.kind AND other.key = next.key AND other.state = 'running'))
       OR (state = 'running' AND leased_until < clock_timestamp())
    ORDER BY run_at, id
    FOR UPDATE SKIP LOCKED
    LIMIT 1
)
RETURNING *
"""

TAKE_SLOT = """
INSERT INTO jobs_slot (kind, at) VALUES (%s, %s)
ON CONFLICT (kind, at) DO NOTHING
RETURNING id
"""
