"""Door to the log: one JSON object a line, without addresses, answers, tokens or bodies."""

import logging

import structlog

HIDDEN = frozenset({"request", "response", "body", "answers", "text", "email", "args", "cookies", "headers"})


def without_personal_data(_logger: object, _name: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Drop fields that could hold what a resident wrote or who they are."""
    return {key: value for key, value in event.items() if key not in HIDDEN}


def formatter() -> logging.Formatter:
    """Return the formatter that settings.LOGGING names."""
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            without_personal_data,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
        ],
    )
