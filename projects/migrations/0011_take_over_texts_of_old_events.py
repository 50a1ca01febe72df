from django.db import migrations

# Until now some events carried the old text whole. Each of these texts has one line below.
TAKE_OVER = """
INSERT INTO projects_oldtext (event_id, noun, "row", field, text, struck_reason)
SELECT e.id, kind.noun,
    CASE kind.named
        WHEN 'project_id' THEN e.project_id
        WHEN 'sprint_id' THEN e.sprint_id
        WHEN 'story_id' THEN e.story_id
        WHEN 'team_id' THEN e.team_id
        ELSE (e.details ->> kind.named)::bigint
    END,
    kind.field, kind.old, ''
FROM (
    SELECT e.id, v.noun, v.named, v.field,
        CASE v.how WHEN 'flat' THEN e.details ->> 'was' WHEN 'gone' THEN e.details ->> v.field
            ELSE e.details -> 'was' ->> v.field END AS old,
        CASE v.how WHEN 'flat' THEN e.details ->> 'now' WHEN 'gone' THEN NULL
            ELSE e.details -> 'now' ->> v.field END AS new
    FROM projects_event e
    JOIN (VALUES
        ('team_renamed', 'teams.team', 'team_id', 'name', 'flat'),
        ('project_edited', 'projects.project', 'project_id', 'name', 'by name'),
        ('project_edited', 'projects.project', 'project_id', 'customer', 'by name'),
        ('project_edited', 'projects.project', 'project_id', 'business_goal', 'by name'),
        ('usecase_reworded', 'projects.usecase', 'usecase', 'title', 'by name'),
        ('usecase_reworded', 'projects.usecase', 'usecase', 'description', 'by name'),
        ('theme_reworded', 'projects.theme', 'theme', 'title', 'by name'),
        ('theme_reworded', 'projects.theme', 'theme', 'description', 'by name'),
        ('hypothesis_reworded', 'projects.hypothesis', 'hypothesis', 'prediction', 'by name'),
        ('hypothesis_reworded', 'projects.hypothesis', 'hypothesis', 'threshold', 'by name'),
        ('hypothesis_reworded', 'projects.hypothesis', 'hypothesis', 'kill_rule', 'by name'),
        ('release_used', 'projects.release', 'release', 'evidence', 'by name'),
        ('sprint_replanned', 'sprints.sprint', 'sprint_id', 'goal', 'by name'),
        ('retrospective_noted', 'sprints.retrospective', 'retrospective', 'shown', 'by name'),
        ('retrospective_noted', 'sprints.retrospective', 'retrospective', 'lessons', 'by name'),
        ('column_set_up', 'stories.column', 'column', 'name', 'by name'),
        ('column_removed', 'stories.column', 'column', 'name', 'gone'),
        ('story_renamed', 'stories.story', 'story_id', 'title', 'by name'),
        ('story_blocked', 'stories.story', 'story_id', 'blocked_reason', 'flat'),
        ('story_unblocked', 'stories.story', 'story_id', 'blocked_reason', 'flat')
    ) v(verb, noun, named, field, how) ON v.verb = e.verb
) kind
JOIN projects_event e ON e.id = kind.id
WHERE kind.old <> '' AND kind.old IS DISTINCT FROM kind.new
ORDER BY e.id
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0010_keep_what_is_overwritten")]

    operations = [migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop)]
