"""忘记密码."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Invalid
from service.flows.people.recover_account import recover_account
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.people.recover import recover_page

router = APIRouter()


@router.get("/recover", response_class=HTMLResponse, dependencies=[permit(Action.SIGN_IN)])
def show_recover(request: Request, renderer: RendererDep) -> Response:
    """The form."""
    return renderer.page(request, recover_page())


@router.post("/recover", response_class=HTMLResponse, dependencies=[SignInLimited, permit(Action.SIGN_IN)])
def ask_for_link(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Send the link and say so, whether or not the address has an account."""
    email = posted.text("email", 300)
    try:
        recover_account(runtime, email, visit.came)
    except Invalid as error:
        return renderer.page(request, recover_page(email, error.fields), status=status_of(error))
    return renderer.page(request, recover_page(email, sent=True))
