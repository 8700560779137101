"""Every route must name its action, which decides who may use it. A missing action stops the program before it serves anything."""

from collections.abc import Iterable, Iterator

from fastapi import APIRouter
from fastapi.routing import APIRoute


def action_of(route: APIRoute) -> str:
    """The action that a route names.

    Raises:
        RuntimeError: the route names no action, or several.
    """
    named = [action for each in route.dependencies if (action := getattr(each.dependency, "action", None))]
    if len(named) != 1:
        raise RuntimeError(f"a route must name exactly one action: {sorted(route.methods or ())} {route.path}")
    return str(named[0])


def routes_of(routers: Iterable[APIRouter]) -> Iterator[APIRoute]:
    """All routes of these routers that answer requests."""
    return (route for router in routers for route in router.routes if isinstance(route, APIRoute))


def require_declared(routers: Iterable[APIRouter]) -> None:
    """Check that every route names exactly one action.

    Raises:
        RuntimeError: a route does not. The message names the route.
    """
    for route in routes_of(routers):
        action_of(route)
