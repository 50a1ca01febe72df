"""Numbers over the API."""

from metrics.api import success


def register(router):
    success.register(router)
