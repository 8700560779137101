"""联系人同意: where the link of a contact person leads, without an account."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.api.errors import status_of
from service.brokerage.consents import ToldPerson
from service.domain.consents import ConsentStep
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.profiles.answer_consent import answer_consent, export_own_consent, give_consent, see_own_consent
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.profiles.consent import consent_page

router = APIRouter(dependencies=[permit(Action.GIVE_CONSENT), SignInLimited])
_ENDING = {"decline": ConsentStep.DECLINE, "withdraw": ConsentStep.WITHDRAW}
Secret = Annotated[str, Query(max_length=100)]


@router.get("/consent", response_class=HTMLResponse, include_in_schema=False)
def show_consent(request: Request, runtime: RuntimeDep, renderer: RendererDep, t: Secret = "") -> Response:
    """What is asked, or what is kept; opening the page uses nothing up."""
    return renderer.page(request, consent_page(see_own_consent(runtime, t), t))


@router.post("/consent", response_class=HTMLResponse)
def answer(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Agree, decline, withdraw, or agree anew."""
    secret, do = posted.text("t", 100), posted.text("do", 10)
    told = ToldPerson(
        posted.text("name"), posted.text("mobile", 40), posted.number("months"), posted.text("wording", 20), bool(posted.text("agreed", 5))
    )  # fmt: skip
    try:
        if do in _ENDING:
            answer_consent(runtime, visit.actor, secret, _ENDING[do])
            return renderer.page(request, consent_page(see_own_consent(runtime, secret), secret, do))
        link = give_consent(runtime, visit.actor, secret, told)
    except (Invalid, Conflict) as error:
        page = consent_page(see_own_consent(runtime, secret), secret).refused(error, told)
        return renderer.page(request, page, status=status_of(error))
    fresh = link.rpartition("=")[2]
    return renderer.page(request, consent_page(see_own_consent(runtime, fresh), fresh).with_link(link))


@router.post("/consent/export")
def take_away(runtime: RuntimeDep, posted: PostedDep) -> Response:
    """Everything that is kept, as a file."""
    told = export_own_consent(runtime, posted.text("t", 100))
    headers = {"content-disposition": 'attachment; filename="my-consent.json"', "cache-control": "no-store"}
    return Response(told, media_type="application/json", headers=headers)
