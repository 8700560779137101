"""需求表格: a workbook is read and judged, then its good rows are registered on one press."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.need_sheets import SHEET_MOST_MB, TAKEN_AT_ONCE, SheetLine
from service.domain.needs import NeedSource
from service.domain.permissions import Action, Actor
from service.errors import Conflict, Invalid
from service.flows.brokering.check_need_sheet import SentSheet, check_need_sheet, see_need_sheet, see_need_sheets, statement_of
from service.flows.brokering.keep_sheet_line import TakenLine, keep_sheet_line
from service.flows.brokering.state_need import StatedBy, state_need
from service.flows.brokering.write_need_template import write_need_template
from service.flows.matching.match_need import MatchRequest, match_need
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.brokering.need_sheets import need_sheet_page, need_sheets_page

router = APIRouter()
_MAY = permit(Action.BROKER_NEEDS)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/workbench/sheets", response_class=HTMLResponse, dependencies=[_MAY])
def need_sheets(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """The last ones, and a form for another."""
    return renderer.page(request, need_sheets_page(see_need_sheets(runtime, visit.actor)))


@router.get("/workbench/sheets/template.xlsx", dependencies=[_MAY])
def template(_visit: VisitDep) -> Response:
    """The workbook to fill in."""
    headers = {"Content-Disposition": "attachment; filename*=UTF-8''%E9%9C%80%E6%B1%82%E7%99%BB%E8%AE%B0%E8%A1%A8.xlsx"}
    return Response(write_need_template(), media_type=_XLSX, headers=headers)


@router.post("/workbench/sheets", response_class=HTMLResponse, dependencies=[permit(Action.BROKER_NEEDS, files=1)])
def read_sheet(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Read and judge it; nothing is registered yet."""
    sent = SentSheet("", b"")
    for file in posted.files("file"):
        sent = SentSheet(file.filename or "", file.file.read(SHEET_MOST_MB * 1_000_000 + 1))
        file.file.close()
    try:
        sheet_id = check_need_sheet(runtime, visit.actor, sent)
    except Invalid as error:
        page = need_sheets_page(see_need_sheets(runtime, visit.actor)).refused(error)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/workbench/sheets/{sheet_id}", status_code=303)


@router.get("/workbench/sheets/{sheet_id}", response_class=HTMLResponse, dependencies=[_MAY])
def need_sheet(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, sheet_id: str) -> Response:
    """What was read, what is wrong, and what became of each row."""
    return renderer.page(request, need_sheet_page(see_need_sheet(runtime, visit.actor, sheet_id)))


@router.post("/workbench/sheets/{sheet_id}", response_class=HTMLResponse, dependencies=[_MAY])
def take_sheet(runtime: RuntimeDep, visit: VisitDep, posted: PostedDep, sheet_id: str) -> Response:
    """Register its good rows, fifty at a press; a row that was registered before is not registered again, also after a crash."""
    sheet = see_need_sheet(runtime, visit.actor, sheet_id)
    again = set(posted.many("again"))
    wanted = [line for line in sheet.lines if line.is_ready and (not line.alike or str(line.line) in again)]
    for line in wanted[:TAKEN_AT_ONCE]:
        keep_sheet_line(runtime, visit.actor, sheet_id, _registered(runtime, visit.actor, f"{sheet_id}:{line.line}", line))
    return RedirectResponse(f"/workbench/sheets/{sheet_id}", status_code=303)


def _registered(runtime: Runtime, actor: Actor, key: str, line: SheetLine) -> TakenLine:
    statement = statement_of(line)
    try:
        answer = match_need(runtime, MatchRequest(statement.text, include_weak=True))
        need = state_need(runtime, StatedBy(actor, NeedSource.SHEET, key), statement, answer).need
    except (Conflict, Invalid) as error:
        return TakenLine(line.line, failure="；".join(error.fields.values()) or error.message)
    return TakenLine(line.line, need.id, need.number)
