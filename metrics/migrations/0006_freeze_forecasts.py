import django.db.models.deletion
import base.clock
from django.db import migrations, models


FREEZE = """
CREATE TRIGGER forecast_is_frozen BEFORE UPDATE OR DELETE ON metrics_forecast
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER forecast_outcome_is_frozen BEFORE UPDATE OR DELETE ON metrics_forecastoutcome
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
"""
THAW = """
DROP TRIGGER forecast_is_frozen ON metrics_forecast;
DROP TRIGGER forecast_outcome_is_frozen ON metrics_forecastoutcome;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0005_ask_for_the_pulse"),
        ("projects", "0004_state_hypotheses"),
        ("sprints", "0004_hold_standups_and_retrospectives"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrackRecord",
            fields=[
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="track_record",
                        serialize=False,
                        to="projects.project",
                    ),
                ),
                (
                    "replayed",
                    models.JSONField(
                        default=dict,
                        help_text="By horizon: what was learned from the past before the first forecast.",
                    ),
                ),
                (
                    "states",
                    models.JSONField(default=dict, help_text="By horizon: what is known today."),
                ),
                (
                    "growth",
                    models.JSONField(
                        default=list,
                        help_text="Final over first size of the themes that were finished.",
                    ),
                ),
                ("replayed_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Forecast",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("count", "How many by then"),
                            ("sprint_count", "How many in the sprint"),
                            ("theme_done", "When the theme is done"),
                            ("backlog_done", "When all that is open is done"),
                            ("charter_end", "Done by the charter's end"),
                        ],
                        max_length=12,
                    ),
                ),
                ("issued_at", models.DateTimeField(default=base.clock.now)),
                ("issued_on", models.DateField(help_text="Knows what was done before this day.")),
                (
                    "days",
                    models.PositiveSmallIntegerField(help_text="Of a count: how many it reaches."),
                ),
                (
                    "due_on",
                    models.DateField(
                        help_text="The first day on which it is known whether it held."
                    ),
                ),
                ("inputs", models.JSONField()),
                ("inputs_sha256", models.CharField(max_length=64)),
                (
                    "recalibration",
                    models.JSONField(help_text="What was learned from earlier ones by then."),
                ),
                ("code_version", models.CharField(max_length=16)),
                ("seed", models.BigIntegerField()),
                ("summary", models.JSONField(help_text="Ranges and percentiles.")),
                ("futures", models.JSONField()),
                (
                    "rival_futures",
                    models.JSONField(
                        help_text="Those of the common bootstrap of twelve weeks, to be compared with.",
                        null=True,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forecasts",
                        to="projects.project",
                    ),
                ),
                (
                    "sprint",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forecasts",
                        to="sprints.sprint",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forecasts",
                        to="projects.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ForecastOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("resolved_at", models.DateTimeField(default=base.clock.now)),
                (
                    "value",
                    models.FloatField(
                        help_text="Stories, days, or 1 for yes; none if it lies beyond every range.",
                        null=True,
                    ),
                ),
                (
                    "voided",
                    models.BooleanField(default=False, help_text="What it spoke of was given up."),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("held_50", models.BooleanField(null=True)),
                ("held_85", models.BooleanField(null=True)),
                ("held_95", models.BooleanField(null=True)),
                ("crps", models.FloatField(null=True)),
                ("rival_crps", models.FloatField(null=True)),
                ("pit", models.FloatField(null=True)),
                ("brier", models.FloatField(null=True)),
                (
                    "forecast",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcome",
                        to="metrics.forecast",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="forecast",
            index=models.Index(fields=["project", "due_on"], name="project_forecast"),
        ),
        migrations.AddConstraint(
            model_name="forecast",
            constraint=models.UniqueConstraint(
                fields=("project", "inputs_sha256"), name="issued_once_for_the_same_inputs"
            ),
        ),
        migrations.AddConstraint(
            model_name="forecastoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voided", False),
                    models.Q(
                        ("brier", None),
                        ("crps", None),
                        ("held_50", None),
                        ("held_85", None),
                        ("held_95", None),
                        ("pit", None),
                    ),
                    _connector="OR",
                ),
                name="voided_forecast_has_no_score",
            ),
        ),
        migrations.RunSQL(FREEZE, THAW),
    ]
