from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0015_serve_use_cases"),
    ]

    operations = [
        migrations.AddField(
            model_name="charter",
            name="confirmed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
