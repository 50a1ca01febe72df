"""What a request calls its charset can't make us fail, however it is called."""

from io import BytesIO

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from config.wsgi import application

CHARSETS = [
    "charset=utf-8",
    "charset*=utf-8''%00",
    "charset=undefined",
    "charset=idna",
    "charset=rot13",
    "charset=punycode",
    "charset=utf-16",
    "charset=",
    "charset=" + "x" * 20_000,
    "charset=\xff",
]
TYPES = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json"]


@pytest.fixture(autouse=True)
def open_connection(db, settings):
    """The test's transaction outlives the requests, and no other test's use up its limit."""
    settings.API_LIMIT = "1000000/minute"
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def post(path, content_type, body=b"email=%ff%5C&csrfmiddlewaretoken=%C3%A9"):
    statuses = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "next=%ff",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": f"csrftoken={'a' * 32}",
        "HTTP_HOST": "localhost",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
    }

    def start(status, headers, exc_info=None, /):
        statuses.append(int(status[:3]))
        return statuses.append  # what writes a body, which Django never asks for

    application(environ, start).close()
    return statuses[-1]


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("charset", CHARSETS, ids=lambda one: one[:24])
def test_an_odd_charset_is_no_failure_of_ours(kind, charset):
    assert post("/sign-in/", f"{kind}; {charset}") in (400, 403)
    assert post("/api/v1/stories/", f"{kind}; {charset}") in (400, 401)
