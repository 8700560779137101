"""Which failures an operation can answer with, for the OpenAPI document."""

from typing import Any

from service.api.schemas.problems import ProblemOut

_TOLD = {
    401: "No token, or one that is unknown, revoked or expired.",
    403: "The token lacks the scope, or its owner the right.",
    404: "There is no such thing, or it is not public.",
    409: "The record was changed meanwhile, or its state does not allow this; read it again.",
    413: "The body is over 256 KB, or the need over the limit of characters.",
    422: "A part of the request cannot be used; `fields` says which and what is accepted.",
    429: "This visitor or address sent too many requests; wait for `Retry-After` seconds.",
    503: "A part of the platform does not answer, or too much is asked at this moment; try later, after `Retry-After` when it is there.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route."""
    return {status: {"model": ProblemOut, "description": _TOLD[status]} for status in statuses}
