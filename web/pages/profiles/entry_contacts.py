"""联系人, for staff: consents on paper, endings that a person asked for, new links for who lost theirs."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.brokerage.consents import ToldPerson
from service.domain.permissions import Action
from service.errors import Conflict, Invalid, NotFound
from service.flows.profiles.end_consent import end_consent_by_staff, renew_consent_link
from service.flows.profiles.record_consent import SignedPaper, record_consent
from service.flows.profiles.see_consents import see_consents
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import Posted, PostedDep
from web.views.profiles.contacts import ContactsPage, contacts_page

router = APIRouter(dependencies=[permit(Action.KEEP_ENTRIES)])


@router.get("/entries/{provider_id}/contacts", response_class=HTMLResponse)
def entry_contacts(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    provider_id: str,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Those of one firm, masked."""
    return renderer.page(request, _page(runtime, visit, provider_id, done))


@router.post("/entries/{provider_id}/contacts", response_class=HTMLResponse)
def keep_contacts(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, provider_id: str
) -> Response:
    """Record a paper, end a consent, or make a new link."""
    consent, reason = posted.text("consent", 40), posted.text("reason")
    try:
        match posted.text("do", 10):
            case "end":
                end_consent_by_staff(runtime, visit.actor, provider_id, consent, reason)
                return RedirectResponse(f"/entries/{provider_id}/contacts?done=end", status_code=303)
            case "link":
                link = renew_consent_link(runtime, visit.actor, provider_id, consent, reason)
            case _:
                link = record_consent(runtime, visit.actor, provider_id, _paper(posted))
    except (Invalid, Conflict, NotFound) as error:
        return renderer.page(request, _page(runtime, visit, provider_id).refused(error, posted.all()), status=status_of(error))
    return renderer.page(request, _page(runtime, visit, provider_id).with_link(link))


def _page(runtime: Runtime, visit: VisitDep, provider_id: str, done: str = "") -> ContactsPage:
    return contacts_page(see_consents(runtime, visit.actor, provider_id, as_staff=True), done, as_staff=True)


def _paper(posted: Posted) -> SignedPaper:
    try:
        signed_on = date.fromisoformat(posted.text("signed_on", 10).strip())
    except ValueError:
        signed_on = None
    told = ToldPerson(
        posted.text("name"), posted.text("mobile", 40), posted.number("months"), posted.text("wording", 20), bool(posted.text("agreed", 5))
    )  # fmt: skip
    return SignedPaper(posted.text("post"), told, posted.text("document_no"), signed_on)
