"""Hold attachments to the use cases and hypotheses that there are."""

from django.db import migrations

from files.host_link import HoldsFiles


class Migration(migrations.Migration):
    dependencies = [("files", "0001_keep_attachments")]

    operations = [
        HoldsFiles("use_case", "projects_usecase"),
        HoldsFiles("hypothesis", "projects_hypothesis"),
    ]
