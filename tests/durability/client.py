"""An integration that writes over the API, and goes on when the server was away."""

import http.client
import json
import socket
import threading
import time

from tests.durability.programs import wait_until
from tests.live.listener import Listener


class Client:
    """One connection; what was answered is promised, what broke off may have happened."""

    def __init__(self, address, token=None, session=None):
        self.address = address
        self.headers = {"Content-Type": "application/json"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
        if session:
            self.headers["Cookie"] = f"sessionid={session}"
        self.line = None

    def ask(self, method, path, body=None):
        """Return status and JSON; None if the line broke before the answer was complete."""
        try:
            if self.line is None:
                host, port = self.address
                self.line = http.client.HTTPConnection(host, port, timeout=20)
            self.line.request(method, path, body and json.dumps(body), self.headers)
            answer = self.line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            return None

    def write(self, path, **body):
        """POST and return the answer's JSON, or None if nobody knows whether it happened."""
        answer = self.ask("POST", f"/api/v1/{path}", body)
        if answer is None:
            self._wait_for_the_server()
            return None
        status, content = answer
        assert status in (200, 201), (status, path, body, content)
        return json.loads(content)

    def close(self):
        if self.line:
            self.line.close()
        self.line = None

    def _wait_for_the_server(self):
        def opens():
            try:
                socket.create_connection(self.address, timeout=1).close()
            except OSError:
                return False
            return True

        wait_until(opens, "the server")


class Page:
    """An open page: listens, and listens again from the last id it heard when the stream ends."""

    def __init__(self, address, project, session):
        self.ids, self.streams = [], 0
        self._open = lambda **seen: Listener(address, project, session, **seen)
        self._is_over = False
        self._listener = self._open(after=0)
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def close(self):
        self._is_over = True
        self._listener.close()
        self._thread.join()

    def heard(self):
        return self.ids + self._listener.ids

    def _follow(self):
        while not self._is_over:
            self._listener.wait_until(lambda listener: listener.has_ended)
            if self._listener.has_ended and not self._is_over:
                self.ids += self._listener.ids
                self._listener.heard.clear()
                self._reconnect()

    def _reconnect(self):
        while not self._is_over:
            try:
                self._listener = self._open(Last_Event_ID=str(self.ids[-1] if self.ids else 0))
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            self.streams += 1
            return
