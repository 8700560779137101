"""服务商: are they real?"""

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from service.domain.attachments import certificate_words
from service.domain.calendar import day_in_shanghai
from service.domain.codes import CodeTables
from service.domain.directory import CaseOf
from service.domain.evidence import GRADE_WORDS
from service.domain.freshness import dues_of
from service.domain.gains import Gain
from service.domain.listing import shown_tags
from service.domain.pools import Membership
from service.domain.profile_content import content_of
from service.domain.providers import Provider, StoredCapability
from service.flows.directory.browse_providers import ProviderDetail
from web.parts.cards import CaseCard, ScenarioMark, case_card, scenario_marks
from web.parts.match_card import excluded_words, place_of
from web.parts.narrowing import STANDING_WORDS
from web.parts.programme_lines import ProgrammesBeside
from web.text import chinese_date, price_band, weeks_text

_STANDING_BADGES = {"active": "good", "expired": "warn", "suspended": "warn", "withdrawn": "quiet"}
_EXPIRY = re.compile(r"(20\d{2})[-年./](\d{1,2})(?:[-月./](\d{1,2}))?[日月]?\s*(?:到期|止|前有效)")
_PROOFS_MOST = 3
_NOT_A_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class MembershipLine:
    """入池资格. `standing` in words; `badge` its kind."""

    pool: str
    pool_href: str
    category: str
    edition: str
    document_no: str
    admitted_on: date | None
    until: str
    standing: str
    badge: str


@dataclass(frozen=True, slots=True)
class OfferCard:
    """服务能力. `trades`: (word, address or empty)."""

    anchor: str
    title: str
    description: str
    price: str
    weeks: str
    delivery: str
    trades: tuple[tuple[str, str], ...]
    marks: tuple[ScenarioMark, ...]
    grade: str
    programmes: ProgrammesBeside | None = None


@dataclass(frozen=True, slots=True)
class QualificationLine:
    """资质 in the provider's words; `expired` when it names an end that has passed. `paper`: what staff saw of it, `good` or not."""

    text: str
    expired: bool
    paper: str
    good: bool


@dataclass(frozen=True, slots=True)
class ProofLine:
    """The strongest figure of one case, and the place of the case on the page."""

    gain: Gain
    customer: str
    href: str


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """`name_pieces`: the name as a line may break. `line`: what it is, in a few words; `proofs`: figures of its newest cases.

    `excludes`: what it says it does not do. `freshness`: (what, when the firm last confirmed it).
    `phone_href`: tel: address when there is one landline to call.
    `asked`: the name or code that led here and differs by a character; else empty.
    """

    template: ClassVar[str] = "pages/directory/provider.html"
    title: str
    name_pieces: tuple[str, ...]
    provider_id: str
    short_name: str
    former_names: tuple[str, ...]
    uscc: str
    line: tuple[str, ...]
    summary: str
    excludes: tuple[str, ...]
    proofs: tuple[ProofLine, ...]
    is_demo: bool
    memberships: tuple[MembershipLine, ...]
    offers: tuple[OfferCard, ...]
    cases: tuple[CaseCard, ...]
    qualifications: tuple[QualificationLine, ...]
    phone: str
    phone_href: str
    mailbox: str
    contacts: int
    freshness: tuple[tuple[str, str], ...]
    updated_at: datetime
    at: datetime
    compare_href: str
    desk_href: str
    asked: str

    def beside(self, programmes: Mapping[str, ProgrammesBeside]) -> "ProviderPage":
        """This, with the programmes that bear on its offers and cases, by their ids."""
        return replace(
            self,
            offers=tuple(replace(offer, programmes=programmes.get(offer.anchor)) for offer in self.offers),
            cases=tuple(replace(case, programmes=programmes.get(case.anchor)) for case in self.cases),
        )


def provider_page(detail: ProviderDetail, *, asked: str = "") -> ProviderPage:
    """The page of one listed provider, its contact already reduced to what may be open."""
    provider, codes = detail.provider, detail.codes
    day = day_in_shanghai(detail.at)
    phone = provider.contact.phone or ""
    cases = tuple(case_card(CaseOf(provider, case), codes) for case in provider.cases)
    return ProviderPage(
        title=provider.name,
        name_pieces=_pieces(provider),
        provider_id=provider.id,
        short_name=provider.short_name or "",
        former_names=provider.former_names,
        uscc=provider.uscc,
        line=_line(provider, day),
        summary=provider.summary or "",
        excludes=excluded_words(detail.excludes),
        proofs=_proofs(provider, cases),
        is_demo=provider.is_demo,
        memberships=tuple(_membership(membership, codes, day) for membership in provider.memberships),
        offers=tuple(_offer(capability, codes) for capability in provider.capabilities),
        cases=cases,
        qualifications=tuple(_qualification(text, detail, day) for text in provider.qualifications),
        phone=phone,
        phone_href="tel:" + _NOT_A_DIGIT.sub("", phone) if phone and "、" not in phone and "转" not in phone else "",
        mailbox=provider.contact.email or "",
        contacts=detail.contacts,
        freshness=tuple(_freshness(detail, day)),
        updated_at=provider.updated_at,
        at=detail.at,
        compare_href=f"/compare?p={provider.id}",
        desk_href=f"/desk?p={provider.id}",
        asked=asked,
    )


def _freshness(detail: ProviderDetail, day: date) -> Iterator[tuple[str, str]]:
    """(what, when the firm last stood for it), as it is: also that it never did, or that half a year has passed."""
    for due in dues_of(content_of(detail.provider), detail.confirmed, detail.provider.updated_at):
        if due.part and due.confirmed_on:
            late = "，已过半年" if due.standing(day) == "late" else ""
            yield due.name, f"{due.confirmed_on.year}年{due.confirmed_on.month}月{late}"
        elif due.part:
            yield due.name, "没有确认过"


def _qualification(text: str, detail: ProviderDetail, day: date) -> QualificationLine:
    paper, good = certificate_words(text, detail.attachments, day)
    return QualificationLine(text, has_passed(text, day), paper, good)


def has_passed(qualification: str, day: date) -> bool:
    """Tell whether a qualification names an end, such as （2027-05到期）, that lies before `day`; a month ends with its last day."""
    found = _EXPIRY.search(qualification)
    if not found:
        return False
    year, month = int(found[1]), min(12, max(1, int(found[2])))
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(last, max(1, int(found[3] or last)))) < day


def _pieces(provider: Provider) -> tuple[str, ...]:
    """A long name breaks behind its short name: 东莞市淙塑云, then 工业软件有限公司."""
    before, short, rest = provider.name.partition(provider.short_name or provider.name)
    return tuple(piece for piece in (before + short, rest) if piece)


def _line(provider: Provider, day: date) -> tuple[str, ...]:
    """数采与网关服务商，东莞塘厦镇，2014 年成立，58 人: the categories are those of memberships in force."""
    categories = {m.category: None for m in provider.memberships if m.category and m.standing(day) == "active"}
    words = (
        *categories,
        place_of(provider),
        f"{provider.founded} 年成立" if provider.founded else "",
        f"{provider.staff:,} 人" if provider.staff else "",
    )
    return tuple(word for word in words if word)


def _proofs(provider: Provider, cases: Sequence[CaseCard]) -> tuple[ProofLine, ...]:
    """Of each case its first figure told before and after, the newest cases first; a case without one proves nothing here."""
    newest = sorted(zip(provider.cases, cases, strict=True), key=lambda pair: -(pair[0].content.year or 0))
    told = [
        ProofLine(gain, card.customer, f"#{card.anchor}") for _, card in newest if (gain := next((g for g in card.gains if g.before), None))
    ]
    return tuple(told[:_PROOFS_MOST])


def _membership(membership: Membership, codes: CodeTables, day: date) -> MembershipLine:
    standing = membership.standing(day)
    return MembershipLine(
        pool=next((pool.name for pool in codes.pools if pool.code == membership.pool), membership.pool),
        pool_href=f"/pools/{membership.pool}",
        category=membership.category or "未注明",
        edition=membership.batch or "未注明",
        document_no=membership.document_no or "未注明",
        admitted_on=membership.admitted_on,
        until=chinese_date(membership.valid_until, "长期"),
        standing=STANDING_WORDS[standing],
        badge=_STANDING_BADGES[standing],
    )


def _offer(capability: StoredCapability, codes: CodeTables) -> OfferCard:
    content = capability.content
    known = codes.taxonomy.industry_by_code
    # Words and codes are kept apart in the record; a link stands only where both lists say the same number of trades.
    hrefs = [f"/industries/{code}" if code in known else "" for code in capability.industry_codes]
    paired = hrefs if len(hrefs) == len(content.industries) else [""] * len(content.industries)
    return OfferCard(
        anchor=capability.id,
        title=content.title,
        description=content.description,
        price=price_band(content.price_min_fen, content.price_max_fen),
        weeks=weeks_text(content.weeks),
        delivery=content.delivery or "未写明",
        trades=tuple(zip(content.industries, paired, strict=True)),
        marks=scenario_marks(shown_tags(capability.tags), codes),
        grade=GRADE_WORDS[capability.grade],
    )
