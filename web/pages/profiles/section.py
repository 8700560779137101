"""改一栏."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.domain.profile_sections import section_exists
from service.errors import Conflict, Invalid, NotFound
from service.flows.profiles.edit_profile import SectionWish, edit_profile
from service.flows.profiles.see_profile import ProfileState, see_profile
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.profiles.section import read_typed, section_page

router = APIRouter(dependencies=[permit(Action.EDIT_PROFILE)])


@router.get("/profile/{provider_id}/edit/{section}", response_class=HTMLResponse)
def show_section(
    *, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, provider_id: str, section: str
) -> Response:
    """The form."""
    state = see_profile(runtime, visit.actor, provider_id)
    if not section_exists(state.wanted, section):
        raise NotFound("资料里没有这一栏，可能刚被同事删去。")
    return renderer.page(request, section_page(state, section))


@router.post("/profile/{provider_id}/edit/{section}", response_class=HTMLResponse)
def save_section(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    posted: PostedDep,
    provider_id: str,
    section: str,
) -> Response:
    """Save it into the draft; what was typed is shown again when that was not possible."""
    state = see_profile(runtime, visit.actor, provider_id)
    page = section_page(state, section if _can_be(state, section) else "basics")
    typed = read_typed(posted.all(), page)
    wish = SectionWish(section, typed, posted.text("seen", 40), remove=posted.text("do", 10) == "remove")
    try:
        outcome = edit_profile(runtime, visit.actor, provider_id, wish)
    except (Conflict, Invalid) as error:
        return renderer.page(request, page.refused(typed, error), status=status_of(error))
    if not outcome.saved:
        return renderer.page(request, page.answered(typed, outcome), status=422 if outcome.problems else 409)
    return RedirectResponse(f"/profile/{provider_id}?done=saved", status_code=303)


def _can_be(state: ProfileState, section: str) -> bool:
    """Tell whether the form of a section can be drawn: also that of an item that a colleague took out meanwhile."""
    return section_exists(state.wanted, section) or section.partition(":")[0] in {"capability", "case"}
