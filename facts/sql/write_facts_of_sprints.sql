-- Writes the facts of chosen sprints; returns how many of them changed.
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]
-- sprints = '{1, 2}'::bigint[]

-- include: facts/sql/sprints_by_id.sql
-- include: facts/sql/turns_of_sprints.sql
-- include: facts/sql/written_sprint_facts.sql

SELECT count(*) AS sprints FROM written_sprint_facts
