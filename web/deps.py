"""What pages ask for, as types in their signatures."""

from typing import Annotated, cast

from fastapi import Depends, Request

from service.flows.site_state import SiteStateReader
from service.runtime import Runtime
from web.assets import Assets
from web.render import Renderer


def _runtime(request: Request) -> Runtime:
    return cast(Runtime, request.app.state.runtime)


def _renderer(request: Request) -> Renderer:
    return cast(Renderer, request.app.state.renderer)


def _site_state(request: Request) -> SiteStateReader:
    return cast(SiteStateReader, request.app.state.site_state)


def _assets(request: Request) -> Assets:
    return cast(Assets, request.app.state.assets)


RuntimeDep = Annotated[Runtime, Depends(_runtime)]
"""The platform's built objects, for flows."""
RendererDep = Annotated[Renderer, Depends(_renderer)]
"""Draws a view: `return renderer.page(request, view)`."""
SiteStateDep = Annotated[SiteStateReader, Depends(_site_state)]
"""Counts that stand on every page."""
AssetsDep = Annotated[Assets, Depends(_assets)]
"""Static files."""
