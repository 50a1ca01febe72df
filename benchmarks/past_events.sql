-- Writes the events of one sprint of some teams, in the order of their times: so the table is laid
-- out as it would be in life, and a project's lines lie scattered in it.
-- k = 1
-- first = 1
-- last = 10
-- people = 6

INSERT INTO projects_event (
    team_id,
    project_id,
    story_id,
    sprint_id,
    actor_id,
    discipline,
    role,
    verb,
    details,
    at,
    recorded_at
)
SELECT
    p,
    p,
    story,
    sprint,
    actor,
    CASE mod(actor, 2) WHEN 0 THEN 'science' ELSE 'engineering' END,
    'member',
    verb,
    details,
    at,
    at
FROM (
    SELECT
        s.p,
        s.id AS story,
        NULL::bigint AS sprint,
        CASE WHEN e.other THEN s.other ELSE s.owner END AS actor,
        e.verb, e.details, e.at
    FROM bench_story AS s
    CROSS JOIN LATERAL (SELECT (s.p - 1) * 5 AS c, s.days * interval '1 day' AS took) AS x
    CROSS JOIN
        LATERAL (
            VALUES
            (s.first - interval '4 days', false, 'story_created', jsonb_build_object(
                'title', 'Story ' || s.n, 'kind', 'story',
                'category',
                'todo',
                'column',
                x.c + 1,
                'owner',
                s.owner,
                'sprint',
                NULL,
                'theme',
                s.theme,
                'points',
                NULL,
                'owner_discipline',
                s.discipline
            )),
            (
                s.first - interval '3 days',
                true,
                'story_estimated',
                jsonb_build_object(
                    'was', '{"points": null, "time_box_days": null}'::jsonb,
                    'now', '{"points": 3, "time_box_days": null}'::jsonb
                )
            ),
            (
                CASE
                    WHEN s.frozen THEN s.first - interval '1 day' WHEN s.planned THEN s.started_at
                END,
                false,
                'story_planned',
                jsonb_build_object('was', NULL, 'now', s.sprint)
            ),
            (
                s.started_at,
                false,
                'story_moved',
                jsonb_build_object(
                    'was', x.c + 1, 'now', x.c + 2, 'was_category', 'todo', 'now_category', 'doing'
                )
            ),
            (
                CASE WHEN s.luck < 0.3 THEN s.started_at + x.took * 0.05 END,
                false,
                'story_paired',
                jsonb_build_object('coworker', s.other, 'discipline', s.other_discipline)
            ),
            (
                s.started_at + x.took * 0.1,
                false,
                'story_commented',
                jsonb_build_object('comment', s.id * 2, 'internal', false)
            ),
            (CASE
                WHEN s.luck BETWEEN 0.3 AND 0.7 THEN s.started_at + x.took * 0.3
            END,
            false,
            'story_handed',
            jsonb_build_object(
                'was', s.owner, 'now', s.other,
                'was_discipline', s.discipline, 'now_discipline', s.other_discipline
            )),
            (
                CASE WHEN s.luck > 0.92 THEN s.started_at + x.took * 0.35 END,
                true,
                'story_blocked',
                '{"was": "", "now": "No access"}'
            ),
            (
                CASE WHEN s.luck > 0.92 THEN s.started_at + x.took * 0.45 END,
                true,
                'story_unblocked',
                '{"was": "No access"}'
            ),
            (CASE
                WHEN s.luck BETWEEN 0.3 AND 0.4 THEN s.started_at + x.took * 0.5
            END,
            true,
            'story_handed',
            jsonb_build_object(
                'was', s.other, 'now', s.owner,
                'was_discipline', s.other_discipline, 'now_discipline', s.discipline
            )),
            (
                CASE WHEN s.luck < 0.3 THEN s.started_at + x.took * 0.55 END,
                false,
                'story_parted',
                jsonb_build_object('coworker', s.other)
            ),
            (
                s.review_at,
                false,
                'story_moved',
                jsonb_build_object(
                    'was',
                    x.c + 2,
                    'now',
                    x.c + 3,
                    'was_category',
                    'doing',
                    'now_category',
                    'review'
                )
            ),
            (
                s.review_at + x.took * 0.1,
                true,
                'story_commented',
                jsonb_build_object('comment', s.id * 2 + 1, 'internal', false)
            ),
            (
                CASE WHEN s.fate BETWEEN 0.03 AND 0.07 THEN s.review_at + x.took * 0.2 END,
                true,
                'story_moved',
                jsonb_build_object(
                    'was', x.c + 3, 'now', x.c + 4, 'was_category', 'review', 'now_category', 'done'
                )
            ),
            (
                CASE WHEN s.fate BETWEEN 0.03 AND 0.07 THEN s.review_at + x.took * 0.25 END,
                true,
                'story_moved',
                jsonb_build_object(
                    'was', x.c + 4, 'now', x.c + 3, 'was_category', 'done', 'now_category', 'review'
                )
            ),
            (
                s.carried_at,
                false,
                'story_carried_over',
                jsonb_build_object('was', s.sprint, 'now', s.sprint + 1)
            ),
            (
                s.done_at,
                true,
                'story_moved',
                jsonb_build_object(
                    'was', x.c + 3, 'now', x.c + 4, 'was_category', 'review', 'now_category', 'done'
                )
            ),
            (
                s.done_at + interval '1 hour',
                false,
                'story_labelled',
                '{"was": {"labels": []}, "now": {"labels": ["data"]}}'
            )
        ) AS e (at, other, verb, details)
    WHERE s.k = %(k)s AND s.p BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT s.project_id, NULL, s.id, (s.project_id - 1) * %(people)s + 1, e.verb, e.details, e.at
    FROM sprints_sprint AS s
    CROSS JOIN
        LATERAL (
            VALUES
            (s.kicked_off_at, 'sprint_kicked_off', '{"points": 21.0, "stories": 7}'::jsonb),
            (s.closed_at, 'sprint_closed', '{"left": 2}')
        ) AS e (at, verb, details)
    WHERE s.number = %(k)s AND s.project_id BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT
        r.project_id, NULL, NULL, (r.project_id - 1) * %(people)s + 1, 'retrospective_held',
        jsonb_build_object(
            'retrospective',
            r.id,
            'sprint',
            r.sprint_id,
            'held_at',
            r.held_at,
            'shown',
            '',
            'lessons',
            ''
        ),
        r.held_at
    FROM sprints_retrospective AS r JOIN sprints_sprint AS s ON s.id = r.sprint_id
    WHERE s.number = %(k)s AND s.project_id BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT a.project_id, NULL, NULL, a.owner_id, e.verb, e.details, e.at
    FROM sprints_action AS a JOIN sprints_sprint AS s ON s.id = a.retrospective_id
    CROSS JOIN
        LATERAL (
            VALUES
            (
                a.created_at,
                'action_agreed',
                jsonb_build_object(
                    'action',
                    a.id,
                    'retrospective',
                    a.retrospective_id,
                    'owner',
                    a.owner_id,
                    'title',
                    '',
                    'due',
                    a.due,
                    'created_at',
                    a.created_at
                )
            ),
            (a.closed_at, 'action_closed', jsonb_build_object(
                'action', a.id, 'was', '{"outcome": "", "evidence": "", "closed_at": null}'::jsonb,
                'now',
                jsonb_build_object('outcome', 'done', 'evidence', 'Seen', 'closed_at', a.closed_at)
            ))
        ) AS e (at, verb, details)
    WHERE s.number = %(k)s AND s.project_id BETWEEN %(first)s AND %(last)s
    UNION ALL
    SELECT u.project_id, NULL, NULL, u.facilitator_id, e.verb, e.details, e.at
    FROM sprints_standup AS u JOIN sprints_sprint AS s ON s.id = u.sprint_id
    CROSS JOIN
        LATERAL (
            VALUES
            (
                u.started_at,
                'standup_started',
                jsonb_build_object(
                    'standup',
                    u.id,
                    'sprint',
                    u.sprint_id,
                    'day',
                    u.day,
                    'started_at',
                    u.started_at,
                    'facilitator',
                    u.facilitator_id
                )
            ),
            (u.ended_at, 'standup_ended', jsonb_build_object(
                'standup', u.id, 'was', '{"present": null, "ended_at": null}'::jsonb,
                'now', jsonb_build_object('present', 5, 'ended_at', u.ended_at)
            ))
        ) AS e (at, verb, details)
    WHERE s.number = %(k)s AND s.project_id BETWEEN %(first)s AND %(last)s
) AS told WHERE at <= now() ORDER BY at
