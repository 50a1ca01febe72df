import teams.models.user
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("teams", "0003_offer_digests")]

    operations = [
        migrations.AddField(
            model_name="team",
            name="time_zone",
            field=models.CharField(
                blank=True,
                default="UTC",
                db_default="UTC",
                help_text="Where the team's days begin and end, for every reader.",
                max_length=60,
                validators=[teams.models.user.check_time_zone],
            ),
        ),
    ]
