import asyncio
import errno
import threading
from tempfile import SpooledTemporaryFile

import pytest

from config import pages_on_threads
from config.pages_on_threads import PagesOnThreads

MEGABYTE = pages_on_threads.MEGABYTE


def echo(environ, start_response):
    """Answers with what it was sent."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("X-Length", environ["CONTENT_LENGTH"])])
    return [environ["PATH_INFO"].encode("latin-1"), b"|", body]


def ask(application, *, pieces=(b"",), threads=1, headers=(), path="/", query=b""):
    """Send one request in pieces; return the messages of the answer."""
    pages = PagesOnThreads(application, threads=threads, largest_body=MEGABYTE)
    return asyncio.run(exchange(pages, pieces, headers, path, query))


async def exchange(pages, pieces, headers=(), path="/", query=b""):
    waiting, sent = list(pieces), []

    async def receive():
        if not waiting:
            await asyncio.Event().wait()  # a client that says no more
        if (piece := waiting.pop(0)) is None:
            return {"type": "http.disconnect"}
        more = bool(waiting) or piece.endswith(b"...")
        return {"type": "http.request", "body": piece, "more_body": more}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": query,
        "http_version": "1.1",
        "headers": list(headers),
        "client": ("127.0.0.1", 1),
    }
    await pages(scope, receive, send)
    return sent


def body_of(messages):
    return b"".join(message.get("body", b"") for message in messages)


def test_a_request_arrives_whole_and_is_answered():
    begin, end = ask(echo, pieces=[b"pizza ", b"for ", b"two"], path="/für/")
    assert (begin["status"], end["more_body"]) == (200, False)
    assert (b"x-length", b"13") in begin["headers"]
    assert end["body"].decode() == "/für/|pizza for two"


def test_headers_take_wsgi_names_and_impostors_are_dropped():
    seen = {}

    def note(environ, start_response):
        seen.update(environ)
        return echo(environ, start_response)

    headers = [
        (b"x-forwarded-proto", b"http"),
        (b"x_forwarded_proto", b"https"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"content-type", b"text/plain"),
    ]
    ask(note, headers=headers, query="q=ü".encode())
    assert seen["HTTP_X_FORWARDED_PROTO"] == "http"
    assert seen["HTTP_COOKIE"] == "a=1; b=2"
    assert seen["CONTENT_TYPE"] == "text/plain"
    assert seen["QUERY_STRING"].encode("latin-1").decode() == "q=ü"


class FullDisk(SpooledTemporaryFile):
    """Has room in memory alone."""

    def rollover(self):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_large_upload_that_the_disk_has_no_room_for_is_told_so(monkeypatch):
    monkeypatch.setattr(pages_on_threads, "SpooledTemporaryFile", FullDisk)
    half = MEGABYTE // 2
    pages = PagesOnThreads(echo, threads=1, largest_body=3 * MEGABYTE)
    begin, end = asyncio.run(exchange(pages, [b"x" * half] * 5))
    assert begin["status"] == 507
    assert b"no room left" in end["body"]
    begin, end = asyncio.run(exchange(pages, [b"small"]))
    assert (begin["status"], end["body"]) == (200, b"/|small")


@pytest.mark.parametrize(
    ("pieces", "headers"),
    [
        ([b"x" * MEGABYTE, b"x"], []),
        ([b"...", b""], [(b"content-length", b"9999999")]),
    ],
)
def test_a_request_too_large_is_refused_before_a_thread_sees_it(pieces, headers):
    begin, end = ask(never, pieces=pieces, headers=headers)
    assert begin["status"] == 413
    assert end["body"] == b"A request may have 1 MB at most.\n"


def never(environ, start_response):
    raise AssertionError("no thread should have been asked")


def test_a_request_that_stays_silent_is_given_up(monkeypatch):
    monkeypatch.setattr(pages_on_threads, "PIECE_SECONDS", 0.01)
    assert ask(never, pieces=[b"half ..."])[0]["status"] == 408


def test_nobody_is_answered_when_the_client_has_gone():
    assert ask(never, pieces=[b"half ...", None]) == []


def test_a_long_answer_is_sent_in_parts_and_closed():
    closed = []

    class Parts:
        def __iter__(self):
            return iter([b"x" * MEGABYTE] * 3 + [b"end"])

        def close(self):
            closed.append(threading.current_thread().name)

    def long(environ, start_response):
        start_response("200 OK", [])
        return Parts()

    messages = ask(long)
    assert len(body_of(messages)) == 3 * MEGABYTE + 3
    assert [message["type"] for message in messages].count("http.response.start") == 1
    assert closed[0].startswith("pages")


def test_a_reader_that_stops_reading_frees_the_thread(monkeypatch):
    monkeypatch.setattr(pages_on_threads, "PIECE_SECONDS", 0.01)

    def long(environ, start_response):
        start_response("200 OK", [])
        return [b"x" * MEGABYTE, b"x"]

    async def stalled(message):
        await asyncio.Event().wait()

    async def receive():
        return {"type": "http.request"}

    async def play():
        pages = PagesOnThreads(long, threads=1, largest_body=MEGABYTE)
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/",
            "query_string": b"",
            "http_version": "1.1",
            "headers": [],
        }
        with pytest.raises(TimeoutError):
            await pages(scope, receive, stalled)
        return pages.in_hand

    assert asyncio.run(play()) == 0


def test_a_hopeless_queue_is_refused_at_once(monkeypatch):
    monkeypatch.setattr(pages_on_threads, "QUEUE_PER_THREAD", 1)
    go_on = threading.Event()

    def slow(environ, start_response):
        go_on.wait(10)
        return echo(environ, start_response)

    async def play():
        pages = PagesOnThreads(slow, threads=1, largest_body=MEGABYTE)
        first, second = (asyncio.create_task(exchange(pages, [b""])) for _ in range(2))
        while pages.in_hand < 2:
            await asyncio.sleep(0)
        refused = await exchange(pages, [b""])
        go_on.set()
        return [messages[0] for messages in (await first, await second, refused)]

    first, second, refused = asyncio.run(play())
    assert [first["status"], second["status"], refused["status"]] == [200, 200, 503]
    assert (b"retry-after", b"1") in refused["headers"]


def test_it_works_on_as_many_at_once_as_there_are_threads():
    together = threading.Barrier(3, timeout=10)

    def meet(environ, start_response):
        together.wait()
        return echo(environ, start_response)

    async def play():
        pages = PagesOnThreads(meet, threads=3, largest_body=MEGABYTE)
        return await asyncio.gather(*(exchange(pages, [b""]) for _ in range(3)))

    assert [messages[0]["status"] for messages in asyncio.run(play())] == [200] * 3


class Slow:
    """A file that is read in pieces, each by whoever may."""

    def __init__(self, pieces):
        self.pieces, self.read_in, self.is_closed = list(pieces), set(), False

    def read(self, size):
        self.read_in.add(threading.current_thread().name)
        return self.pieces.pop(0) if self.pieces else b""

    def close(self):
        self.is_closed = True


def giving(file):
    def application(environ, start_response):
        start_response("200 OK", [("X-Kind", "file")])
        return environ["wsgi.file_wrapper"](file)

    return application


def test_a_file_is_sent_in_parts_and_closed_and_no_thread_of_ours_reads_it():
    file = Slow([b"pizza ", b"for ", b"two"])
    messages = ask(giving(file))
    assert messages[0]["headers"] == [(b"x-kind", b"file")]
    assert body_of(messages) == b"pizza for two"
    assert [one["more_body"] for one in messages[1:]] == [True, True, True, False]
    assert file.is_closed
    assert not any(name.startswith("pages") for name in file.read_in)


def test_an_empty_file_is_an_answer_too():
    begin, end = ask(giving(Slow([])))
    assert (begin["status"], end["body"], end["more_body"]) == (200, b"", False)


def test_a_reader_of_a_file_that_stops_reading_is_given_up(monkeypatch):
    monkeypatch.setattr(pages_on_threads, "PIECE_SECONDS", 0.01)
    file = Slow([b"pizza"] * 3)
    pages = PagesOnThreads(giving(file), threads=1, largest_body=MEGABYTE)

    async def stuck(message):
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b""}
    scope |= {"http_version": "1.1", "headers": [], "client": ("127.0.0.1", 1)}
    asyncio.run(pages(scope, receive, stuck))
    assert file.is_closed
    assert len(file.pieces) == 2
