"""Each line of history says in which shape of its verb's details it was written.

All there are until now are of the first shape. A constant default is a matter of the catalogue:
PostgreSQL rewrites no row.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0012_name_what_a_hypothesis_holds_from")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="version",
            field=models.PositiveSmallIntegerField(
                db_default=1,
                default=1,
                help_text="Which shape of the verb's details it has: see history/schema.py.",
            ),
        ),
    ]
