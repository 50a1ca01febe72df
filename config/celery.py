"""The Celery application; its settings are those of settings.py that begin with CELERY_."""

import logging.config
import os
from pathlib import Path
from typing import Any

from celery import Celery, signals
from django.conf import settings
from django.db import connections

from config.environment import Refusal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("twopizza")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def log_like_everybody_else(**_: Any) -> None:
    """Celery would install its own log format; the mere presence of this receiver stops it."""
    logging.config.dictConfig(settings.LOGGING)


@signals.worker_init.connect
def refuse_what_would_fail(**_: Any) -> None:
    """Jobs of a database that lacks migrations would fail for good, one after the other."""
    from config.preconditions import missing_migrations

    if sentence := missing_migrations():
        raise Refusal(sentence)
    connections.close_all()  # none may be shared with the processes that do the work


@signals.worker_ready.connect
@signals.beat_init.connect
def say_that_we_are_ready(**_: Any) -> None:
    """Whoever started us waits for this file: it holds our process id once we are at work."""
    if settings.READY_FILE:
        Path(settings.READY_FILE).write_text(str(os.getpid()))
