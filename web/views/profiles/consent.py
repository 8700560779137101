"""联系人同意: the page of the person himself, behind his link."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from service.brokerage.consents import ToldPerson
from service.domain.consents import CONSENT_WORDS, CURRENT_TEXT, ConsentState, ConsentStep
from service.errors import PlatformError
from service.flows.profiles.answer_consent import OwnConsent
from web.views.profiles.contacts import MONTH_WORDS, consent_facts

_DONE = {
    "decline": "已记下您不同意，什么都没有保存。",
    "withdraw": "已撤回。姓名和手机号已删除，从现在起谁也看不到。",
}


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """`own_link`: the fresh link, shown once after agreeing. `may`: steps. `name`, `mobile`: what is kept, or what was typed."""

    template: ClassVar[str] = "pages/profiles/consent.html"
    title: str
    firm: str
    post: str
    state: str
    stands: bool
    facts: tuple[str, ...]
    text: str
    current: str
    wording: str
    months: tuple[tuple[str, str], ...]
    may: frozenset[str]
    reveals: tuple[tuple[str, datetime], ...]
    secret: str
    name: str
    mobile: str
    chosen: str = "12"
    done: str = ""
    own_link: str = ""
    sentence: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)

    def refused(self, error: PlatformError, told: ToldPerson) -> "ConsentPage":
        """This, with why nothing was done and what was typed."""
        told_again = replace(self, name=told.name, mobile=told.mobile, chosen=str(told.months))
        return replace(told_again, problems=error.fields, sentence="" if error.fields else error.message)

    def with_link(self, link: str) -> "ConsentPage":
        """This, with the person's own link."""
        return replace(self, own_link=link)


def consent_page(own: OwnConsent, secret: str, done: str = "") -> ConsentPage:
    """What the link shows."""
    consent = own.consent
    asked = consent.state is ConsentState.ASKED
    return ConsentPage(
        title="可以把您的手机号给对接的企业吗？" if asked else "我的联系方式和同意",
        firm=own.firm,
        post=consent.post,
        state=CONSENT_WORDS[consent.state],
        stands=consent.is_in_force(own.day),
        facts=consent_facts(consent),
        text=own.text,
        current=own.current,
        wording=CURRENT_TEXT,
        months=MONTH_WORDS,
        may=frozenset(step.value for step in own.may),
        reveals=tuple((seen.firm, seen.at) for seen in own.reveals),
        secret=secret,
        name=consent.name if ConsentStep.EXTEND in own.may else "",
        mobile=consent.mobile if ConsentStep.EXTEND in own.may else "",
        done=_DONE.get(done, ""),
    )
