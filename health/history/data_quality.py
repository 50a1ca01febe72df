"""What in a team's history can't be taken at its word, read once beside it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from health.history.arrays import Stories

A_MOMENT = 1.0  # seconds by which the clock was behind when it was put right

# Times as they were told, before the facts put those in order that ran backwards.
TOLD = f"""
SELECT story_id, count(*) FILTER (WHERE at < before - interval '{A_MOMENT} seconds'),
    (array_agg(at ORDER BY id DESC) FILTER (WHERE category = 'done'))[1]
        < (array_agg(at ORDER BY id) FILTER (WHERE category IN ('doing', 'review')))[1]
FROM (
    SELECT e.story_id, e.id, e.at, lag(e.at) OVER (PARTITION BY e.story_id ORDER BY e.id) AS before,
        CASE WHEN e.verb IN ('story_created', 'story_moved')
             THEN coalesce(e.details ->> 'now_category', e.details ->> 'category') END AS category
    FROM unnest(%(ids)s::bigint[]) s(id)
    CROSS JOIN LATERAL (SELECT * FROM projects_event e WHERE e.story_id = s.id OFFSET 0) e
    JOIN unnest(%(projects)s::bigint[], %(upto)s::bigint[]) u(project, upto)
        ON u.project = e.project_id AND e.id <= u.upto
) told
GROUP BY story_id
HAVING bool_or(at < before - interval '{A_MOMENT} seconds')
ORDER BY story_id
"""  # noqa: S608  put together from the constant above

# A project's state as of its last event: what the first later change put an end to, else today's.
AROUND = """
SELECT
    (SELECT count(DISTINCT user_id) FROM (
        SELECT user_id, joined_at, discipline,
            lag(discipline) OVER (PARTITION BY user_id ORDER BY joined_at) AS was
        FROM teams_membership WHERE team_id = %(team)s AND joined_at <= %(as_of)s
     ) seats WHERE discipline <> was AND joined_at > %(work_since)s),
    (SELECT extract(epoch FROM min(at))::float8 FROM projects_event
     WHERE team_id = %(team)s AND id <= (SELECT max(id) FROM unnest(%(upto)s::bigint[]) u(id))),
    (SELECT coalesce(array_agg(p.key ORDER BY p.key), '{}')
     FROM projects_project p
     JOIN unnest(%(projects)s::bigint[], %(upto)s::bigint[]) u(project, upto) ON u.project = p.id
     LEFT JOIN LATERAL (
        SELECT e.details ->> 'was' AS was FROM projects_event e
        WHERE e.project_id = p.id AND e.id > u.upto AND e.verb = 'project_state_changed'
        ORDER BY e.id LIMIT 1) later ON true
     WHERE coalesce(later.was, p.state) = 'archived')
"""


@dataclass(frozen=True, slots=True)
class DataQuality:
    """Stories by id with how often their clock ran backwards, and those done before started."""

    backwards: tuple[tuple[int, int], ...] = ()
    unstarted: tuple[int, ...] = ()
    changed_discipline: int = 0  # people, within the year that work is read of
    begins: float | None = None
    archived: tuple[str, ...] = ()

    def settled(self, stories: Stories) -> Stories:
        """Stories without durations that nobody can know.

        What was done before it was started is put so in its times too: durations skip it then.
        """
        chosen = np.isin(stories.id, self.unstarted)
        return replace(
            stories,
            cycle=np.where(chosen, np.nan, stories.cycle),
            started=np.where(chosen, stories.done + A_MOMENT, stories.started),
        )


def data_quality_of(run: Callable[..., list[tuple]], stories: Stories) -> DataQuality:
    """Read them with the statements of `run`, in two."""
    told = run(TOLD, ids=stories.id.tolist())
    changed, begins, archived = run(AROUND)[0]
    done = set(stories.id[~np.isnan(stories.done)].tolist())
    return DataQuality(
        backwards=tuple((pk, times) for pk, times, _ in told),
        unstarted=tuple(pk for pk, _, unstarted in told if unstarted and pk in done),
        changed_discipline=changed,
        begins=begins,
        archived=tuple(archived),
    )
