"""接口令牌."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.domain.tokens import USUAL_DAYS
from service.errors import Conflict, Invalid
from service.flows.people.keep_tokens import end_token, keep_tokens, make_token
from service.identity.tokens import TokenWish
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.permits import Visit, VisitDep, permit
from web.posted import PostedDep
from web.views.people.tokens import TokensPage, tokens_page

router = APIRouter(dependencies=[permit(Action.KEEP_OWN_ACCOUNT)])
_USUAL = TokenWish("", (), USUAL_DAYS)


@router.get("/account/tokens", response_class=HTMLResponse)
def tokens(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """All of them, and the form for one more."""
    return renderer.page(request, _drawn(runtime, visit, _USUAL))


@router.post("/account/tokens", response_class=HTMLResponse)
def make_one(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Make one and show it, this once: the answer is not kept anywhere, and reloading it makes no further one without asking."""
    wish = TokenWish(posted.text("name", 200), posted.many("scopes"), posted.number("days"))
    try:
        secret = make_token(runtime, visit.actor, visit.own_session, wish)
    except (Invalid, Conflict) as error:
        return renderer.page(request, _drawn(runtime, visit, wish).refused(error), status=status_of(error))
    return renderer.page(request, _drawn(runtime, visit, _USUAL, made=secret))


@router.post("/account/tokens/end")
def end_one(runtime: RuntimeDep, visit: VisitDep, posted: PostedDep) -> RedirectResponse:
    """Revoke one."""
    end_token(runtime, visit.actor, posted.text("token", 40))
    return RedirectResponse("/account/tokens", status_code=303)


def _drawn(runtime: Runtime, visit: Visit, wish: TokenWish, made: str = "") -> TokensPage:
    now = runtime.clock.now()
    return tokens_page(keep_tokens(runtime, visit.actor), now, wish, made, is_fresh=visit.own_session.is_fresh(now))
