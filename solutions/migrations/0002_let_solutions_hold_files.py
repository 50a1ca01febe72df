"""Hold attachments to the solutions that there are."""

from django.db import migrations

from files.host_link import HoldsFiles


class Migration(migrations.Migration):
    dependencies = [
        ("solutions", "0001_sketch_solutions"),
        ("files", "0002_hang_on_use_cases_and_hypotheses"),
    ]

    operations = [HoldsFiles("solution", "solutions_solution")]
