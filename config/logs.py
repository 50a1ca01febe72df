"""Logs: readable lines on a console, one JSON object a line in production."""

import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

from base.outages import outage_of

# A line for each task, every five seconds, tells nobody anything.
TALKATIVE = ("celery.app.trace", "celery.beat", "celery.worker.strategy")


def drop_repetitions(
    logger: Any, name: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Uvicorn says each message twice, coloured; Celery adds all it said as a dictionary."""
    for key in ("color_message", "data"):
        line.pop(key, None)
    return line


def tell_outages_briefly(
    logger: Any, name: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """While something is away every request fails alike: the reason says all, fifty lines less."""
    error = _error_of(line.get("exc_info"))
    if error is not None and outage_of(error):
        del line["exc_info"]
        line["reason"] = " ".join(str(error).split())
    return line


def _error_of(told: Any) -> BaseException | None:
    """Return the exception that a line carries: as such, as sys.exc_info(), or as “the present”."""
    if isinstance(told, tuple):
        error: BaseException | None = told[1]
        return error
    if told is True:
        return sys.exc_info()[1]
    return told or None


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.stdlib.ExtraAdder(),
    drop_repetitions,
    tell_outages_briefly,
]
LAST: dict[str, list[Processor]] = {
    "console": [
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    ],
    "json": [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(default=str),
    ],
}


def logging_config(level: str, form: str) -> dict[str, Any]:
    """Send structlog's lines and everybody else's through one formatter to stderr."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *LAST[form],
                ],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            **{name: {"level": "WARNING"} for name in TALKATIVE},
        },
    }
