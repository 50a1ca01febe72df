"""Numbers over the API."""

from metrics.api import forecast, report, success


def register(router):
    success.register(router)
    report.register(router)
    forecast.register(router)
