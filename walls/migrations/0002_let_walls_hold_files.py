"""Hold attachments to the walls that there are."""

from django.db import migrations

from files.host_link import HoldsFiles


class Migration(migrations.Migration):
    dependencies = [
        ("walls", "0001_put_up_walls"),
        ("files", "0002_hang_on_use_cases_and_hypotheses"),
    ]

    operations = [HoldsFiles("wall", "walls_wall")]
