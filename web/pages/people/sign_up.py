"""注册: the form, and the page that says where the letter went."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Invalid
from service.flows.people.sign_up import SignUpWish, sign_up
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.people.sign_up import sign_up_page

router = APIRouter()


@router.get("/sign-up", response_class=HTMLResponse, dependencies=[permit(Action.SIGN_IN)])
def show_sign_up(request: Request, renderer: RendererDep) -> Response:
    """The form."""
    return renderer.page(request, sign_up_page(SignUpWish("", "", "", agreed=False)))


@router.post("/sign-up", response_class=HTMLResponse, dependencies=[SignInLimited, permit(Action.SIGN_IN)])
def ask_for_account(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Send the letter and say so, whether or not the address has an account."""
    wish = SignUpWish(posted.text("email", 300), posted.text("name", 200), posted.text("unit", 200), agreed=bool(posted.text("agreed", 10)))
    try:
        sign_up(runtime, wish, visit.came)
    except Invalid as error:
        return renderer.page(request, sign_up_page(wish, error.fields), status=status_of(error))
    return renderer.page(request, sign_up_page(wish, sent=True))
