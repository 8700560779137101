"""Every route says what it is for. One that does not is a fault of the program, found before anything is served."""

from collections.abc import Iterable, Iterator

from fastapi import APIRouter
from fastapi.routing import APIRoute


def action_of(route: APIRoute) -> str:
    """The action that a route names.

    Raises:
        RuntimeError: it names none, or several.
    """
    named = [action for each in route.dependencies if (action := getattr(each.dependency, "action", None))]
    if len(named) != 1:
        raise RuntimeError(f"a route must name exactly one action: {sorted(route.methods or ())} {route.path}")
    return str(named[0])


def routes_of(routers: Iterable[APIRouter]) -> Iterator[APIRoute]:
    """All routes that answer an address."""
    return (route for router in routers for route in router.routes if isinstance(route, APIRoute))


def require_declared(routers: Iterable[APIRouter]) -> None:
    """Let nothing be built with a route that names no action.

    Raises:
        RuntimeError: there is one; it is named.
    """
    for route in routes_of(routers):
        action_of(route)
