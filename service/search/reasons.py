"""Why a provider stands in the list, and what was not found in its texts. Pure; every sentence is plain Chinese."""

from service.domain.matching import Ranked, Reason
from service.domain.money import write_wan
from service.domain.providers import Provider, StoredCapability, StoredCase
from service.domain.reading import Limit, LimitKind, NeedReading
from service.domain.taxonomy import Taxonomy
from service.search.evidence import Wanted, find_passage, quote_capability, quote_case
from service.search.knowledge import Knowledge
from service.search.scoring import COVERED
from service.search.specialities import lacking_speciality

_MOST_REASONS = 3


def reasons(provider: Provider, ranked: Ranked, reading: NeedReading, wanted: Wanted, taxonomy: Taxonomy) -> tuple[Reason, ...]:
    """Up to three reasons. A case of the need's own trade comes first, then the best other passages, each with a quoted sentence."""
    found = [item for passage in ranked.passages[: ranked.speaking] if (item := find_passage(provider, passage)) is not None]
    trades = {mention.code for mention in reading.text.industries}
    cases = [item for item in found if isinstance(item, StoredCase)]
    peers = [case for case in cases if trades & set(case.industry_codes)]
    ordered: list[StoredCapability | StoredCase] = [*peers[:1], *(item for item in found if item not in peers[:1])]
    by_name = [Reason("name", "您写到了这家服务商的名称")] if ranked.named else []
    given = [_reason(item, item in peers, wanted, taxonomy) for item in ordered[:_MOST_REASONS]]
    return (*by_name, *given)[:_MOST_REASONS]


def covers_all(ranked: Ranked) -> bool:
    """True when the need has several wishes and the provider covers each of them."""
    return len(ranked.by_wish) > 1 and all(agreement >= COVERED for agreement in ranked.by_wish)


def missing(provider: Provider, ranked: Ranked, reading: NeedReading, knowledge: Knowledge) -> tuple[str, ...]:
    """What a careful reader would miss in this provider's texts, for this need."""
    taxonomy = knowledge.taxonomy
    unwanted = {mention.code for mention in (*reading.text.owned, *reading.text.refused)}
    speciality = lacking_speciality(provider, reading, knowledge.exclusions)
    notes = [f"资料里没有提到“{speciality}”"] if speciality else []
    notes += [*_missing_trade(provider, reading, taxonomy), *_missing_evidence(provider)]
    notes.extend(
        f"未见“{taxonomy.scenario_by_code[wish.scenarios[0].code].name}”方面的内容"
        for wish, agreement in zip(reading.wishes[1:], ranked.by_wish[1:], strict=False)
        if agreement < COVERED and wish.scenarios and wish.scenarios[0].code not in unwanted
    )
    for limit in reading.text.limits:
        notes.extend(_missing_limit(provider, ranked, limit))
    texts = " ".join(f"{capability.content.title}{capability.content.description}" for capability in provider.capabilities).lower()
    owned = {mention.text for mention in reading.text.owned}
    expected = owned | _interfaces(reading)
    unnamed = [brand for brand in reading.text.brands if brand.text not in texts and brand.code.lower() not in texts]
    notes.extend(f"未提到与{brand.code}对接" for brand in unnamed if brand.text in expected)
    return tuple(dict.fromkeys(notes))


def _reason(item: StoredCapability | StoredCase, peer: bool, wanted: Wanted, taxonomy: Taxonomy) -> Reason:  # noqa: FBT001
    if isinstance(item, StoredCase):
        names = [taxonomy.industry_by_code[code].name for code in item.industry_codes if code in taxonomy.industry_by_code]
        text = f"同行做过：{names[0] if names else item.content.industry}案例" if peer else "做过类似项目"
        return Reason("peer_case" if peer else "case", text, quote_case(item, wanted))
    return Reason("capability", f"能做：{item.content.title}", quote_capability(item, wanted))


def _missing_trade(provider: Provider, reading: NeedReading, taxonomy: Taxonomy) -> list[str]:
    for mention in reading.text.industries[:1]:
        wide = taxonomy.related_industries(mention.code)
        if not any(wide & set(case.industry_codes) for case in provider.cases):
            return [f"未见{taxonomy.industry_by_code[mention.code].name}行业案例"]
    return []


def _missing_evidence(provider: Provider) -> list[str]:
    notes = [] if provider.cases else ["未见案例，能力为服务商自报"]
    if all(capability.content.price_min_fen is None for capability in provider.capabilities):
        notes.append("未写价格")
    return notes


def _missing_limit(provider: Provider, ranked: Ranked, limit: Limit) -> list[str]:
    best = next((item for passage in ranked.passages if isinstance(item := find_passage(provider, passage), StoredCapability)), None)
    if best is None or limit.number is None:
        return []
    low, high = best.content.price_min_fen, best.content.price_max_fen
    if limit.kind is LimitKind.BUDGET and low is not None and low > limit.number:
        return [f"报价 {_band(low, high)}，高于您的 {_band(limit.number, None)}"]
    if limit.kind is LimitKind.WEEKS and best.content.weeks and best.content.weeks > limit.number:
        return [f"周期约 {best.content.weeks} 周，长于您的 {limit.number} 周"]
    return []


def _interfaces(reading: NeedReading) -> set[str]:
    """Brands to connect to: all brands of a need that has a word such as 对接, 接口 or 打通."""
    text = reading.text.folded
    return {brand.text for brand in reading.text.brands if any(word in text for word in ("对接", "接口", "打通", "连接", "同步"))}


def _band(low: int, high: int | None) -> str:
    return f"{write_wan(low)} 万元" if high is None or high == low else f"{write_wan(low)}–{write_wan(high)} 万元"
