"""登记需求: the form with what was understood and who fits, and the page that says what happens next."""

import secrets
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.brokerage.statements import Statement
from service.domain.needs import NeedSource, Visibility
from service.domain.permissions import Action
from service.edge.costly_route import MatchRoute
from service.errors import Conflict, Invalid
from service.flows.brokering.state_need import StatedBy, state_need
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.matching.strip_need import strip_need
from service.flows.people.name_firms import name_firms
from web.deps import RendererDep, RuntimeDep
from web.parts.surroundings import surroundings_of
from web.permits import VisitDep, permit
from web.posted import Posted, PostedDep
from web.views.brokering.state_need import state_need_page

router = APIRouter(route_class=MatchRoute, dependencies=[permit(Action.ASK_DESK)])
_SHOWN = 3
_TEXT_MOST = 5_000


@router.get("/needs/new", response_class=HTMLResponse, include_in_schema=False)
def new_need(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    q: Annotated[str, Query(max_length=_TEXT_MOST)] = "",
) -> Response:
    """The form; a sentence in the address is read at once, without personal data."""
    stripped = strip_need(q)
    if stripped.removed:
        return RedirectResponse("/needs/new?" + urlencode({"q": stripped.text}), status_code=303)
    firm = next(iter(name_firms(runtime, visit.actor).values()), "")
    page = state_need_page(Statement(q.strip(), firm=firm), visit.actor, surroundings_of(runtime), secrets.token_urlsafe(16))
    if not q.strip():
        return renderer.page(request, page)
    try:
        return renderer.page(request, page.answered(match_need(runtime, MatchRequest(q, limit=_SHOWN)), runtime.knowledge().taxonomy))
    except Invalid as error:
        return renderer.page(request, page.refused(error), status=status_of(error))


@router.post("/needs", response_class=HTMLResponse)
def register_need(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Store it, and go to where it is followed."""
    statement, key = _read(posted), posted.text("key", 60)
    try:
        answer = match_need(runtime, MatchRequest(statement.text, include_weak=True))
        stated = state_need(runtime, StatedBy(visit.actor, NeedSource.SITE, key), statement, answer)
    except (Invalid, Conflict) as error:
        page = state_need_page(statement, visit.actor, surroundings_of(runtime), key or secrets.token_urlsafe(16))
        return renderer.page(request, page.refused(error), status=status_of(error))
    if stated.secret:
        return RedirectResponse("/my-needs/follow?" + urlencode({"t": stated.secret, "new": "1"}), status_code=303)
    own = "/workbench/needs/" if stated.on_desk else "/my-needs/"
    return RedirectResponse(own + stated.need.id, status_code=303)


def _read(posted: Posted) -> Statement:
    return Statement(
        text=posted.text("q", _TEXT_MOST + 1),
        firm=posted.text("firm", 200),
        uscc=posted.text("uscc", 40),
        industry=posted.text("industry", 60),
        town=posted.text("town", 60),
        staff_count=posted.text("staff_count", 20),
        budget_wan=posted.text("budget_wan", 20),
        due_on=posted.text("due_on", 20),
        owned=posted.text("owned"),
        visibility=posted.text("visibility", 20) or Visibility.SHORTLISTED,
        contact_name=posted.text("contact_name", 200),
        contact_phone=posted.text("contact_phone", 60),
        contact_email=posted.text("contact_email", 300),
        agreed=bool(posted.text("agreed", 10)),
    )
