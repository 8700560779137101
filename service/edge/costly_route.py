"""Routes whose answers need much computing. Before the body is parsed, two things happen.

First, the request counts toward the visitor's limit. Then it waits for a free place (`service.edge.admission`).
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from fastapi import Request, Response
from fastapi.routing import APIRoute

from service.edge.admission import Admission, Gone
from service.edge.measures import LIMITED
from service.edge.rate_limit import VisitorLimit
from service.edge.trusted_proxies import TrustedProxies
from service.edge.visitor_cookie import VisitorSigner
from service.errors import TooManyRequests

MATCHES = "matches"
SUGGESTIONS = "suggestions"
SIGN_INS = "sign_ins"
"""Attempts to sign in, and requests for a letter (an e-mail of the platform)."""
Limits = dict[str, VisitorLimit]
"""Kind of request → its limit. A kind that is not in it has no limit."""
_NOBODY_LISTENS = 499
"""The status in the log when the client has closed the connection. Nobody receives this answer."""


@dataclass(frozen=True, slots=True)
class Turnstile:
    """The checks that a costly request must pass: limits and places. Site and API share one object (`app.state.turnstile`)."""

    proxies: TrustedProxies
    signer: VisitorSigner
    admission: Admission
    limits: Limits = field(default_factory=dict)

    def count(self, request: Request, kind: str) -> None:
        """Count one request.

        Raises:
            TooManyRequests: the visitor or the address sent too many requests.
        """
        limit = self.limits.get(kind)
        if limit is None:
            return
        try:
            limit.count(self.proxies.address(request.scope), self.signer.visitor(request.scope))
        except TooManyRequests:
            LIMITED.inc()
            raise


class MatchRoute(APIRoute):
    """A route that reads and matches a need. A request with errors counts toward the limit too."""

    kind: ClassVar[str] = MATCHES

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The framework's handler, with the limit and the queue before it."""
        answer = super().get_route_handler()

        async def admit_then_answer(request: Request) -> Response:
            turnstile = cast(Turnstile, request.app.state.turnstile)
            turnstile.count(request, self.kind)
            # `BodyLimit` has read the whole body. After it is taken here, the next message can only be that the client has gone.
            await request.body()
            try:
                async with turnstile.admission.place(lambda: _until_gone(request)):
                    return await answer(request)
            except Gone:
                return Response(status_code=_NOBODY_LISTENS)

        return admit_then_answer


class SuggestRoute(MatchRoute):
    """A route that reads half a sentence while somebody types. Its requests are far more frequent, so they have their own limit."""

    kind: ClassVar[str] = SUGGESTIONS


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
