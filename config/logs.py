"""Logs: readable lines on a console, one JSON object a line in production."""

import sys

import structlog


def drop_colours(logger, name, line):
    """Uvicorn sends each message a second time, for terminals."""
    line.pop("color_message", None)
    return line


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.stdlib.ExtraAdder(),
    drop_colours,
]
LAST = {
    "console": [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())],
    "json": [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(default=str),
    ],
}


def logging_config(level, form):
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
        "loggers": {"django": {"handlers": [], "propagate": True}},
    }
