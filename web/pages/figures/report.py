"""月报: a page to print and a workbook, with the same numbers as everywhere."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.directory.export_members import MEDIA_TYPE
from service.flows.figures.export_report import export_report
from service.flows.figures.tell_figures import FigureAsked, tell_figures
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.views.figures.report import report_page, report_sheets

router = APIRouter(dependencies=[permit(Action.READ_FIGURES)])
_Code = Annotated[str, Query(max_length=20)]


@router.get("/figures/report", response_class=HTMLResponse)
def report(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, period: _Code = "", town: _Code = ""
) -> Response:
    """To print."""
    return renderer.page(request, report_page(tell_figures(runtime, visit.actor, FigureAsked(period, town)), runtime.settings.bureau_name))


@router.get("/figures/report.xlsx", response_class=Response)
def report_workbook(*, runtime: RuntimeDep, visit: VisitDep, period: _Code = "", town: _Code = "") -> Response:
    """The workbook."""
    told = tell_figures(runtime, visit.actor, FigureAsked(period, town))
    sheets = report_sheets(told, runtime.settings.bureau_name, runtime.settings.public_url)
    named = quote(f"{sheets.title}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{named}", "Cache-Control": "no-store"}
    return Response(export_report(sheets), media_type=MEDIA_TYPE, headers=headers)
