"""How a room's migration holds attachments to its rows; apart, so that it imports no models."""

from django.db.migrations import RunSQL


class HoldsFiles(RunSQL):
    """Hold the attachments of a kind to rows that there are: part of the room's migration."""

    def __init__(self, kind: str, table: str) -> None:
        column, key = f"{kind}_id", f"attachment_hangs_on_a_{kind}"
        super().__init__(
            f"""
            ALTER TABLE files_attachment ADD COLUMN {column} bigint
                GENERATED ALWAYS AS (CASE WHEN host_kind = '{kind}' THEN host_id END) STORED;
            ALTER TABLE files_attachment ADD CONSTRAINT {key}
                FOREIGN KEY ({column}) REFERENCES {table} (id) DEFERRABLE INITIALLY DEFERRED;
            """,
            f"ALTER TABLE files_attachment DROP COLUMN {column};",
        )
