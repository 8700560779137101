"""Every page router, area by area. A new page is named in its area's `web/pages/<area>/__init__.py`; a new area here."""

from collections.abc import Iterable

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from web.pages import brokering, directory, matching, site

AREAS = (site, matching, brokering, directory)

ROUTERS: tuple[APIRouter, ...] = tuple(router for area in AREAS for router in area.ROUTERS)


def page_paths(routers: Iterable[APIRouter]) -> tuple[str, ...]:
    """Paths of all pages that need nothing filled in, for the site map."""
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    pages = (route for route in routes if "GET" in (route.methods or ()) and "{" not in route.path)
    return tuple(route.path for route in pages if _answers_html(route))


def _answers_html(route: APIRoute) -> bool:
    kind = route.response_class
    return isinstance(kind, type) and issubclass(kind, HTMLResponse)
