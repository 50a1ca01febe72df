from django.db import migrations

# Open work in a closed sprint stood in no list. One line of history each, told by nobody.
BRING = """
    WITH stranded AS (
        SELECT story.id, story.project_id, project.team_id, sprint.id AS was
        FROM stories_story story
        JOIN sprints_sprint sprint ON sprint.id = story.sprint_id AND sprint.state = 'closed'
        JOIN projects_project project ON project.id = story.project_id
        WHERE story.category NOT IN ('done', 'dropped')
        ORDER BY story.id
    ), told AS (
        INSERT INTO projects_event
            (team_id, project_id, story_id, discipline, role, verb, details, at)
        SELECT team_id, project_id, id, '', 'system', 'story_planned',
            jsonb_build_object('was', was, 'now', NULL), now()
        FROM stranded
    )
    UPDATE stories_story story SET sprint_id = NULL, updated_at = now()
    FROM stranded WHERE stranded.id = story.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0006_let_stories_ship_with_releases"),
        ("sprints", "0004_hold_standups_and_retrospectives"),
        ("projects", "0009_find_the_lines_of_a_story_by_verb"),
    ]

    operations = [migrations.RunSQL(BRING, migrations.RunSQL.noop)]
