-- Guard G1: which closes were one of more than five by one hand within two minutes.
--
-- Sorted by time, a close is in such a batch if it or one of the five after it has its fifth
-- predecessor at most two minutes back. A close that was taken back counts among them: it was made.

-- include: facts/sql/timeline.sql

WITH closes AS (
    SELECT id, event_at AS at, actor_id, project_id, 0 AS island FROM timeline WHERE closes
),

batch_closes AS (
    SELECT id FROM (
        SELECT
            id,
            bool_or(tight) OVER (
                PARTITION BY project_id, island, actor_id ORDER BY at, id
                ROWS BETWEEN CURRENT ROW AND 5 FOLLOWING
            ) AS bulk
        FROM (
            SELECT
                closes.*,
                at - lag(at, 5) OVER (
                    PARTITION BY project_id, island, actor_id ORDER BY at, id
                ) <= interval '2 minutes' AS tight
            FROM closes
        ) AS sorted
    ) AS together
    WHERE bulk
)

SELECT * FROM batch_closes
