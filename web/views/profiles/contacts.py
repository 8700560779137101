"""联系人: whom a firm asked, who agreed, and who looked; for its own people, and for staff."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from service.domain.calendar import day_in_shanghai
from service.domain.consents import CONSENT_MONTHS, CONSENT_WORDS, CURRENT_TEXT, Consent, ConsentMeans, ConsentSide, ConsentState
from service.errors import PlatformError
from service.flows.profiles.see_consents import ConsentsState
from web.text import chinese_date, chinese_instant

MONTH_WORDS = tuple((str(months), f"{months} 个月") for months in CONSENT_MONTHS)
_DONE = {"end": "已撤下。姓名和手机号已删除，从现在起谁也看不到。"}
_ENDED_BY = {ConsentSide.PERSON: "本人", ConsentSide.FIRM: "单位", ConsentSide.STAFF: "工作人员", ConsentSide.PLATFORM: "到期"}


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One person. `who`: masked; `facts`: how, when and until when. `reveals`: (firm that looked, when)."""

    id: str
    post: str
    state: str
    badge: str
    who: str
    facts: tuple[str, ...]
    reveals: tuple[tuple[str, datetime], ...]
    waits: bool
    stands: bool


@dataclass(frozen=True, slots=True)
class ContactsPage:
    """`action`: where its forms go. `link`: shown this once. `problems`, `typed`: why nothing was done, and what was typed then."""

    template: ClassVar[str] = "pages/profiles/contacts.html"
    title: str
    firm: str
    provider_id: str
    action: str
    as_staff: bool
    standing: tuple[ContactLine, ...]
    ended: tuple[ContactLine, ...]
    text: str
    wording: str
    months: tuple[tuple[str, str], ...]
    done: str = ""
    link: str = ""
    sentence: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    def refused(self, error: PlatformError, typed: Mapping[str, str]) -> "ContactsPage":
        """This, with why nothing was done."""
        return replace(self, problems=error.fields, sentence="" if error.fields else error.message, typed=typed)

    def with_link(self, link: str) -> "ContactsPage":
        """This, with a link that is shown once."""
        return replace(self, link=link)


def contacts_page(state: ConsentsState, done: str = "", *, as_staff: bool = False) -> ContactsPage:
    """The contact people of one firm."""
    lines = [_line(each, state) for each in state.consents]
    root = "/entries" if as_staff else "/profile"
    return ContactsPage(
        title="联系人",
        firm=state.firm,
        provider_id=state.provider_id,
        action=f"{root}/{state.provider_id}/contacts",
        as_staff=as_staff,
        standing=tuple(line for line in lines if line.waits or line.stands),
        ended=tuple(line for line in lines if not (line.waits or line.stands)),
        text=state.text,
        wording=CURRENT_TEXT,
        months=MONTH_WORDS,
        done=_DONE.get(done, ""),
    )


def consent_facts(consent: Consent) -> tuple[str, ...]:
    """How it was given and until when it stands, or how it ended."""
    facts = []
    if consent.given_at:
        how = f"书面同意（{consent.document_no}）" if consent.means is ConsentMeans.PAPER else "本人打开链接同意"
        facts.append(f"{chinese_date(day_in_shanghai(consent.given_at))} {how}，同意书 {consent.wording} 版")
    if consent.until and consent.state is ConsentState.GIVEN:
        facts.append(f"有效至 {chinese_date(consent.until)}")
    if consent.ended_at and consent.ended_by:
        facts.append(f"{chinese_instant(consent.ended_at)} {_ENDED_BY[consent.ended_by]}结束，姓名和手机号已删除")
    return tuple(facts)


def _line(consent: Consent, state: ConsentsState) -> ContactLine:
    stands = consent.is_in_force(state.day)
    waits = consent.state is ConsentState.ASKED
    over = consent.state is ConsentState.GIVEN and not stands
    words = "已到期" if over else CONSENT_WORDS[consent.state]
    asked = f"{state.names.get(consent.asked_by, '同事')} {chinese_instant(consent.asked_at)}发出"
    until = f"链接 {chinese_instant(consent.link_until)}前有效" if waits and consent.link_until else ""
    return ContactLine(
        id=consent.id,
        post=consent.post,
        state=words,
        badge="good" if stands else "accent" if waits else "quiet",
        who=f"{consent.name} {consent.mobile}" if stands else "",
        facts=tuple(fact for fact in ((asked, until) if waits else consent_facts(consent)) if fact),
        reveals=tuple((seen.firm, seen.at) for seen in state.reveals.get(consent.id, ())),
        waits=waits,
        stands=stands,
    )
