"""What an installation holds, as a backup tells it and a restore checks it."""

import hashlib
from typing import Any

from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from psycopg2 import sql

from base.refusals import Refused

TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relname
"""
# What only the installation's secret can open, by the table that holds it.
SEALED = {
    # A sheet is a string while it is sealed; see pulse/models/wave.py.
    "metrics_wave": """
        SELECT count(*) FROM metrics_wave, jsonb_array_elements(sheets) AS sheet
        WHERE jsonb_typeof(sheet) = 'string'
    """,
    "projects_answer": "SELECT count(*) FROM projects_answer WHERE sealed IS NOT NULL",
    "walls_sealednote": "SELECT count(*) FROM walls_sealednote",
}


def product() -> str:
    return str(settings.SPECTACULAR_SETTINGS["VERSION"])


def tables(cursor: Any) -> list[str]:
    cursor.execute(TABLES)
    return [name for (name,) in cursor.fetchall()]


def rows(cursor: Any) -> dict[str, int]:
    """How many there are in each table."""
    counts = {}
    for table in tables(cursor):
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        counts[table] = cursor.fetchone()[0]
    return counts


def migrations(cursor: Any) -> list[str]:
    """Those that were applied, however old the database is."""
    if "django_migrations" not in tables(cursor):
        raise Refused("The database holds nothing of Twopizza: there is nothing to back up.")
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
    return [name for (name,) in cursor.fetchall()]


def unknown(applied: list[str]) -> list[str]:
    """Migrations this version of the product has never heard of."""
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    replaced = set()
    for one in loader.replacements.values():
        for app, name in one.replaces:
            replaced.add(f"{app}.{name}")
    unknown = []
    for name in applied:
        if name not in known | replaced:
            unknown.append(name)
    return unknown


def sealed_answers(cursor: Any) -> int:
    """Answers to pulses and to questions that only the installation's secret can open."""
    there, number = tables(cursor), 0
    for table, statement in SEALED.items():
        if table in there:
            cursor.execute(statement)
            number += int(cursor.fetchone()[0])
    return number


def mark_of_secret() -> str:
    """Tells two secrets apart and gives away neither: slow to compute, and cut short."""
    mark = hashlib.pbkdf2_hmac(
        "sha256", settings.SECRET_KEY.encode(), b"twopizza backup", 200_000, dklen=8
    )
    return mark.hex()


def about(cursor: Any, server: int) -> dict[str, Any]:
    cursor.execute("SELECT pg_database_size(current_database())")
    return {
        "product": product(),
        "postgresql": server,
        "database_bytes": cursor.fetchone()[0],
        "migrations": migrations(cursor),
        "rows": rows(cursor),
        "sealed_sheets": sealed_answers(cursor),  # as earlier backups called them
        "mark_of_secret": mark_of_secret(),
    }
