from datetime import timedelta

from django.db import migrations, models

YEAR = timedelta(days=366)
LEAST, LEAST_SHARE, LEAST_APART = 5, 0.6, 3


def keep_what_was_told(apps, schema_editor):
    """What reports have told stays told; the rest is decided by the rule of today.

    Until now a round was told if its respondents were those of each round told within the year, or
    at least three others.
    """
    told = {}
    waves = apps.get_model("metrics", "Wave").objects.order_by("team_id", "closes_at", "pk")
    for wave in waves:
        sheets = [one for one in wave.sheets if isinstance(one, list) and any(one)]
        enough = len(sheets) >= max(LEAST, LEAST_SHARE * wave.invited)
        near = [
            one
            for one in told.setdefault(wave.team_id, [])
            if wave.closes_at - one.closes_at <= YEAR
        ]
        if enough and len(sheets) == len(wave.sheets) and all(_apart(wave, one) for one in near):
            told[wave.team_id].append(wave)
            wave.told = {"how": "whole", "mean": None, "spread": None}
            wave.save(update_fields=["told"])


def _apart(wave, earlier):
    both = wave.shared.get(str(earlier.pk), 0)
    differ = len(wave.sheets) + len(earlier.sheets) - 2 * both
    return differ == 0 or differ >= LEAST_APART


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0014_keep_one_index_for_each_question"),
    ]

    operations = [
        migrations.AddField(
            model_name="wave",
            name="told",
            field=models.JSONField(
                editable=False,
                help_text="What may be told of it, once it is closed.",
                null=True,
            ),
        ),
        migrations.RunPython(keep_what_was_told, migrations.RunPython.noop),
        migrations.RemoveField(model_name="wave", name="shared"),
    ]
