"""A story's category is its column's: a composite foreign key, which Django can't declare."""

from django.db import migrations

KEEP = """
ALTER TABLE stories_story ADD CONSTRAINT story_category_is_its_columns
    FOREIGN KEY (column_id, category) REFERENCES stories_column (id, category)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""
LOOSEN = "ALTER TABLE stories_story DROP CONSTRAINT story_category_is_its_columns;"


class Migration(migrations.Migration):
    dependencies = [("stories", "0002_link_to_other_apps")]

    operations = [migrations.RunSQL(KEEP, LOOSEN)]
