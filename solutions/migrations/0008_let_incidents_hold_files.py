"""Hold attachments to the incidents that there are."""

from django.db import migrations

from files.host_link import HoldsFiles


class Migration(migrations.Migration):
    dependencies = [("solutions", "0007_tell_incidents")]

    operations = [HoldsFiles("incident", "solutions_incident")]
