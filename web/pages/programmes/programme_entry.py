"""Staff enter and change programmes."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.domain.programme_entries import ProgrammeEntry
from service.errors import Conflict, Invalid
from service.flows.programmes.browse_programmes import browse_programmes
from service.flows.programmes.keep_programme import keep_programme, open_programme_form
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.programmes.programme_entry import programme_entry_page

router = APIRouter(dependencies=[permit(Action.KEEP_PROGRAMMES)])


@router.get("/programme-entries", response_class=HTMLResponse)
def programme_entries(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> Response:
    """An empty form, and what stands."""
    return renderer.page(request, programme_entry_page(browse_programmes(runtime, {}), ProgrammeEntry()))


@router.post("/programme-entries", response_class=HTMLResponse)
def enter_programme(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Keep a new one."""
    entry = ProgrammeEntry(posted.all())
    try:
        programme_id = keep_programme(runtime, visit.actor, entry)
    except Invalid as error:
        page = programme_entry_page(browse_programmes(runtime, {}), entry).refused(error)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/programmes/{programme_id}", status_code=303)


@router.get("/programme-entries/{programme_id}", response_class=HTMLResponse)
def programme_form(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, programme_id: str) -> Response:
    """The form of a stored one."""
    stored, entry = open_programme_form(runtime, visit.actor, programme_id)
    return renderer.page(request, programme_entry_page(browse_programmes(runtime, {}), entry, stored))


@router.post("/programme-entries/{programme_id}", response_class=HTMLResponse)
def change_programme(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, programme_id: str
) -> Response:
    """Keep the changed one, or a new one that was filled from it: a new policy year."""
    entry = ProgrammeEntry(posted.all())
    stored, _ = open_programme_form(runtime, visit.actor, programme_id)
    try:
        kept = keep_programme(
            runtime, visit.actor, entry, "" if posted.text("do", 10) == "copy" else programme_id, posted.number("version")
        )
    except (Invalid, Conflict) as error:
        page = programme_entry_page(browse_programmes(runtime, {}), entry, stored).refused(error)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/programmes/{kept}", status_code=303)
