"""The one address: /live/ is a native ASGI application, everything else is Django on threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.wsgi import application as django_application  # isort: skip  it sets Django up

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings

from config import probes
from config.pages_on_threads import PagesOnThreads
from config.proxies import BehindProxies
from live.app import application as live

if TYPE_CHECKING:
    from base.asgi import Receive, Scope, Send

pages = PagesOnThreads(
    django_application, threads=settings.WEB_THREADS, largest_body=settings.REQUEST_MAX_BYTES
)
probing = ThreadPoolExecutor(1, thread_name_prefix="probe")


async def route(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http" and scope["path"].startswith("/live/"):
        await live(scope, receive, send)
    elif scope["type"] == "http" and scope["path"] in probes.LIVE + probes.READY:
        await probe(scope, send)
    else:
        await pages(scope, receive, send)


application = BehindProxies(route, settings.TRUSTED_PROXIES)


async def probe(scope: Scope, send: Send) -> None:
    """Alive is said by the loop itself; what is missing is looked for beside the pages' threads."""
    if scope["path"] in probes.LIVE:
        status, headers, body = probes.alive()
    else:
        loop = asyncio.get_running_loop()
        status, headers, body = await loop.run_in_executor(probing, probes.READINESS.answer)
    told = []
    for name, value in headers.items():
        told.append((name.lower().encode(), value.encode()))
    told.append((b"content-length", b"%d" % len(body)))
    is_head = scope["method"] == "HEAD"
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": b"" if is_head else body})
