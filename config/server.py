"""The web server: python -m config.server --host 127.0.0.1 --port 8000."""

import argparse
import os

import uvicorn
from django.conf import settings


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    options = read()
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
        # A proxy's word for the client's address counts only if somebody said there is a proxy.
        proxy_headers=settings.BEHIND_PROXY,
        forwarded_allow_ips="*",
        timeout_graceful_shutdown=2,
    )


def read():
    parser = argparse.ArgumentParser(prog="config.server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
