"""登录 and 退出."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.domain.sessions import Proof
from service.errors import Invalid, TooManyRequests
from service.flows.people.sign_in import SignInTry, sign_in
from service.flows.people.sign_out import sign_out
from web.account_cookies import SESSION
from web.addresses.local_path import local_path
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.permits import VisitDep, cookies_of, permit
from web.posted import PostedDep
from web.views.people.sign_in import sign_in_page

router = APIRouter()
_Next = Annotated[str, Query(alias="next", max_length=12_000)]


@router.get("/sign-in", response_class=HTMLResponse, dependencies=[permit(Action.SIGN_IN)])
def show_sign_in(request: Request, renderer: RendererDep, visit: VisitDep, target: _Next = "/account", done: str = "") -> Response:
    """The form; whoever is signed in goes on."""
    if visit.actor.is_known:
        return RedirectResponse(local_path(target), status_code=303)
    return renderer.page(request, sign_in_page(local_path(target), done=done))


@router.post("/sign-in", response_class=HTMLResponse, dependencies=[SignInLimited, permit(Action.SIGN_IN)])
def try_sign_in(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Open a session and go on to where the person wanted."""
    email, target = posted.text("email", 300), local_path(posted.text("next", 12_000) or "/account")
    try:
        begun = sign_in(runtime, SignInTry(email, posted.text("password")), visit.came)
    except (Invalid, TooManyRequests) as error:
        page = sign_in_page(target, email, error)
        answer = renderer.page(request, page, status=status_of(error))
        if error.wait_seconds is not None:
            answer.headers["Retry-After"] = str(error.wait_seconds)
        return answer
    step = f"/second-step?{urlencode([('next', target)])}"
    gone = RedirectResponse(target if begun.session.proof is Proof.FULL else step, status_code=303)
    cookies_of(request).set_session(gone, begun.cookie, runtime.clock.now(), begun.session.ends_at)
    return gone


@router.post("/sign-out", dependencies=[permit(Action.SIGN_IN)])
def leave(request: Request, runtime: RuntimeDep, visit: VisitDep) -> RedirectResponse:
    """End the session and forget its cookie."""
    if visit.session:
        sign_out(runtime, visit.session)
    answer = RedirectResponse("/sign-in?done=out", status_code=303)
    cookies_of(request).clear(answer, SESSION)
    return answer
