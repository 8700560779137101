"""设密码: where a link from a letter leads."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Invalid
from service.flows.people.set_password import read_link, set_password
from web.account_cookies import SESSION
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.permits import VisitDep, cookies_of, permit
from web.posted import PostedDep
from web.views.people.set_password import set_password_page

router = APIRouter()
_Secret = Annotated[str, Query(max_length=100)]


@router.get("/set-password", response_class=HTMLResponse, include_in_schema=False, dependencies=[permit(Action.SIGN_IN)])
def show_set_password(request: Request, runtime: RuntimeDep, renderer: RendererDep, t: _Secret = "") -> Response:
    """The form; opening the page does not use the link up. Without a link one is asked for."""
    if not t:
        return RedirectResponse("/recover", status_code=303)
    return renderer.page(request, set_password_page(read_link(runtime, t), t))


@router.post("/set-password", response_class=HTMLResponse, dependencies=[SignInLimited, permit(Action.SIGN_IN)])
def keep_password(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Use the link up; then one signs in with the new password."""
    secret = posted.text("t", 100)
    try:
        set_password(runtime, secret, posted.text("password"), visit.came)
    except Invalid as error:
        return renderer.page(request, set_password_page(read_link(runtime, secret), secret, error.fields), status=status_of(error))
    answer = RedirectResponse("/sign-in?done=password", status_code=303)
    cookies_of(request).clear(answer, SESSION)
    return answer
