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
from service.flows.people.sign_in_with_passkey import begin_passkey_sign_in, sign_in_with_passkey
from service.flows.people.sign_out import sign_out
from service.identity.passkeys import ANSWER_MAX_CHARACTERS
from service.identity.sessions import BegunSession
from service.runtime import Runtime
from web.account_cookies import SESSION
from web.addresses.local_path import local_path
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.given_sessions import give_session
from web.parts.ways_in import ways_in_of
from web.permits import Visit, VisitDep, cookies_of, permit
from web.posted import PostedDep
from web.views.people.sign_in import sign_in_page

router = APIRouter()
_Next = Annotated[str, Query(alias="next", max_length=12_000)]


@router.get("/sign-in", response_class=HTMLResponse, dependencies=[permit(Action.SIGN_IN)])
def show_sign_in(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    target: _Next = "/account",
    done: str = "",
    again: bool = False,
) -> Response:
    """The form; whoever is signed in goes on, unless he is to show `again` who he is."""
    if visit.actor.is_known and not again:
        return RedirectResponse(local_path(target), status_code=303)
    return renderer.page(request, sign_in_page(ways_in_of(runtime), local_path(target), done="again" if again else done))


@router.post("/sign-in", response_class=HTMLResponse, dependencies=[SignInLimited, permit(Action.SIGN_IN)])
def try_sign_in(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Open a session and go on to where the person wanted."""
    email, target = posted.text("email", 300), local_path(posted.text("next", 12_000) or "/account")
    try:
        begun = sign_in(runtime, SignInTry(email, posted.text("password")), visit.came)
    except (Invalid, TooManyRequests) as error:
        page = sign_in_page(ways_in_of(runtime), target, email, error)
        answer = renderer.page(request, page, status=status_of(error))
        if error.wait_seconds is not None:
            answer.headers["Retry-After"] = str(error.wait_seconds)
        return answer
    return _gone(request, runtime, visit, begun, target)


@router.post("/sign-in/passkey/begin", dependencies=[SignInLimited, permit(Action.SIGN_IN)])
def ask_passkey(runtime: RuntimeDep, visit: VisitDep) -> Response:
    """What the browser asks the device, for the page's script."""
    options = begin_passkey_sign_in(runtime, visit.cookie)
    return Response(options, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.post("/sign-in/passkey", response_class=HTMLResponse, dependencies=[SignInLimited, permit(Action.SIGN_IN)])
def try_passkey(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Open a session by the device's answer."""
    target, answer = local_path(posted.text("next", 12_000) or "/account"), posted.text("credential", ANSWER_MAX_CHARACTERS)
    try:
        begun = sign_in_with_passkey(runtime, visit.cookie, answer, visit.came)
    except (Invalid, TooManyRequests) as error:
        return renderer.page(request, sign_in_page(ways_in_of(runtime), target, "", error), status=status_of(error))
    return _gone(request, runtime, visit, begun, target)


def _gone(request: Request, runtime: Runtime, visit: Visit, begun: BegunSession, target: str) -> Response:
    """On to where one wanted, with the new session; the one this browser had before ends."""
    if visit.session:
        sign_out(runtime, visit.session)
    step = f"/second-step?{urlencode([('next', target)])}"
    gone = RedirectResponse(target if begun.session.proof is Proof.FULL else step, status_code=303)
    give_session(request, runtime, visit, begun, gone)
    return gone


@router.post("/sign-out", dependencies=[permit(Action.SIGN_IN)])
def leave(request: Request, runtime: RuntimeDep, visit: VisitDep) -> RedirectResponse:
    """End the session and forget its cookie."""
    if visit.session:
        sign_out(runtime, visit.session)
    answer = RedirectResponse("/sign-in?done=out", status_code=303)
    cookies_of(request).clear(answer, SESSION)
    return answer
