-- Chosen sprints that were kicked off, with their frozen commitments.
-- sprints = '{1, 2}'::bigint[]

WITH sprints AS (
    SELECT s.*, c.id AS commitment_id FROM sprints_sprint AS s
    LEFT JOIN LATERAL (
        SELECT id FROM sprints_commitment AS c WHERE c.sprint_id = s.id OFFSET 0
    ) AS c ON true
    WHERE s.id = ANY(%(sprints)s::bigint[]) AND s.kicked_off_at IS NOT NULL
)

SELECT * FROM sprints
