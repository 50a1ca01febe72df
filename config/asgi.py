"""The one address: /live/ is a native ASGI application, everything else Django on a thread pool."""

from a2wsgi import WSGIMiddleware
from django.conf import settings

from config.wsgi import application as django_application

pages = WSGIMiddleware(django_application, workers=settings.WEB_THREADS)

try:
    from live.app import application as live
except ImportError:
    live = pages


async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        return
    door = live if scope["path"].startswith("/live/") else pages
    await door(scope, receive, send)
