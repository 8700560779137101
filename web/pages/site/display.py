"""适老化 switch: a form in the frame posts here and comes back."""

from typing import Annotated, cast

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from service.domain.permissions import Action
from service.edge.costly_route import Turnstile
from web.addresses.local_path import local_path
from web.display import COOKIE, COOKIE_SECONDS, read_display
from web.permits import shared

router = APIRouter(dependencies=[shared(Action.BROWSE)])


@router.post("/display", include_in_schema=False)
def set_display(
    request: Request,
    choice: Annotated[str, Form(max_length=20)] = "",
    back: Annotated[str, Form(max_length=20_000)] = "/",
) -> RedirectResponse:
    """Keep the choice for a year and go back to where the person was."""
    chosen = read_display(request.cookies.get(COOKIE)).with_choice(choice)
    secure = cast(Turnstile, request.app.state.turnstile).proxies.by_https(request.scope)
    response = RedirectResponse(local_path(back), status_code=303)
    response.set_cookie(COOKIE, chosen.cookie, max_age=COOKIE_SECONDS, httponly=True, samesite="lax", secure=secure)
    return response
