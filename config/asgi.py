"""The one address: /live/ is a native ASGI application, everything else is Django on threads."""

from config.wsgi import application as django_application  # isort: skip  it sets Django up

from django.conf import settings

from config.pages_on_threads import PagesOnThreads
from live.app import application as live

pages = PagesOnThreads(
    django_application, threads=settings.WEB_THREADS, largest_body=settings.REQUEST_MAX_BYTES
)


async def application(scope, receive, send):
    is_live = scope["type"] == "http" and scope["path"].startswith("/live/")
    await (live if is_live else pages)(scope, receive, send)
