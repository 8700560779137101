"""Answers made by hand, so that no page depends on what a ranking happens to say."""

from dataclasses import replace
from datetime import UTC, date, datetime

from service.domain.gains import Gain
from service.domain.matching import Evidence, FacetValue, Fit, Match, MatchList, PeerCase, Reason
from service.domain.pools import Membership
from service.domain.providers import Capability, Provider, ScenarioTag, StoredCapability, StoredCase, SuccessCase, TagOrigin
from service.domain.reading import Mention, NeedReading, NeedText, ScenarioShare, Wish
from service.domain.verdicts import Verdict
from web.addresses.search_address import Asked
from web.parts.desk import Desk
from web.parts.frame import Frame

LONGEST_NAME = "东莞市望牛墩高埗道滘智能装备与工业互联网一体化解决方案技术服务有限责任公司分公司"
ASKED = Asked("注塑车间停机没人知道")
FRAME = Frame(
    site_name="某平台", host="主办单位", contact="电话", icp="", police_filing="", site_code="", bureau_name="某局",
    desk=Desk("服务台", "0769-22220001", "3 个工作日内答复"),
    demo_providers=0, large_text=False, high_contrast=False, nav=(), path="/search", here="/search", request_id="req_1",
    person="",
    form_token="",
)  # fmt: skip
SHARES = (ScenarioShare("DEV02", 0.4), ScenarioShare("DEV01", 0.38), ScenarioShare("PLN02", 0.2))
TEXT = NeedText("注塑车间停机没人知道", "注塑车间停机没人知道", industries=(Mention("plastics", "注塑"),))
READING = NeedReading(TEXT, (Wish("注塑车间停机没人知道", SHARES),), SHARES)


PEER = PeerCase(
    case=StoredCase(
        "cas_1", SuccessCase("停机没人知道。", "某注塑厂", "注塑", year=2023, outcome="夜班停机由96分钟降到35分钟"), ("plastics",), ()
    ),
    quote=Evidence("停机没人知道。", "案例 2023 某注塑厂", ((0, 2),)),
    gain=Gain("夜班停机", "96分钟", "35分钟"),
    same_trade=True,
)


def provider(number: int, name: str = "道滘高埗智能") -> Provider:
    offer = Capability("停机采集", "停机了推送到手机。", price_min_fen=25_000_000, price_max_fen=70_000_000, weeks=6)
    other = Capability("官网建设", "做网站。", price_min_fen=100_000, price_max_fen=100_000, weeks=1)
    tag = ScenarioTag("DEV02", TagOrigin.DECLARED, 1.0)
    return Provider(
        id=f"prv_{number}", uscc="", source_id=None, name=f"{name}有限公司", short_name=name, former_names=(), city="东莞", town="高埗镇",
        founded=None, staff=None, summary="只做注塑车间联网，十年。别的不做。", is_demo=True, version=1,
        updated_at=datetime(2026, 1, 1, tzinfo=UTC),
        memberships=(
            Membership("municipal", category="解决方案服务商", batch="第一批", valid_until=date(2028, 1, 5)),
            Membership("provincial", batch="旧批", valid_until=date(2020, 1, 1)),
        ),
        capabilities=(StoredCapability("cap_1", offer, (), (tag,)), StoredCapability("cap_2", other, (), ())),
        cases=(PEER.case,),
    )  # fmt: skip


def match(number: int, fit: Fit, name: str = "道滘高埗智能") -> Match:
    evidence = Evidence("停机了推送到手机。", "能力「停机采集」", ((0, 2),))
    reasons = (
        Reason("peer_case", "同行做过：注塑案例", replace(evidence, source="案例 2023 某厂")),
        Reason("capability", "能做：停机采集", evidence),
    )
    own = provider(number, name)
    peer = None if fit is Fit.WEAK else PEER
    return Match(number, 90.0, fit, own, reasons, ("未写明断网补传",), SHARES, offer=own.capabilities[0], peer=peer)


def answer(found: int, weak: int = 0, *, reading: NeedReading = READING, total: int | None = None) -> MatchList:
    return MatchList(
        reading=reading,
        confident=found > 0,
        matches=tuple(match(number, Fit.STRONG if number < 3 else Fit.POSSIBLE) for number in range(1, found + 1)),
        weak=tuple(match(found + number, Fit.WEAK) for number in range(1, weak + 1)),
        total=found if total is None else total,
        weak_total=weak,
        facets={"pool": (FacetValue("municipal", "municipal", 3), FacetValue("provincial", "provincial", 1))} if found else {},
        took_ms=1.0,
        verdict=Verdict.FOUND if found else Verdict.GAP,
        nearest=() if found else SHARES,
    )
