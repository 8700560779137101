"""导入: a file comes in, is tried, confirmed, and reported."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import UploadFile

from service.api.errors import status_of
from service.domain.imports import FILES_MOST
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.directory.export_members import MEDIA_TYPE
from service.flows.profiles.export_import_report import export_import_report
from service.flows.profiles.receive_import import SentFile, receive_import
from service.flows.profiles.see_imports import see_import, see_imports
from service.flows.profiles.step_import import step_import
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.profiles.imports import import_page, imports_page

router = APIRouter()


@router.get("/imports", response_class=HTMLResponse, dependencies=[permit(Action.IMPORT_POOLS)])
def imports(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, page: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """The form, and everything that was imported."""
    return renderer.page(request, imports_page(see_imports(runtime, visit.actor, page)))


@router.post("/imports", response_class=HTMLResponse, dependencies=[permit(Action.IMPORT_POOLS, files=FILES_MOST)])
def receive(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Take the files and try them."""
    files = posted.files("file")
    try:
        import_id = receive_import(runtime, visit.actor, [_sent(each) for each in files], posted.text("pool", 40))
    except (Invalid, Conflict) as error:
        page = imports_page(see_imports(runtime, visit.actor, 1)).refused(error)
        return renderer.page(request, page, status=status_of(error))
    finally:
        for each in files:
            each.file.close()
    return RedirectResponse(f"/imports/{import_id}", status_code=303)


@router.get("/imports/{import_id}", response_class=HTMLResponse, dependencies=[permit(Action.IMPORT_POOLS)])
def one_import(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, import_id: str) -> Response:
    """How far it is, and what became of it."""
    return renderer.page(request, import_page(see_import(runtime, visit.actor, import_id)))


@router.post("/imports/{import_id}", response_class=HTMLResponse, dependencies=[permit(Action.IMPORT_POOLS)])
def step(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, import_id: str) -> Response:
    """Confirm, try again, discard, cancel."""
    try:
        step_import(runtime, visit.actor, import_id, posted.text("step", 20))
    except (Invalid, Conflict) as error:
        page = import_page(see_import(runtime, visit.actor, import_id)).refused(error)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/imports/{import_id}", status_code=303)


@router.get("/imports/{import_id}/report.xlsx", dependencies=[permit(Action.IMPORT_POOLS)])
def report_workbook(*, runtime: RuntimeDep, visit: VisitDep, import_id: str) -> Response:
    """All problems, for a clerk."""
    headers = {"Content-Disposition": 'attachment; filename="import-report.xlsx"', "Cache-Control": "no-store"}
    return Response(export_import_report(runtime, visit.actor, import_id, "xlsx"), media_type=MEDIA_TYPE, headers=headers)


@router.get("/imports/{import_id}/report.json", dependencies=[permit(Action.IMPORT_POOLS)])
def report_json(*, runtime: RuntimeDep, visit: VisitDep, import_id: str) -> Response:
    """The same as the command writes it."""
    headers = {"Content-Disposition": 'attachment; filename="import-report.json"', "Cache-Control": "no-store"}
    return Response(export_import_report(runtime, visit.actor, import_id, "json"), media_type="application/json", headers=headers)


def _sent(file: UploadFile) -> SentFile:
    return SentFile(file.filename or "", file.size or 0, file.file)
