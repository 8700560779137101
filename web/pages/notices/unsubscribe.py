"""退订: the link of a letter, without signing in."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.notices.choose_notices import read_unsubscribed, unsubscribe
from web.deps import Limited, RendererDep, RuntimeDep
from web.permits import shared
from web.views.notices.unsubscribe import unsubscribe_page

router = APIRouter(dependencies=[shared(Action.UNSUBSCRIBE)], include_in_schema=False)
_Code = Annotated[str, Query(alias="w", max_length=120)]


@router.get("/unsubscribe", response_class=HTMLResponse)
def look(request: Request, runtime: RuntimeDep, renderer: RendererDep, code: _Code = "") -> Response:
    """Say what the button does. Looking changes nothing, because mail servers open links too."""
    kind, ended = read_unsubscribed(runtime, code)
    return _unkept(renderer.page(request, unsubscribe_page(kind, code, ended=ended)))


@router.post("/unsubscribe", response_class=HTMLResponse, dependencies=[Limited])
def end(request: Request, runtime: RuntimeDep, renderer: RendererDep, code: _Code = "", again: str = "") -> Response:
    """End letters of this kind by one click, from the page or from a mail program (RFC 8058); `again=1` takes it back.

    The address itself proves whose letters they are, so there is no form token: mail programs could send none.
    """
    unsubscribe(runtime, code, again=again == "1")
    kind, ended = read_unsubscribed(runtime, code)
    return _unkept(renderer.page(request, unsubscribe_page(kind, code, ended=ended)))


def _unkept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
