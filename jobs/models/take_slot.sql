-- Take a turn of the schedule, unless somebody did: then nothing is returned.
-- kind = 'compute_reports'
-- at = '2026-03-02 04:00+00'

INSERT INTO jobs_slot (kind, at) VALUES (%(kind)s, %(at)s)
ON CONFLICT (kind, at) DO NOTHING
RETURNING id
