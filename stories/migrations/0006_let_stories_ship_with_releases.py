import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Say of a story with which release it goes to the users."""

    dependencies = [
        ("projects", "0009_find_the_lines_of_a_story_by_verb"),
        ("stories", "0005_find_stories_by_their_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="story",
            name="release",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stories",
                to="projects.release",
            ),
        ),
    ]
