import asyncio
import threading
import time

import pytest
import uvicorn
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from live.endpoint import Endpoint
from tests.live.listener import PATIENCE, Listener


class LiveServer:
    """The live application behind a real server, in a thread of this process."""

    def __init__(self):
        self.endpoint = Endpoint()
        config = uvicorn.Config(
            self.endpoint, port=0, lifespan="off", log_config=None, timeout_graceful_shutdown=1
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        wait_until(lambda: self.server.started)
        self.address = self.server.servers[0].sockets[0].getsockname()[:2]

    def _run(self):
        asyncio.run(self.server.serve())

    def stop(self):
        self.server.should_exit = True
        self.thread.join(PATIENCE)

    def listen(self, project, user=None, **arguments):
        return Listener(self.address, project, user and sign_in(user), **arguments)


def wait_until(wish):
    deadline = time.monotonic() + PATIENCE
    while not wish():
        assert time.monotonic() < deadline, "it didn't come true"
        time.sleep(0.01)


def sign_in(user):
    """The key of a session such as the sign-in page makes."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


@pytest.fixture
def no_lasting_connections(monkeypatch):
    """Threads that outlive the test must leave no connection to its database behind."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)


@pytest.fixture
def live(transactional_db, no_lasting_connections):
    server = LiveServer()
    yield server
    server.stop()
