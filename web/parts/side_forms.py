"""What one side of an introduction sends from its card: an answer, a meeting, an outcome, or a look at whom to call."""

from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.told_outcomes import ToldOutcome
from service.domain.outcome_cases import CaseText
from service.errors import Invalid
from service.flows.brokering.answer_introduction import ANSWERS, SaidAnswer, answer_introduction
from service.flows.brokering.plan_meeting import WishedMeeting, plan_meeting
from service.flows.brokering.publish_case import publish_case
from service.flows.brokering.raise_dispute import raise_dispute, reply_to_dispute
from service.flows.brokering.record_outcome import record_outcome, settle_told_outcome
from service.flows.brokering.reveal_counterpart import reveal_counterpart
from service.runtime import Runtime
from web.posted import Posted

SIDE_DEEDS = frozenset({*ANSWERS, "confirm", "deny", "meeting", "outcome", "contact", "dispute", "dispute-reply", "publish"})
"""Values of `do` that belong to a card."""


def do_for_side(runtime: Runtime, key: IntroductionKey, posted: Posted) -> tuple[str, str] | None:
    """Do it; what is to be shown once, as (what, words), or None.

    Raises:
        PlatformError: it cannot be done; the sentence says why.
    """
    reason = posted.text("reason")
    match posted.text("do", 20):
        case "accept" | "decline" as answer:
            said = SaidAnswer(answer, reason, posted.text("contact_name", 200), posted.text("contact_phone", 60))
            answer_introduction(runtime, key, Voice(), said)
        case "confirm":
            settle_told_outcome(runtime, key, Voice(), posted.text("outcome", 40), "")
        case "deny":
            if not reason.strip():
                raise Invalid("请写明哪里不是这样。", fields={"reason": "请写明哪里不是这样。"})
            settle_told_outcome(runtime, key, Voice(), posted.text("outcome", 40), reason)
        case "meeting":
            wished = WishedMeeting(posted.text("kind", 20), posted.text("starts", 30), posted.number("minutes"), posted.text("place"))
            plan_meeting(runtime, key, wished)
        case "outcome":
            record_outcome(runtime, key, Voice(), _told(posted, reason))
        case "dispute":
            raise_dispute(runtime, key, Voice(), reason)
        case "dispute-reply":
            reply_to_dispute(runtime, key, Voice(), posted.text("dispute", 40), reason)
        case "publish":
            publish_case(runtime, key, Voice(), posted_case(posted))
        case _:
            found = reveal_counterpart(runtime, key)
            people = [f"{each.post} {each.name} {each.mobile}" for each in found.people]
            return "对方联系人", "　".join(part for part in (found.firm, found.name, found.phone, found.email, *people) if part)
    return None


def posted_case(posted: Posted) -> CaseText:
    """The words of a case as they were agreed to."""
    return CaseText(posted.text("customer"), posted.text("summary"), posted.text("outcome_words"), posted.text("capability"))


def _told(posted: Posted, words: str) -> ToldOutcome:
    return ToldOutcome(
        kind=posted.text("kind", 20),
        happened_on=posted.text("happened_on", 20),
        words=words,
        band=posted.text("band", 20),
        effects=[(posted.text("subject"), posted.text("before"), posted.text("after"))],
        rating=posted.text("rating", 4),
    )
