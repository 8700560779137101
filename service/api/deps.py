"""What routes ask for, as types in their signatures, and the route class that counts requests."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, cast

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute

from service.api.errors import platform_problem
from service.edge.client_address import Network, client_address
from service.edge.measures import LIMITED
from service.edge.rate_limit import RateLimiter, too_many
from service.runtime import Runtime


def _runtime(request: Request) -> Runtime:
    return cast(Runtime, request.app.state.runtime)


RuntimeDep = Annotated[Runtime, Depends(_runtime)]
"""The platform's built objects, for flows."""


class LimitedRoute(APIRoute):
    """A route whose requests count toward the limit of their address. Counted before the body is looked at: a wrong one counts too."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Put the count before the framework's own handler."""
        answer = super().get_route_handler()

        async def count_then_answer(request: Request) -> Response:
            limiter = cast(RateLimiter, request.app.state.limiter)
            trusted = cast(tuple[Network, ...], request.app.state.trusted_proxies)
            wait = limiter.check(client_address(request.scope, trusted))
            if wait is None:
                return await answer(request)
            LIMITED.inc()
            per_minute = _runtime(request).settings.matches_per_minute
            return platform_problem(request.scope, too_many(per_minute, wait), headers={"Retry-After": str(wait)})

        return count_then_answer
