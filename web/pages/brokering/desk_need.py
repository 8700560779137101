"""One need as the desk sees it: everything on one screen, and everything that can be done from there."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.standing import NeedKey
from service.brokerage.told_outcomes import ToldOutcome
from service.domain.permissions import Action, Actor
from service.domain.programme_subjects import facts_of_need
from service.errors import PlatformError, Unavailable
from service.flows.brokering.answer_introduction import SaidAnswer, answer_introduction
from service.flows.brokering.assign_needs import assign_needs
from service.flows.brokering.browse_open_needs import see_questions
from service.flows.brokering.introduce import introduce, withdraw_introduction
from service.flows.brokering.keep_shortlist import clear_shortlisted, keep_shortlist
from service.flows.brokering.move_need import WishedStep, move_need
from service.flows.brokering.note_need import NextPlan, note_need, plan_need
from service.flows.brokering.plan_meeting import WishedMeeting, plan_meeting
from service.flows.brokering.recall_alike import recall_alike
from service.flows.brokering.record_outcome import record_outcome, settle_told_outcome
from service.flows.brokering.renew_follow_link import renew_follow_link
from service.flows.brokering.renew_need import renew_need
from service.flows.brokering.reveal_contact import reveal_contact
from service.flows.brokering.see_conduct import see_loads
from service.flows.brokering.see_introductions import see_introductions
from service.flows.brokering.see_need import see_need
from service.flows.programmes.browse_programmes import browse_programmes
from service.runtime import Runtime
from web.deps import RendererDep, RuntimeDep
from web.parts.programme_lines import programmes_beside
from web.parts.talk_forms import DESK_TALK_DEEDS, do_desk_talk
from web.permits import VisitDep, permit
from web.posted import Posted, PostedDep
from web.views.brokering.desk_need import Around, DeskNeedPage, desk_need_page

router = APIRouter(dependencies=[permit(Action.BROKER_NEEDS)])


@router.get("/workbench/needs/{need_id}", response_class=HTMLResponse)
def desk_need(request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, need_id: str) -> Response:
    """All of it."""
    return renderer.page(request, _page(runtime, visit.actor, need_id))


@router.post("/workbench/needs/{need_id}", response_class=HTMLResponse)
def act(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, need_id: str) -> Response:
    """Do one thing; the page says what stood in the way."""
    try:
        shown = _do(runtime, visit.actor, NeedKey(visit.actor, need_id), posted)
    except Unavailable:
        raise
    except PlatformError as error:
        page = _page(runtime, visit.actor, need_id).refused(posted.text("do", 20), error)
        return renderer.page(request, page, status=status_of(error))
    if shown:
        return renderer.page(request, _page(runtime, visit.actor, need_id).showing(*shown))
    return RedirectResponse(f"/workbench/needs/{need_id}", status_code=303)


def _do(runtime: Runtime, actor: Actor, key: NeedKey, posted: Posted) -> tuple[str, str] | None:
    """What is to be shown once, as (what, words); None where the page itself shows it."""
    reason, provider = posted.text("reason"), posted.text("provider", 40)
    match posted.text("do", 20):
        case "note":
            note_need(runtime, key, posted.text("note"))
        case "plan":
            plan_need(runtime, key, NextPlan(posted.text("words"), posted.text("on", 20), posted.text("waits_for", 20)))
        case "add":
            keep_shortlist(runtime, key, provider, reason)
        case "take-off":
            clear_shortlisted(runtime, key, provider, reason)
        case "introduce":
            introduce(runtime, key, provider)
        case "renew":
            renew_need(runtime, key)
        case "hand-over":
            assign_needs(runtime, actor, [key.need_id], posted.text("broker", 40), posted.text("words"))
        case "contact":
            contact = reveal_contact(runtime, key)
            return "联系方式", "　".join(part for part in (contact.name, contact.phone, contact.email) if part)
        case "link":
            secret = renew_follow_link(runtime, key, again=True)
            return "新的查看链接，只显示这一次", f"{runtime.settings.public_url.rstrip('/')}/my-needs/follow?t={secret}"
        case what if what in DESK_TALK_DEEDS:
            do_desk_talk(runtime, key, posted)
        case "withdraw" | "answer" | "meeting" | "outcome" | "settle" as what:
            _do_with(runtime, IntroductionKey(posted.text("introduction", 40), actor), what, posted)
        case step:
            move_need(runtime, key, WishedStep(step, reason, posted.number("version"), posted.text("into", 40)))
    return None


def _do_with(runtime: Runtime, key: IntroductionKey, what: str, posted: Posted) -> None:
    """Something with one introduction: what a side said is written down with how it was heard."""
    voice = Voice(posted.text("side", 20), posted.text("heard"))
    match what:
        case "withdraw":
            withdraw_introduction(runtime, key, posted.text("reason"))
        case "answer":
            answer_introduction(runtime, key, voice, SaidAnswer(posted.text("answer", 10), posted.text("reason")))
        case "meeting":
            wished = WishedMeeting(posted.text("kind", 20), posted.text("starts", 30), posted.number("minutes"), posted.text("place"))
            plan_meeting(runtime, key, wished)
        case "outcome":
            told = ToldOutcome(
                kind=posted.text("kind", 20),
                happened_on=posted.text("happened_on", 20),
                words=posted.text("words"),
                band=posted.text("band", 20),
                effects=[(posted.text("subject"), posted.text("before"), posted.text("after"))],
                rating=posted.text("rating", 4),
            )
            record_outcome(runtime, key, voice, told)
        case _:
            settle_told_outcome(runtime, key, voice, posted.text("outcome", 40), posted.text("denied"))


def _page(runtime: Runtime, actor: Actor, need_id: str) -> DeskNeedPage:
    key = NeedKey(actor, need_id)
    seen = see_need(runtime, key)
    facts = facts_of_need(seen.need.facts)
    loads = see_loads(runtime, actor, [line.provider_id for line in seen.shortlist if line.stands])
    around = Around(recall_alike(runtime, key), see_questions(runtime, key), loads)
    page = desk_need_page(seen, see_introductions(runtime, key), around, runtime.today)
    return replace(page, programmes=programmes_beside(browse_programmes(runtime, facts), facts))
