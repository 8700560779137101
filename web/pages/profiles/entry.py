"""服务商管理: one firm's memberships, what was vouched for, and what files may say again."""

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.membership_steps import MembershipTerms
from service.domain.permissions import Action
from service.errors import Conflict, Invalid, NotFound
from service.flows.profiles.keep_membership import MembershipWish, keep_membership
from service.flows.profiles.release_part import release_part
from service.flows.profiles.see_entry import see_entry
from service.flows.profiles.verify_evidence import revoke_evidence, verify_evidence
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.permits import Visit, VisitDep, permit
from web.posted import Posted, PostedDep
from web.render import Renderer
from web.views.profiles.entry import entry_page

router = APIRouter(dependencies=[permit(Action.KEEP_ENTRIES)])


@router.get("/entries/{provider_id}", response_class=HTMLResponse)
def entry(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, provider_id: str, done: str = "") -> Response:
    """All of it."""
    return renderer.page(request, entry_page(see_entry(runtime, visit.actor, provider_id), runtime.today, visit.actor, done))


@router.post("/entries/{provider_id}/memberships", response_class=HTMLResponse)
def membership(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, provider_id: str
) -> Response:
    """Admit, suspend, resume, remove, correct."""

    def deed() -> None:
        terms, problems = _terms(posted)
        if problems:
            raise Invalid("有内容没填对。", fields=problems)
        wish = MembershipWish(
            posted.text("pool", 40), posted.text("step", 20), posted.text("reason"), posted.number("version"), terms
        )  # fmt: skip
        keep_membership(runtime, visit.actor, provider_id, wish)

    return _Doing(request, runtime, renderer, visit, posted).do(provider_id, deed, "membership")


@router.post("/entries/{provider_id}/evidence", response_class=HTMLResponse)
def evidence(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, provider_id: str
) -> Response:
    """Vouch for an item, or take back what was vouched."""

    def deed() -> None:
        reason = posted.text("reason")
        if posted.text("do", 10) == "revoke":
            revoke_evidence(runtime, visit.actor, provider_id, posted.text("item", 40), reason)
        else:
            verify_evidence(runtime, visit.actor, provider_id, posted.text("item", 40), reason)

    return _Doing(request, runtime, renderer, visit, posted).do(provider_id, deed, "evidence")


@router.post("/entries/{provider_id}/release", response_class=HTMLResponse)
def release(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, provider_id: str
) -> Response:
    """Let files speak again of one part."""

    def deed() -> None:
        release_part(runtime, visit.actor, provider_id, posted.text("part", 80), posted.text("reason"))

    return _Doing(request, runtime, renderer, visit, posted).do(provider_id, deed, "release")


class _Doing:
    """One deed of a form on this page: done, or the page again with why not."""

    def __init__(self, request: Request, runtime: Runtime, renderer: Renderer, visit: Visit, posted: Posted) -> None:
        self._request, self._runtime, self._renderer, self._visit, self._posted = request, runtime, renderer, visit, posted

    def do(self, provider_id: str, deed: Callable[[], None], done: str) -> Response:
        """Go back to the firm afterwards."""
        try:
            deed()
        except (Invalid, Conflict, NotFound) as error:
            state = see_entry(self._runtime, self._visit.actor, provider_id)
            page = entry_page(state, self._runtime.today, self._visit.actor).refused(error, self._posted.all())
            return self._renderer.page(self._request, page, status=status_of(error))
        return RedirectResponse(f"/entries/{provider_id}?done={done}", status_code=303)


def _terms(posted: Posted) -> tuple[MembershipTerms, dict[str, str]]:
    """What the form says of an admission; a day that cannot be read is told."""
    days: dict[str, date | None] = {}
    problems = {}
    for name in ("admitted_on", "valid_until"):
        told = posted.text(name, 20).strip()
        try:
            days[name] = date.fromisoformat(told) if told and told != "长期" else None
        except ValueError:
            problems[name] = "日期写成 2026-01-05 这样；没有期限请留空。"
    category, batch, document_no = (posted.text(name, 120).strip() or None for name in ("category", "batch", "document_no"))
    return MembershipTerms(category, batch, document_no, days.get("admitted_on"), days.get("valid_until")), problems
