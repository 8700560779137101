"""Every page router, in one list. A new page: a file in `pages/`, a view in `views/`, a template, one line here."""

from collections.abc import Iterable

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from web.pages import (
    accessibility,
    cases,
    compare,
    coverage,
    desk,
    display,
    home,
    industries,
    patterns,
    pools,
    provider,
    providers,
    ranking,
    results,
    scenarios,
    sitemap,
    static,
    suggestions,
)
from web.pages import help as help_by_role

ROUTERS: tuple[APIRouter, ...] = (
    static.router,
    display.router,
    home.router,
    results.router,
    suggestions.router,
    compare.router,
    ranking.router,
    desk.router,
    providers.router,
    provider.router,
    scenarios.router,
    industries.router,
    cases.router,
    pools.router,
    coverage.router,
    help_by_role.router,
    accessibility.router,
    sitemap.router,
    patterns.router,
)


def page_paths(routers: Iterable[APIRouter]) -> tuple[str, ...]:
    """Paths of all pages that need nothing filled in, for the site map."""
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    pages = (route for route in routes if "GET" in (route.methods or ()) and "{" not in route.path)
    return tuple(route.path for route in pages if _answers_html(route))


def _answers_html(route: APIRoute) -> bool:
    kind = route.response_class
    return isinstance(kind, type) and issubclass(kind, HTMLResponse)
