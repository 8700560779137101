"""Every page router, area by area. A new page is named in its area's `web/pages/<area>/__init__.py`; a new area here."""

from collections.abc import Iterable

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from service.domain.permissions import Action, is_open
from service.edge.declared import action_of, routes_of
from web.pages import brokering, directory, events, figures, matching, notices, people, profiles, programmes, site, upkeep

AREAS = (site, matching, brokering, directory, events, people, profiles, programmes, figures, notices, upkeep)

ROUTERS: tuple[APIRouter, ...] = tuple(router for area in AREAS for router in area.ROUTERS)


def page_paths(routers: Iterable[APIRouter]) -> tuple[str, ...]:
    """Paths of all pages that everybody may open and that need nothing filled in, for the site map.

    A page in the middle of something (`include_in_schema=False`) is no place to begin.
    """
    routes = [route for route in routes_of(routers) if is_open(Action(action_of(route)))]
    pages = (route for route in routes if "GET" in (route.methods or ()) and "{" not in route.path and route.include_in_schema)
    return tuple(route.path for route in pages if _answers_html(route))


def _answers_html(route: APIRoute) -> bool:
    kind = route.response_class
    return isinstance(kind, type) and issubclass(kind, HTMLResponse)
