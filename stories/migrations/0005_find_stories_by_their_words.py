from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import TrigramExtension
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stories", "0004_let_stories_depend")]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            model_name="story",
            index=GinIndex(SearchVector("title", "body", config="simple"), name="story_words"),
        ),
        migrations.AddIndex(
            model_name="story",
            index=GinIndex(
                OpClass(models.F("title"), name="gin_trgm_ops"), name="story_title_likeness"
            ),
        ),
    ]
