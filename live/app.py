"""The ASGI application of the live streams; runs beside Django in one process, or alone:
uvicorn live.app:application --lifespan off --timeout-graceful-shutdown 2"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from live.endpoint import Endpoint  # noqa: E402  models can be imported only after the setup

application = Endpoint()
