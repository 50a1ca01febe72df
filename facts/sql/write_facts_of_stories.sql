-- Writes the facts of chosen stories; returns how many of them changed.
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]
-- stories = '{1, 2}'::bigint[]

-- include: facts/sql/events_of_stories.sql
-- include: facts/sql/closes_around.sql
-- include: facts/sql/written_story_facts.sql

SELECT count(*) AS stories FROM written_story_facts
