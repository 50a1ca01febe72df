"""The one address: /live/ is a native ASGI application, everything else is Django on threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402  Django is set up by now

from config.pages_on_threads import PagesOnThreads  # noqa: E402
from live.app import application as live  # noqa: E402

pages = PagesOnThreads(
    django_application, threads=settings.WEB_THREADS, largest_body=settings.REQUEST_MAX_BYTES
)


async def application(scope, receive, send):
    is_live = scope["type"] == "http" and scope["path"].startswith("/live/")
    await (live if is_live else pages)(scope, receive, send)
