"""Log lines as JSON that never hold what people wrote.

A line names a request by its id, method and path *template*; never its address, query string or body. A failure of the program is told by
the kind of error and the places in the code: its message may quote a need or a telephone number (a database error quotes parameters).
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
    """Write this process's log lines as JSON, to `stream` or standard error. Called once, where a process starts."""
    # uvicorn's access log prints the query string of a search, which is the need itself; `request_served` stands in its place.
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
    """The innermost places of an error in the code, outermost first, without any value."""
    frames = traceback.extract_tb(error.__traceback__)[-_MOST_PLACES:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


def _tell_places(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put places where a traceback was asked for: a traceback ends in the error's message."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event.setdefault("error", type(error).__name__)
        event["places"] = places_of(error)
    return event
