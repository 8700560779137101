"""资料审核: one change."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.domain.profile_changes import Remark
from service.errors import Conflict, Invalid
from service.flows.profiles.review_change import Decision, review_change, see_review, take_change
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import Posted, PostedDep
from web.views.profiles.review import review_page

router = APIRouter(dependencies=[permit(Action.REVIEW_CHANGES)])


@router.get("/reviews/{change_id}", response_class=HTMLResponse)
def review(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, change_id: str) -> Response:
    """What it would change."""
    return renderer.page(request, review_page(see_review(runtime, visit.actor, change_id), visit.actor))


@router.post("/reviews/{change_id}/take", response_class=HTMLResponse)
def take(runtime: RuntimeDep, visit: VisitDep, posted: PostedDep, change_id: str) -> RedirectResponse:
    """Begin to review it, or put it back."""
    put_back = posted.text("do", 10) == "put-back"
    take_change(runtime, visit.actor, change_id, put_back=put_back)
    return RedirectResponse("/reviews" if put_back else f"/reviews/{change_id}", status_code=303)


@router.post("/reviews/{change_id}", response_class=HTMLResponse)
def decide(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, change_id: str) -> Response:
    """Publish it, or return it with reasons."""
    approve = posted.text("do", 10) == "approve"
    remarks = () if approve else _remarks(posted)
    decision = Decision(approve, posted.number("version"), posted.number("published"), remarks, posted.text("words"))
    try:
        review_change(runtime, visit.actor, change_id, decision)
    except (Invalid, Conflict) as error:
        page = review_page(see_review(runtime, visit.actor, change_id), visit.actor).refused(error, decision)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse(f"/reviews?done={'approved' if approve else 'returned'}", status_code=303)


def _remarks(posted: Posted) -> tuple[Remark, ...]:
    """A reason for each part that has one chosen; words alone count as 其他."""
    found = []
    for name, value in posted.all().items():
        kind, _, part = name.partition("~")
        if kind == "reason" and part:
            words = posted.text(f"words~{part}")
            if value or words.strip():
                found.append(Remark(part, value or "other", words))
    return tuple(found)
