import pytest
from django.db import connection


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
