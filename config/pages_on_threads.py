"""Django's pages and API behind an ASGI server, on a fixed number of threads.

A thread is taken when a request has arrived whole, and is free again when its answer stands in
memory: neither a client that sends slowly nor one that reads slowly can hold one. The threads keep
their database connections, so there are never more of those than threads.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from base.outages import outage_of

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    from base.asgi import Receive, Scope, Send

MEGABYTE = 1024 * 1024
PIECE_SECONDS = 20  # the longest silence within a request, and within a long answer
BODY_SECONDS = 300
QUEUE_PER_THREAD = 16
FILE_PIECE = 256 * 1024


class Refused(Exception):
    """A request that no thread should see, and what to answer instead."""

    def __init__(self, status: int, sentence: str, *headers: Any) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = [(b"connection", b"close"), *headers]


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class FileToSend:
    """WSGI's file_wrapper: a file that is sent once its thread is free again."""

    def __init__(self, file: Any, size: int = FILE_PIECE) -> None:
        self.file = file

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.file.read(FILE_PIECE):
            yield piece


@dataclass
class Answer:
    """What a WSGI application said, as far as it has not been sent yet."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    chunks: list[bytes] = field(default_factory=list)
    size: int = 0
    is_begun: bool = False
    file: Any = None  # what comes behind the chunks, read while it is sent

    def start(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: OptExcInfo | None = None,
    ) -> Callable[[bytes], None]:
        """WSGI's start_response."""
        if exc_info and exc_info[1] and self.is_begun:
            raise exc_info[1].with_traceback(exc_info[2])
        self.status = int(status.split(" ", 1)[0])
        self.headers = []
        for name, value in headers:
            self.headers.append((name.lower().encode("latin-1"), value.encode("latin-1")))
        return self.add

    def add(self, chunk: bytes) -> None:
        self.chunks.append(chunk)
        self.size += len(chunk)

    async def send(self, send: Send, *, more: bool) -> None:
        """Send what has come together, and forget it."""
        if not self.is_begun:
            self.is_begun = True
            await send(
                {"type": "http.response.start", "status": self.status, "headers": self.headers}
            )
        body, self.chunks, self.size = b"".join(self.chunks), [], 0
        await send({"type": "http.response.body", "body": body, "more_body": more})

    async def send_rest(self, send: Send) -> None:
        """Send what hasn't been sent; a file is read meanwhile and holds none of our threads."""
        if self.file is None:
            await self.send(send, more=False)
            return
        try:
            while piece := await asyncio.to_thread(self.file.read, FILE_PIECE):
                self.add(piece)
                async with asyncio.timeout(PIECE_SECONDS):
                    await self.send(send, more=True)
            await self.send(send, more=False)
        except TimeoutError:
            raise ClientGone from None
        finally:
            await asyncio.to_thread(self.file.close)


class PagesOnThreads:
    def __init__(self, application: WSGIApplication, *, threads: int, largest_body: int) -> None:
        self.application = application
        self.largest_body = largest_body
        self.longest_queue = threads * (QUEUE_PER_THREAD + 1)
        self.in_hand = 0
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        body = SpooledTemporaryFile(max_size=MEGABYTE)  # noqa: SIM115  closed below
        try:
            size = await self._receive(scope, receive, body)
            answer = await self._work(environ(scope, body, size), send)
        except Refused as refused:
            answer = Answer(refused.status, refused.headers)
            answer.add(f"{refused}\n".encode())
        except ClientGone:
            return
        finally:
            body.close()
        with suppress(ClientGone):
            await answer.send_rest(send)

    async def _receive(
        self, scope: Scope, receive: Receive, body: SpooledTemporaryFile[bytes]
    ) -> int:
        """Read the request to its end; return its size in bytes."""
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        size = int(announced) if announced.isdigit() else 0
        try:
            async with asyncio.timeout(BODY_SECONDS):
                return await self._receive_pieces(size, receive, body)
        except TimeoutError:
            raise Refused(408, "The request took too long to arrive.") from None

    async def _receive_pieces(
        self, announced: int, receive: Receive, body: SpooledTemporaryFile[bytes]
    ) -> int:
        size, more = 0, True
        self._refuse_if_too_large(announced)
        while more:
            async with asyncio.timeout(PIECE_SECONDS):
                message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGone
            size += _keep(body, message.get("body", b""))
            self._refuse_if_too_large(size)
            more = message.get("more_body", False)
        body.seek(0)
        return size

    def _refuse_if_too_large(self, size: int) -> None:
        if size > self.largest_body:
            raise Refused(413, f"A request may have {self.largest_body // MEGABYTE} MB at most.")

    async def _work(self, environ: WSGIEnvironment, send: Send) -> Answer:
        """Have a thread work on it, if the queue isn't hopeless already."""
        if self.in_hand >= self.longest_queue:
            raise Refused(503, "Too much to do just now; try again.", (b"retry-after", b"1"))
        self.in_hand += 1
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self.threads, self._run, environ, send, loop)
        finally:
            self.in_hand -= 1

    def _run(self, environ: WSGIEnvironment, send: Send, loop: asyncio.AbstractEventLoop) -> Answer:
        """In a thread: the whole answer, or the end of one too long to be kept in memory."""
        answer = Answer()
        chunks = self.application(environ, answer.start)
        if isinstance(chunks, FileToSend):
            answer.file = chunks.file
            return answer
        try:
            for chunk in chunks:
                answer.add(chunk)
                if answer.size > MEGABYTE:
                    sending = answer.send(send, more=True)
                    asyncio.run_coroutine_threadsafe(sending, loop).result(PIECE_SECONDS)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        return answer


def _keep(body: SpooledTemporaryFile[bytes], piece: bytes) -> int:
    """Add a piece of a request; a large one lies on the disk, which may be full."""
    try:
        return body.write(piece)
    except OSError as error:
        outage = outage_of(error)
        if outage is None:
            raise
        wait = (b"retry-after", b"%d" % outage.retry_after)
        raise Refused(outage.status, outage.sentence, wait) from None


def environ(scope: Scope, body: SpooledTemporaryFile[bytes], size: int) -> WSGIEnvironment:
    """A WSGI environment. Text in it is bytes that pretend to be Latin-1, as PEP 3333 has it."""
    host, port = scope.get("server") or ("localhost", 80)
    client, client_port = scope.get("client") or ("", "")
    path = scope["path"].encode().decode("latin-1")
    return {
        **header_variables(scope["headers"]),
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": client,
        "REMOTE_PORT": str(client_port),
        "CONTENT_LENGTH": str(size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileToSend,
    }


def header_variables(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers under WSGI's names; X_Real_Ip, which would pass for X-Real-Ip, is dropped."""
    variables: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if "_" in name:
            continue
        name = name.upper().replace("-", "_")
        name = name if name == "CONTENT_TYPE" else f"HTTP_{name}"
        separator = "; " if name == "HTTP_COOKIE" else ","
        if name in variables:
            variables[name] = f"{variables[name]}{separator}{value}"
        else:
            variables[name] = value
    return variables
