"""How much room the disk of our data has left."""

import shutil

from django.conf import settings


def room_left() -> tuple[int, str]:
    """Return the free bytes of VAR_DIR's disk, and the same in words."""
    free = shutil.disk_usage(settings.VAR_DIR).free
    return free, f"{settings.VAR_DIR} has {free / 1e6:.0f} MB"
