"""附件: a firm hands papers in and takes them back; the files, for whom the table lets in."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.errors import Conflict, Invalid
from service.flows.profiles.see_attachments import open_attachment, see_attachments
from service.flows.profiles.send_attachment import SentPaper, send_attachment
from service.flows.profiles.take_back_attachment import take_back_attachment
from web.deps import RendererDep, RuntimeDep, SignInLimited
from web.permits import VisitDep, permit
from web.posted import Posted, PostedDep
from web.views.profiles.attachments import attachments_page

router = APIRouter()
_EDITS = permit(Action.EDIT_PROFILE)
FILE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store, private",
}
"""Of a file that somebody handed in: it runs nothing, is taken for nothing else, and stays in no cache."""


@router.get("/profile/{provider_id}/attachments", response_class=HTMLResponse, dependencies=[_EDITS])
def attachments(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    provider_id: str,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The papers of one's own firm."""
    return renderer.page(request, attachments_page(see_attachments(runtime, visit.actor, provider_id), done))


@router.post("/profile/{provider_id}/attachments", response_class=HTMLResponse, dependencies=[_EDITS])
def take_back(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, provider_id: str
) -> Response:
    """Take one back."""
    try:
        take_back_attachment(runtime, visit.actor, provider_id, posted.text("attachment", 40))
    except Conflict as error:
        page = attachments_page(see_attachments(runtime, visit.actor, provider_id)).refused(error, {})
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/profile/{provider_id}/attachments?done=taken_back", status_code=303)


@router.post("/attachments", response_class=HTMLResponse, dependencies=[permit(Action.EDIT_PROFILE, files=1), SignInLimited])
def send(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep) -> Response:
    """Hand one in. Its address has no firm in it, because only a known address may bring a large body."""
    provider_id = posted.text("provider", 40)
    try:
        send_attachment(runtime, visit.actor, provider_id, _paper(posted))
    except (Invalid, Conflict) as error:
        page = attachments_page(see_attachments(runtime, visit.actor, provider_id)).refused(error, posted.all())
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/profile/{provider_id}/attachments?done=sent", status_code=303)


@router.get("/attachments/{attachment_id}", dependencies=[permit(Action.READ_ATTACHMENTS)])
def file(runtime: RuntimeDep, visit: VisitDep, attachment_id: str) -> Response:
    """The file, to be stored and not to be shown within the site."""
    opened = open_attachment(runtime, visit.actor, attachment_id)
    headers = {**FILE_HEADERS, "Content-Disposition": f'attachment; filename="{opened.name}"'}
    return Response(opened.content, media_type=opened.media_type, headers=headers)


def _paper(posted: Posted) -> SentPaper:
    files = posted.files("file")
    kind, _, about = posted.text("about", 300).partition("~")
    try:
        content = files[0].file.read() if files else b""
    finally:
        for each in files:
            each.file.close()
    return SentPaper(kind, about, content, posted.text("valid_until", 20), posted.text("replaces", 40))
