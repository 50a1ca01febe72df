import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# An old text is written once. What may change later is that it is struck out, once and for good.
# Of an event nothing changes but words of its details that become the mark of what is struck out.
GUARD = """
CREATE FUNCTION only_struck_out(was jsonb, now jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF was = now THEN
        RETURN true;
    ELSIF jsonb_typeof(was) = 'string' THEN
        RETURN now = '"[struck out]"';
    ELSIF jsonb_typeof(was) = 'object' AND jsonb_typeof(now) = 'object' THEN
        RETURN (
            SELECT bool_and(a.key IS NOT NULL AND b.key IS NOT NULL
                AND only_struck_out(a.value, b.value))
            FROM jsonb_each(was) a FULL JOIN jsonb_each(now) b ON b.key = a.key
        );
    END IF;
    RETURN false;
END
$$;
CREATE FUNCTION refuse_to_rewrite_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - 'details' = to_jsonb(OLD) - 'details'
            AND only_struck_out(OLD.details, NEW.details)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE FUNCTION refuse_to_rewrite_old_texts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.struck_at IS NULL AND NEW.struck_at IS NOT NULL AND NEW.text = ''
            AND to_jsonb(NEW) - '{text,struck_at,struck_by_id,struck_reason}'::text[]
                = to_jsonb(OLD) - '{text,struck_at,struck_by_id,struck_reason}'::text[]
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER old_text_is_append_only BEFORE UPDATE OR DELETE ON projects_oldtext
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_old_texts();
DROP TRIGGER event_is_append_only ON projects_event;
CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON projects_event
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_events();
"""
UNGUARD = """
DROP TRIGGER event_is_append_only ON projects_event;
CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON projects_event
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
DROP TRIGGER old_text_is_append_only ON projects_oldtext;
DROP FUNCTION refuse_to_rewrite_old_texts();
DROP FUNCTION refuse_to_rewrite_events();
DROP FUNCTION only_struck_out(jsonb, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0009_find_the_lines_of_a_story_by_verb"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OldText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "noun",
                    models.CharField(
                        help_text="Of which kind of row: stories.story.", max_length=60
                    ),
                ),
                ("row", models.BigIntegerField(help_text="The row's id.")),
                ("field", models.CharField(max_length=40)),
                ("text", models.TextField()),
                ("struck_at", models.DateTimeField(null=True)),
                ("struck_reason", models.CharField(blank=True, max_length=240)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="old_texts",
                        to="projects.event",
                    ),
                ),
                (
                    "struck_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["event", "pk"],
                "indexes": [
                    models.Index(fields=["noun", "row", "field", "event"], name="old_text_of_field")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "field"), name="one_old_text_a_field"),
                    models.CheckConstraint(
                        condition=models.Q(("struck_at", None), ("struck_reason", ""))
                        | models.Q(
                            ("struck_at__isnull", False),
                            ("text", ""),
                            models.Q(("struck_reason", ""), _negated=True),
                        ),
                        name="old_text_struck_out_is_empty",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
