#!/usr/bin/env python
"""Django's command line for Twopizza."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] == ["backtest"]:
        # It reads files and writes files: no database, no Redis and no secret to insist on.
        os.environ.setdefault("DEBUG", "1")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if os.environ.get("DEBUG") == "1":
            raise
        sys.exit(f"manage.py: the database gave up: {' '.join(str(error).split())}")


if __name__ == "__main__":
    main()
