-- What the events of chosen stories come to.
-- projects = '{1}'::bigint[]
-- upto = '{9223372036854775807}'::bigint[]
-- stories = '{1, 2}'::bigint[]

-- include: facts/sql/events_of_stories.sql
-- include: facts/sql/closes_around.sql
-- include: facts/sql/story_facts.sql

SELECT * FROM story_facts
