from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON projects_event
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
"""
ALLOW = """
DROP TRIGGER event_is_append_only ON projects_event;
DROP FUNCTION refuse_to_rewrite();
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_link_to_other_apps")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
