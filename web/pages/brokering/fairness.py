"""公平季报: for the desk, auditors and administrators."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action, Subject, may
from service.flows.brokering.report_fairness import report_fairness
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.views.brokering.fairness import fairness_page

router = APIRouter(dependencies=[permit(Action.READ_FAIRNESS)])


@router.get("/workbench/fairness", response_class=HTMLResponse)
def fairness(
    request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, quarter: Annotated[str, Query(max_length=10)] = ""
) -> Response:
    """One quarter; the present one without an address."""
    page = fairness_page(
        report_fairness(runtime, visit.actor, quarter), runtime.today, can_open=may(visit.actor, Action.BROKER_NEEDS, Subject())
    )
    return renderer.page(request, page)
