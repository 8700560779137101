"""What pages ask for, as types in their signatures."""

from typing import Annotated, cast

from fastapi import Depends, Request

from service.edge.client_address import Network, client_address
from service.edge.rate_limit import RateLimiter, too_many
from service.runtime import Runtime
from web.assets import Assets
from web.render import Renderer


def _runtime(request: Request) -> Runtime:
    return cast(Runtime, request.app.state.runtime)


def _renderer(request: Request) -> Renderer:
    return cast(Renderer, request.app.state.renderer)


def _assets(request: Request) -> Assets:
    return cast(Assets, request.app.state.assets)


def _count_match(request: Request) -> None:
    limiter = cast(RateLimiter, request.app.state.limiter)
    trusted = cast(tuple[Network, ...], request.app.state.trusted_proxies)
    wait = limiter.check(client_address(request.scope, trusted))
    if wait is not None:
        request.state.retry_after_seconds = wait
        raise too_many(_runtime(request).settings.matches_per_minute, wait)


Limited = Depends(_count_match)
"""For routes that match needs or write without an account: `router.get(…, dependencies=[Limited])`; over the limit is `TooManyRequests`."""
RuntimeDep = Annotated[Runtime, Depends(_runtime)]
"""The platform's built objects, for flows."""
RendererDep = Annotated[Renderer, Depends(_renderer)]
"""Draws a view: `return renderer.page(request, view)`."""
AssetsDep = Annotated[Assets, Depends(_assets)]
"""Static files."""
