"""Where words could stand that were sealed: as they are, or as a program may have put them."""

import base64
import hashlib

from django.db import connection

from base.redis import try_call

MARKER = "zugvogel7391"  # one word: what differs is marked word by word


def traces(words):
    """The words as they are, and as a program may have put them somewhere."""
    plain = words.encode()
    yield plain
    yield plain.hex().encode()
    for shift in range(3):
        yield base64.b64encode(b"x" * shift + plain)[4:-4]
    for digest in (hashlib.sha256, hashlib.sha1, hashlib.md5):
        yield digest(plain).hexdigest()[:16].encode()


def told(found, words):
    """Routes whose answers hold a trace of the words."""
    wanted = list(traces(words))
    routes = set()
    for route, one in found.items():
        whole = one.body + repr(one.headers).encode()
        if any(trace in whole for trace in wanted):
            routes.add(route)
    return routes


def kept(secrets):
    """Each secret that a table or Redis holds, with the table."""
    in_redis = str(try_call(everything_in))
    found = [("Redis", one) for one in secrets if one in in_redis]
    return found + [(name, one) for name in tables() for one in secrets if holds(name, one)]


def tables():
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def holds(table, trace):
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM "{table}" AS kept WHERE position(%s in kept::text) > 0', [trace]
        )
        return cursor.fetchone()[0] > 0


def everything_in(redis):
    return [(key, redis.dump(key)) for key in redis.scan_iter()]
