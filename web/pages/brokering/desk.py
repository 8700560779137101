"""服务台: its page, and the one-click count of a supply gap."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.domain.permissions import Action
from service.domain.supply_gaps import SupplyGap
from service.errors import NotFound
from service.flows.brokering.record_supply_gap import record_supply_gap
from service.flows.directory.browse_providers import get_provider
from service.flows.matching.strip_need import strip_need
from service.runtime import Runtime
from web.addresses.local_path import local_path
from web.deps import Limited, RendererDep, RuntimeDep
from web.permits import shared
from web.views.brokering.desk import desk_page

router = APIRouter(dependencies=[shared(Action.SEARCH)])
_Code = Annotated[str, Form(max_length=40)]


@router.get("/desk", response_class=HTMLResponse)
def desk(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    q: Annotated[str, Query(max_length=5_000)] = "",
    p: Annotated[str, Query(max_length=60)] = "",
    back: Annotated[str, Query(max_length=20_000)] = "",
    noted: Annotated[str, Query(max_length=4)] = "",
) -> Response:
    """Who answers, how, by when; a need in the address is shown to be read out, without personal data."""
    stripped = strip_need(q)
    if stripped.removed:
        return RedirectResponse("/desk?" + urlencode([("q", stripped.text), ("p", p), ("back", back)]), status_code=303)
    page = desk_page(
        runtime.settings.desk_name,
        noted=bool(noted),
        text=q,
        provider=_named(runtime, p),
        back=local_path(back) if back else "",
    )
    return renderer.page(request, page)


@router.post("/desk/gaps", dependencies=[Limited])
def note_gap(
    *,
    runtime: RuntimeDep,
    reason: _Code = "",
    scenario: _Code = "",
    topic: _Code = "",
    industry: _Code = "",
    town: _Code = "",
    back: Annotated[str, Form(max_length=20_000)] = "/",
) -> RedirectResponse:
    """Count one gap and say so on the desk's page."""
    record_supply_gap(runtime, SupplyGap(reason, scenario, topic, industry, town))
    return RedirectResponse("/desk?" + urlencode([("noted", "1"), ("back", local_path(back))]), status_code=303)


def _named(runtime: Runtime, provider_id: str) -> tuple[str, str] | None:
    """Name and id of a listed provider; an old link to one that left is no reason to refuse the page."""
    try:
        return (get_provider(runtime, provider_id).name, provider_id) if provider_id else None
    except NotFound:
        return None
