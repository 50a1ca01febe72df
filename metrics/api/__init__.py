"""Numbers over the API."""

from metrics.api import report, success


def register(router):
    success.register(router)
    report.register(router)
