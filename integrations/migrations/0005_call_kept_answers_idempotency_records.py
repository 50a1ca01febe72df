import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("integrations", "0004_remember_what_was_imported"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelTable("KeptAnswer", "integrations_keptanswer"),
        migrations.RenameModel("KeptAnswer", "IdempotencyRecord"),
        migrations.AlterField(
            "IdempotencyRecord",
            "user",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="idempotency_records",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
