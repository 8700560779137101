"""What is sent from the questions, disputes and cases of a need: by the desk, which writes down what a side said, or by a side itself."""

from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.standing import NeedKey
from service.flows.brokering.ask_question import AskedWords, answer_question, ask_question, withdraw_question
from service.flows.brokering.publish_case import publish_case
from service.flows.brokering.raise_dispute import SaidResult, close_dispute, raise_dispute, reply_to_dispute
from service.runtime import Runtime
from web.parts.side_forms import posted_case
from web.posted import Posted

QUESTION_DEEDS = frozenset({"ask", "answer-question"})
"""Values of `do` by which either side, or the desk for one, asks and answers."""
DESK_TALK_DEEDS = QUESTION_DEEDS | {"take-out-question", "dispute", "dispute-reply", "dispute-close", "publish"}
"""Values of `do` by which the desk keeps what two sides say to each other."""


def do_question(runtime: Runtime, key: NeedKey, voice: Voice, posted: Posted) -> None:
    """Ask or answer.

    Raises:
        PlatformError: it cannot be done; the sentence says why.
    """
    words = posted.text("words")
    if posted.text("do", 20) == "ask":
        ask_question(runtime, key, voice, AskedWords(posted.text("provider", 40), words))
    else:
        answer_question(runtime, key, voice, posted.text("question", 40), words)


def do_desk_talk(runtime: Runtime, key: NeedKey, posted: Posted) -> None:
    """Keep what was said by telephone, take a question out, or close a dispute.

    Raises:
        PlatformError: it cannot be done; the sentence says why.
    """
    voice = Voice(posted.text("side", 20), posted.text("heard"))
    one = IntroductionKey(posted.text("introduction", 40), key.actor)
    words, dispute = posted.text("words"), posted.text("dispute", 40)
    match posted.text("do", 20):
        case "take-out-question":
            withdraw_question(runtime, key, posted.text("question", 40), posted.text("reason"))
        case "dispute":
            raise_dispute(runtime, one, voice, words)
        case "dispute-reply":
            reply_to_dispute(runtime, one, voice, dispute, words)
        case "dispute-close":
            close_dispute(runtime, one, dispute, SaidResult(posted.text("result", 20), words))
        case "publish":
            publish_case(runtime, one, Voice("manufacturer", voice.heard), posted_case(posted))
        case _:
            do_question(runtime, key, voice, posted)
