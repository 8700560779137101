"""本人信息: what the platform keeps about whoever looks; take it away, or close the account."""

from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Invalid, Refused
from service.flows.people.erase_person import erase_person
from service.flows.people.export_own_records import export_own_records, read_own_records
from web.account_cookies import SESSION
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.permits import VisitDep, cookies_of, permit
from web.posted import PostedDep
from web.views.people.own_records import own_records_page

router = APIRouter(dependencies=[permit(Action.KEEP_OWN_ACCOUNT)])


@router.get("/account/records", response_class=HTMLResponse)
def own_records(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep) -> Response:
    """Every kind of which something is kept."""
    return renderer.page(request, own_records_page(read_own_records(runtime, visit.actor)))


@router.get("/account/records.json")
def own_records_file(runtime: RuntimeDep, visit: VisitDep) -> Response:
    """The same as a file."""
    disposition = f"attachment; filename=\"own-records.json\"; filename*=UTF-8''{quote('本人信息.json')}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(export_own_records(runtime, visit.actor), media_type="application/json", headers=headers)


@router.post("/account/records/erase", response_class=HTMLResponse, dependencies=[SignInLimited])
def erase(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Close the account for ever."""
    try:
        erase_person(runtime, visit.actor, posted.text("password", 200))
    except (Invalid, Refused) as error:
        page = own_records_page(read_own_records(runtime, visit.actor)).refused(error)
        return renderer.page(request, page, status=status_of(error))
    answer = RedirectResponse("/", status_code=303)
    cookies_of(request).clear(answer, SESSION)
    return answer
