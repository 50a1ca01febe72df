"""Hold attachments to the stories and comments that there are."""

from django.db import migrations

from files.host_link import HoldsFiles


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0008_say_what_kind_of_blocker"),
        ("files", "0002_hang_on_use_cases_and_hypotheses"),
    ]

    operations = [
        HoldsFiles("story", "stories_story"),
        HoldsFiles("comment", "stories_comment"),
    ]
