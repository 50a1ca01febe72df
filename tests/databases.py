"""Databases that a test makes beside its own."""

from django.db import connection


def drop(name):
    """Drop the database with all who are in it.

    WITH (FORCE) is refused to whoever is no superuser while an autovacuum works in it; a plain
    DROP DATABASE sends that away by itself, and only ours are left to be ended.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user",
            [name],
        )
        cursor.execute(f'DROP DATABASE "{name}"')
