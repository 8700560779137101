"""案例确认: where the link that a provider sends to its customer leads."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Invalid
from service.flows.profiles.confirm_case import CaseAnswer, confirm_case, see_case_link
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.profiles.case_answer import case_answer_page

router = APIRouter(dependencies=[permit(Action.CONFIRM_CASE)])


@router.get("/confirm-case", response_class=HTMLResponse, include_in_schema=False, dependencies=[SignInLimited])
def show_case(request: Request, runtime: RuntimeDep, renderer: RendererDep, t: Annotated[str, Query(max_length=100)] = "") -> Response:
    """The case, and the form; opening the page does not use the link up."""
    return renderer.page(request, case_answer_page(see_case_link(runtime, t), t))


@router.post("/confirm-case", response_class=HTMLResponse, dependencies=[SignInLimited])
def answer_case(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Use the link up and say thank you."""
    secret, agrees = posted.text("t", 100), posted.text("do", 10) == "confirm"
    answer = CaseAnswer(posted.text("unit"), agrees, posted.text("words"))
    asked = see_case_link(runtime, secret)
    try:
        confirm_case(runtime, visit.actor, secret, answer)
    except Invalid as error:
        return renderer.page(request, case_answer_page(asked, secret).refused(error, answer), status=status_of(error))
    return renderer.page(request, case_answer_page(asked, secret).thanked(answer))
