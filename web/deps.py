"""What pages ask for, as types in their signatures."""

from typing import Annotated, cast

from fastapi import Depends, Request

from service.edge.costly_route import MATCHES, SIGN_INS, Turnstile
from service.runtime import Runtime
from web.assets import Assets
from web.render import Renderer


# Asynchronous, because the framework gives every synchronous one a thread of its own.
async def _runtime(request: Request) -> Runtime:
    return cast(Runtime, request.app.state.runtime)


async def _renderer(request: Request) -> Renderer:
    return cast(Renderer, request.app.state.renderer)


async def _assets(request: Request) -> Assets:
    return cast(Assets, request.app.state.assets)


async def _count(request: Request) -> None:
    cast(Turnstile, request.app.state.turnstile).count(request, MATCHES)


async def _count_sign_in(request: Request) -> None:
    cast(Turnstile, request.app.state.turnstile).count(request, SIGN_INS)


SignInLimited = Depends(_count_sign_in)
"""For forms that try a password or ask for a letter; likewise."""
Limited = Depends(_count)
"""For routes that write without an account: `router.post(…, dependencies=[Limited])`; over the limit is `TooManyRequests`.

Routes that match a need are of the class `MatchRoute`.
"""
RuntimeDep = Annotated[Runtime, Depends(_runtime)]
"""The platform's built objects, for flows."""
RendererDep = Annotated[Renderer, Depends(_renderer)]
"""Draws a view: `return renderer.page(request, view)`."""
AssetsDep = Annotated[Assets, Depends(_assets)]
"""Static files."""
