"""Door to the log: one JSON object a line, without addresses, answers, tokens or bodies."""

import logging
import sys
import traceback
from typing import Any

import structlog

# Errors whose words are made by programs about programs; all others may quote what somebody sent.
HARMLESS = frozenset(
    {
        "AttributeError",
        "ConnectionError",
        "ConnectionRefusedError",
        "FileNotFoundError",
        "ImportError",
        "InterfaceError",
        "ModuleNotFoundError",
        "NameError",
        "OperationalError",
        "PermissionError",
        "TimeoutError",
    }
)
HIDDEN = frozenset({"request", "response", "body", "answers", "text", "email", "args", "cookies", "headers"})


def without_personal_data(_logger: object, _name: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Drop fields that could hold what a resident wrote or who they are."""
    return {key: value for key, value in event.items() if key not in HIDDEN}


def told(error: BaseException) -> str:
    """Return an error with its places in the code; what it says only where that cannot repeat what somebody wrote."""
    places = [
        f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    words = f": {error}" if type(error).__name__ in HARMLESS else ""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = [told(cause), "then"] if cause else []
    return "\n".join([*before, *places, f"{type(error).__name__}{words}"])


def with_told_error(_logger: object, _name: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Put an error into words that hold nothing of a resident."""
    info = event.pop("exc_info", None)
    error = (
        info[1]
        if isinstance(info, tuple)
        else info
        if isinstance(info, BaseException)
        else sys.exc_info()[1]
        if info
        else None
    )
    if error:
        event["exception"] = told(error)
    return event


def without_words(report: dict[str, Any], _hint: object) -> dict[str, Any]:
    """Take out of an error report what could repeat a resident: bodies, crumbs, local values, what the error says."""
    for key in ("request", "user", "breadcrumbs", "extra", "contexts", "logentry", "message"):
        report.pop(key, None)
    for error in report.get("exception", {}).get("values", []):
        if error.get("type") not in HARMLESS:
            error["value"] = ""
        for frame in (error.get("stacktrace") or {}).get("frames", []):
            frame.pop("vars", None)
    return report


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
            with_told_error,
        ],
    )
