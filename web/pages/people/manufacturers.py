"""登记企业."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.people.enter_manufacturer import ManufacturerWish, enter_manufacturer
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.people.manufacturers import manufacturers_page

router = APIRouter(dependencies=[permit(Action.ENTER_MANUFACTURERS)])


@router.get("/manufacturers", response_class=HTMLResponse)
def manufacturers(request: Request, renderer: RendererDep, done: str = "") -> Response:
    """The form."""
    return renderer.page(request, manufacturers_page(done=bool(done)))


@router.post("/manufacturers", response_class=HTMLResponse, dependencies=[SignInLimited])
def enter_one(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Enter one and invite its person."""
    unit, name, email, reason = (posted.text(field) for field in ("unit", "name", "email", "reason"))
    wish = ManufacturerWish(unit, name, email, reason, joins=posted.text("joins", 4) == "yes")
    try:
        enter_manufacturer(runtime, visit.actor, wish)
    except (Invalid, Conflict) as error:
        return renderer.page(request, manufacturers_page(wish, error.fields), status=status_of(error))
    return RedirectResponse("/manufacturers?done=1", status_code=303)
