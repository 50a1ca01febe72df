"""A page that listens, without the browser: reads a stream in a thread and keeps what it heard."""

import http.client
import json
import threading
import time
from typing import Any

PATIENCE = 15.0  # seconds; only a test that fails waits this long


class Listener:
    def __init__(
        self,
        address: tuple[str, int],
        project: str,
        session: str | None = None,
        *,
        after: int | None = None,
        **headers: str,
    ) -> None:
        self.heard: list[dict[str, Any]] = []
        self.beats = self.resets = 0
        self.has_ended = False
        self._news = threading.Condition()
        self._line = http.client.HTTPConnection(address[0], address[1], timeout=60)
        query = "" if after is None else f"?after={after}"
        cookie = {"Cookie": f"sessionid={session}"} if session else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._line.request("GET", f"/live/projects/{project}/{query}", headers={**cookie, **named})
        self.answer = self._line.getresponse()
        self.status = self.answer.status
        if self.status == 200:
            threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self._line.sock:
            self._line.sock.shutdown(2)
        self._line.close()

    @property
    def ids(self):
        return [message["id"] for message in self.heard]

    @property
    def verbs(self):
        return [message["verb"] for message in self.heard]

    def wait_until(self, wish):
        """Block until wish(self) holds; answer False when it doesn't come true."""
        with self._news:
            return self._news.wait_for(lambda: wish(self), PATIENCE)

    def _read(self):
        block: dict[str, str] = {}
        try:
            for line in iter(self.answer.readline, b""):
                name, _, value = line.decode().rstrip("\n").partition(":")
                if line == b"\n":
                    self._take(block)
                    block = {}
                else:
                    block[name] = value.strip()
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass
        with self._news:
            self.has_ended = True
            self._news.notify_all()

    def _take(self, block):
        with self._news:
            if "" in block:
                self.beats += 1
            elif block.get("event") == "reset":
                self.resets += 1
                self.reset_id = int(block["id"])
            elif "data" in block:
                message = json.loads(block["data"])
                message["heard_at"] = time.perf_counter()
                message["line_id"] = block["id"]
                self.heard.append(message)
            self._news.notify_all()
