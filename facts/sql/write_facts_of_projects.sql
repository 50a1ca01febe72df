-- Writes all facts of whole projects from one reading of their history; returns how many changed.
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]

-- include: facts/sql/events_with_plans.sql
-- include: facts/sql/turns_of_timeline.sql
-- include: facts/sql/written_story_facts.sql
-- include: facts/sql/written_sprint_facts.sql

SELECT
    (SELECT count(*) FROM written_story_facts) AS stories,
    (SELECT count(*) FROM written_sprint_facts) AS sprints
