"""The web server: python -m config.server --host 127.0.0.1 --port 8000."""

import argparse
import gc
import multiprocessing
import os

import django
import uvicorn
from django.conf import settings
from django.db import connections
from uvicorn import _subprocess

from config.environment import Refusal
from config.postgresql.statement_limit import PATIENCE
from config.preconditions import missing


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    options = read()
    refuse_what_would_fail()
    PATIENCE.limit_to(settings.DATABASE_PATIENCE)
    if settings.WEB_PROCESSES > 1:
        share_memory()
    uvicorn.run(
        "config.asgi:application",
        host=options.host,
        port=options.port,
        workers=settings.WEB_PROCESSES,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        ws="none",
        proxy_headers=False,  # config.proxies believes as many as TRUSTED_PROXIES says
        timeout_graceful_shutdown=2,
        timeout_worker_healthcheck=15,  # one of several that is silent for so long is replaced
    )


def refuse_what_would_fail() -> None:
    """Nobody may be let in to find an error on every page: said before we listen."""
    django.setup(set_prefix=False)
    if sentences := list(missing()):
        raise Refusal(" And ".join(sentences))
    connections.close_all()


def share_memory() -> None:
    """Load all before the processes are made, and make them by fork: they share what was loaded.

    Uvicorn spawns them, each with 100 MB of its own; it has no setting for that.
    """
    import config.asgi  # noqa: F401

    # Its stubs know the context that it has, not that another one does as well
    _subprocess.spawn = multiprocessing.get_context("fork")  # type: ignore[assignment]
    gc.collect()
    gc.freeze()


def read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="config.server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
