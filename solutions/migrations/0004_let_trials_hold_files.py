"""Hold attachments to the trials that there are."""

from django.db import migrations

from files.host_link import HoldsFiles


class Migration(migrations.Migration):
    dependencies = [("solutions", "0003_try_solutions_in_the_wild")]

    operations = [HoldsFiles("trial", "solutions_trial")]
