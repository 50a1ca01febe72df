from django.db import migrations, models

NOT_ITSELF = """
ALTER TABLE projects_theme_follows
    ADD CONSTRAINT no_theme_follows_itself CHECK (from_theme_id <> to_theme_id)
"""
ITSELF = "ALTER TABLE projects_theme_follows DROP CONSTRAINT no_theme_follows_itself"


class Migration(migrations.Migration):
    dependencies = [("projects", "0022_count_money_in_a_currency")]

    operations = [
        migrations.AddField(
            model_name="theme",
            name="follows",
            field=models.ManyToManyField(
                blank=True,
                related_name="followed_by",
                to="projects.theme",
                verbose_name="themes that it follows",
            ),
        ),
        migrations.RunSQL(NOT_ITSELF, ITSELF),
    ]
