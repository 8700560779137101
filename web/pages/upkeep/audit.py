"""审计日志: read, narrowed by the address, and taken away as a file."""

from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.audit_reading import AuditQuery
from service.domain.permissions import Action
from service.flows.upkeep.export_audit import MEDIA_TYPES, AuditFormat, export_audit
from service.flows.upkeep.read_audit import read_audit
from web.addresses.list_address import Narrowed, read_narrowed
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.views.upkeep.audit import FILTERS, audit_page, day_of

router = APIRouter(dependencies=[permit(Action.READ_AUDIT)])
_PATH = "/audit"


@router.get(_PATH, response_class=HTMLResponse)
def audit(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """One page of it, newest first."""
    narrowed = read_narrowed(_PATH, request.query_params.multi_items(), FILTERS)
    return renderer.page(request, audit_page(read_audit(runtime, visit.actor, _query(narrowed)), narrowed))


@router.get("/audit/lines.{kind}")
def audit_file(request: Request, runtime: RuntimeDep, visit: VisitDep, kind: AuditFormat) -> Response:
    """All lines that the address leaves."""
    narrowed = read_narrowed(_PATH, request.query_params.multi_items(), FILTERS)
    file = export_audit(runtime, visit.actor, _query(narrowed), kind)
    disposition = f"attachment; filename=\"audit.{kind}\"; filename*=UTF-8''{quote(file.file_name)}"
    return Response(file.content, media_type=MEDIA_TYPES[kind], headers={"Content-Disposition": disposition, "Cache-Control": "no-store"})


def _query(narrowed: Narrowed) -> AuditQuery:
    def want(name: str) -> str:
        return narrowed.wanted.get(name, "")

    return AuditQuery(
        who=want("who"),
        action=want("action"),
        kind=want("kind"),
        record=want("record"),
        first_on=day_of(want("from")),
        last_on=day_of(want("to")),
        number=narrowed.page,
    )
