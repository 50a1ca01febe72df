"""The Celery application; its settings are those of settings.py that begin with CELERY_."""

import os

from celery import Celery, signals
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("twopizza")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def log_like_everybody_else(**_):
    """Celery would install its own log format; the mere presence of this receiver stops it."""
    import logging.config

    logging.config.dictConfig(settings.LOGGING)
