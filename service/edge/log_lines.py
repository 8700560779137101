"""Log lines in JSON. They never hold anything that people wrote.

A line names a request by its id, its method and its path template, such as `/providers/{provider_id}`. It never holds the address, the
query string or the body. A line about an error holds the kind of error and the places in the code, but not the error's message.
A message may quote a need or a telephone number. For example, a database error quotes parameters.
"""

import logging
import sys
import traceback
from pathlib import Path
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

_MOST_PLACES = 12


def write_json_logs(stream: TextIO | None = None) -> None:
    """Write the log lines of this process as JSON to `stream`, or to standard error. Call it once, when the process starts."""
    # uvicorn's access log prints the query string, and the query string of a search is the need. Our line `request_served` replaces it.
    logging.getLogger("uvicorn.access").disabled = True
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _tell_places,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )


def places_of(error: BaseException) -> list[str]:
    """The last 12 places in the code that led to an error, the outermost first. Each is file, line and function: `know.py:57 __call__`."""
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_PLACES:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


def _tell_places(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace a traceback by the kind of error and its places, because a traceback ends in the error's message."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event.setdefault("error", type(error).__name__)
        event["places"] = places_of(error)
    return event
