from django.db import migrations

FREEZE = """
CREATE TRIGGER commitment_is_frozen BEFORE UPDATE OR DELETE ON sprints_commitment
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER committed_story_is_frozen BEFORE UPDATE OR DELETE ON sprints_committedstory
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
"""
THAW = """
DROP TRIGGER commitment_is_frozen ON sprints_commitment;
DROP TRIGGER committed_story_is_frozen ON sprints_committedstory;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sprints", "0002_link_to_other_apps"),
        ("projects", "0003_refuse_to_rewrite_history"),
    ]

    operations = [migrations.RunSQL(FREEZE, THAW)]
