from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, transaction


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_no_longer_usable():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
    assert connection.is_usable()
    ended = connection.copy()
    with ended.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert not ended.is_usable()
    ended.close()
    assert not ended.is_usable()


def test_a_connection_in_a_failed_transaction_is_not_usable(db):
    with pytest.raises(DatabaseError), transaction.atomic():
        _fail_and_go_on()
    assert connection.is_usable()


def _fail_and_go_on():
    with connection.cursor() as cursor, suppress(DatabaseError):
        cursor.execute("SELECT no_such_column")
    assert not connection.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
