-- Ask for a job: a new one, or one more asker of the one that waits. Returns its id, and whether
-- it is new.
-- kind = 'refresh_facts'
-- key = 'project:1'
-- args = '{"project": 1}'::jsonb
-- delay = interval '0'

INSERT INTO jobs_job (kind, key, args, state, asked, attempts, error, run_at)
VALUES (%(kind)s, %(key)s, %(args)s, 'waiting', 1, 0, '', now() + %(delay)s)
ON CONFLICT (kind, key) WHERE state = 'waiting'
DO UPDATE SET asked = jobs_job.asked + 1, run_at = least(jobs_job.run_at, excluded.run_at)
RETURNING id, (xmax = 0) AS is_new
