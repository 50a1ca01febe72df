"""PostgreSQL's COPY: rows by the hundred thousand, without an object for each."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.db import connection

NOTHING = "\x02null\x02"  # no text of a person looks like that


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Append the rows to the table; NOTHING stands for null. Constraints hold as ever."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {table} ({', '.join(columns)}) FROM STDIN WITH (FORMAT csv, NULL '{NOTHING}')",
            text,
        )


def reserve_ids(table: str, count: int) -> list[int]:
    """Take so many ids from the table's sequence, for rows that others have to point at."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def count_anew(*tables: str) -> None:
    """Take the planner's statistics at once, of rows that are about to be committed too.

    PostgreSQL does so by itself a minute later. Whoever reads before that is answered by plans for
    the tables as they were, which may have been empty, and then all rows are compared with all.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
