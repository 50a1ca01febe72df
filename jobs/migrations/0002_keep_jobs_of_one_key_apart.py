from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_add_first_nouns")]

    operations = [
        migrations.AddIndex(
            model_name="job",
            index=models.Index(
                condition=models.Q(("state", "running")),
                fields=["kind", "key"],
                name="job_running",
            ),
        ),
    ]
