"""Routes whose answer costs much: counted toward the visitor's limit, then given a place to be worked on, before the body is looked at."""

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
"""Tries to sign in, and letters asked for."""
Limits = dict[str, VisitorLimit]
"""Kind of request → its limit; a kind without one is not limited."""
_NOBODY_LISTENS = 499
"""Stands in the log only: nobody receives this answer."""


@dataclass(frozen=True, slots=True)
class Turnstile:
    """What stands before costly answers; site and API share one (`app.state.turnstile`)."""

    proxies: TrustedProxies
    signer: VisitorSigner
    admission: Admission
    limits: Limits = field(default_factory=dict)

    def count(self, request: Request, kind: str) -> None:
        """Count one request.

        Raises:
            TooManyRequests: its visitor or address sent too many.
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
    """Reads and matches a need. A wrong request counts too."""

    kind: ClassVar[str] = MATCHES

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Put limit and queue before the framework's own handler."""
        answer = super().get_route_handler()

        async def admit_then_answer(request: Request) -> Response:
            turnstile = cast(Turnstile, request.app.state.turnstile)
            turnstile.count(request, self.kind)
            # The body lies ready (`BodyLimit` read it whole); once it is taken, the next message says that the other side has gone.
            await request.body()
            try:
                async with turnstile.admission.place(lambda: _until_gone(request)):
                    return await answer(request)
            except Gone:
                return Response(status_code=_NOBODY_LISTENS)

        return admit_then_answer


class SuggestRoute(MatchRoute):
    """Reads half a sentence while somebody types, so far more often than one matches."""

    kind: ClassVar[str] = SUGGESTIONS


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
