"""人员: who has an account, and what they may do."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.people import PeopleQuery
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.people.invite_person import Invitation, invite_staff
from service.flows.people.keep_people import get_account, keep_people, list_accounts
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.people.people import people_page, person_page

router = APIRouter()
_Word = Annotated[str, Query(max_length=60)]
_Number = Annotated[int, Query(ge=1, le=10_000)]


@router.get("/people", response_class=HTMLResponse, dependencies=[permit(Action.READ_PEOPLE)])
def people(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    q: _Word = "",
    role: _Word = "",
    page: _Number = 1,
) -> Response:
    """All of them by name, narrowed by the address."""
    query = PeopleQuery(q.strip(), role, page)
    return renderer.page(request, people_page(visit.actor, list_accounts(runtime, visit.actor, query), query))


@router.post("/people", response_class=HTMLResponse, dependencies=[SignInLimited, permit(Action.KEEP_PEOPLE)])
def bring_in_staff(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Create somebody of the bureau."""
    wish = Invitation(posted.text("email", 300), posted.text("name", 200), posted.text("role", 20))
    try:
        person_id = invite_staff(runtime, visit.actor, wish)
    except (Invalid, Conflict) as error:
        query = PeopleQuery()
        page = people_page(visit.actor, list_accounts(runtime, visit.actor, query), query).refused(wish, error)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/people/{person_id}", status_code=303)


@router.get("/people/{person_id}", response_class=HTMLResponse, dependencies=[permit(Action.READ_PEOPLE)])
def person(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, person_id: str) -> Response:
    """One of them."""
    return renderer.page(request, person_page(visit.actor, get_account(runtime, visit.actor, person_id)))


@router.post("/people/{person_id}", response_class=HTMLResponse, dependencies=[permit(Action.KEEP_PEOPLE)])
def change_person(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, person_id: str
) -> Response:
    """Give or take a role, suspend, sign out; always with a reason."""
    reason = posted.text("reason")
    try:
        keep_people(runtime, visit.actor, person_id, posted.text("step", 80), reason)
    except (Invalid, Conflict) as error:
        page = person_page(visit.actor, get_account(runtime, visit.actor, person_id)).refused(reason, error)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/people/{person_id}", status_code=303)
