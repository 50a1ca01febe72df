"""In which stage stories stood when each of their owners' disciplines took them over."""

from facts.sql.path_sql import PATHS
from facts.sql.story_sql import CHOSEN, SAID, SCOPE, STAGES, TOLD

# The stays are those that the path in the facts is made of, by the very parts that tell it.
TAKEN = f"""
WITH {", ".join(part.strip() for part in (SCOPE, CHOSEN, SAID, TOLD, STAGES, PATHS))}
SELECT DISTINCT ON (turns.story_id, turns.id) turns.story_id, turns.holder,
    coalesce(steps.category, '')
FROM (
    SELECT stays.*, lag(holder) OVER (PARTITION BY story_id ORDER BY id) AS was FROM stays
) turns
LEFT JOIN steps ON steps.story_id = turns.story_id AND steps.id <= turns.id
WHERE turns.holder IS DISTINCT FROM turns.was
ORDER BY turns.story_id, turns.id, steps.id DESC
"""  # noqa: S608  put together from constants
