# ruff: noqa: S608 — statements put together from the constants of this file
"""Which moves one hand took back within a minute: slips, which no figure counts.

A move is one if the same hand, nobody else having moved the story meanwhile, brought it back
within a minute to the stage in which it stood before that move, or before one just before it. The
move that brings it back stays, and changes nothing any more. Moves of the very same moment are no
slip: an import that knows the day alone tells them so, hours apart though they may have been.
"""

SLIP = "interval '1 minute'"


def undone(told: str) -> str:
    """Return the parts that find them in `told`, which has each story's words on its stage.

    Few moves follow one another so closely, and only these are compared with each other.
    """
    return f"""
close AS MATERIALIZED (
    SELECT story_id, id, said_at, category, was,
        count(*) FILTER (WHERE is_close IS NOT TRUE) OVER (PARTITION BY story_id ORDER BY id) AS run
    FROM (
        SELECT story_id, id, said_at, category, lag(category) OVER w AS was,
            actor_id IS NOT DISTINCT FROM lag(actor_id) OVER w
                AND said_at BETWEEN lag(said_at) OVER w AND lag(said_at) OVER w + {SLIP}
            AS is_close,
            actor_id IS NOT DISTINCT FROM lead(actor_id) OVER w
                AND lead(said_at) OVER w BETWEEN said_at AND said_at + {SLIP}
            AS goes_on
        FROM {told} WHERE category IS NOT NULL
        WINDOW w AS (PARTITION BY story_id ORDER BY id)
    ) near
    WHERE is_close OR goes_on
),
undone AS MATERIALIZED (
    SELECT DISTINCT slip.id
    FROM close made
    JOIN close back ON back.story_id = made.story_id AND back.run = made.run
        AND back.id > made.id AND back.category = made.was
        AND back.said_at > made.said_at AND back.said_at <= made.said_at + {SLIP}
    JOIN close slip ON slip.story_id = made.story_id AND slip.run = made.run
        AND slip.id >= made.id AND slip.id < back.id
)"""


# Of one event `e`, told up to `u.upto`: the other half of such a pair lies within a minute.
IS_OF_A_SLIP = f"""(e.verb = 'story_moved' AND EXISTS (
    SELECT FROM (SELECT * FROM projects_event o WHERE o.story_id = e.story_id OFFSET 0) o
    WHERE o.id <= u.upto AND o.verb = 'story_moved'
        AND o.actor_id IS NOT DISTINCT FROM e.actor_id AND o.at <> e.at
        AND o.at BETWEEN e.at - {SLIP} AND e.at + {SLIP}
        AND o.details ->> 'now_category' = e.details ->> 'was_category'
        AND o.details ->> 'was_category' = e.details ->> 'now_category'))"""
