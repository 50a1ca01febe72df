import base.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("projects", "0015_serve_use_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "refused_why",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="What the scanner said of it.",
                        max_length=240,
                    ),
                ),
                (
                    "purged_at",
                    models.DateTimeField(
                        blank=True, editable=False, help_text="When its bytes went.", null=True
                    ),
                ),
                ("host_kind", models.CharField(editable=False, max_length=20)),
                ("host_id", models.PositiveBigIntegerField(editable=False)),
                ("name", models.CharField(editable=False, max_length=200)),
                ("size", models.PositiveIntegerField(editable=False, help_text="In bytes.")),
                (
                    "content_type",
                    models.CharField(
                        editable=False, help_text="By its content, not by its name.", max_length=130
                    ),
                ),
                ("sha256", models.CharField(editable=False, max_length=64)),
                (
                    "key",
                    models.CharField(
                        editable=False, help_text="Where its bytes lie.", max_length=80, unique=True
                    ),
                ),
                ("added_at", models.DateTimeField(default=base.clock.now, editable=False)),
                (
                    "checked_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When nothing spoke against it.",
                        null=True,
                    ),
                ),
                (
                    "preview",
                    models.CharField(
                        blank=True,
                        choices=[("", "None"), ("waiting", "Waiting"), ("ready", "Ready")],
                        editable=False,
                        max_length=7,
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deleted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "pk"],
                "indexes": [
                    models.Index(fields=["host_kind", "host_id"], name="attachment_of_host"),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", False), ("purged_at", None)),
                        fields=["deleted_at"],
                        name="attachment_deleted",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 1)), name="attachment_has_bytes"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="attachment_has_a_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purged_at", None),
                            models.Q(
                                ("deleted_at__isnull", False),
                                ("purged_at__gte", models.F("deleted_at")),
                            ),
                            _connector="OR",
                        ),
                        name="attachment_purged_once_deleted",
                    ),
                ],
            },
        ),
    ]
