"""Builders of believable firms, and a small pool made of them, put in through the rows. All firms are fictitious."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service.domain.industries import resolve_industries
from service.domain.pools import Membership, MembershipState
from service.domain.providers import Capability, ScenarioTag, SuccessCase, TagOrigin, UnitContact
from service.domain.taxonomy import Taxonomy
from service.domain.uscc import check_character
from service.store import unit_of_work
from service.store.base import new_id
from service.store.queries.codes import read_taxonomy
from service.store.queries.feed import record_changes
from service.store.rows import (
    CapabilityRow,
    MembershipRow,
    PassageTagRow,
    PoolEditionRow,
    ProviderRow,
    QualificationRow,
    SuccessCaseRow,
    UnitContactRow,
)

STORED_AT = datetime(2026, 1, 4, 3, 0, tzinfo=UTC)
_DIGITS_AND_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm as a test speaks of it. `capability_tags`, `case_tags`: tags of the n-th one, beside what a capability declares."""

    name: str
    uscc: str
    short_name: str | None = None
    former_names: tuple[str, ...] = ()
    city: str | None = "东莞"
    town: str | None = "长安镇"
    founded: int | None = 2016
    staff: int | None = 40
    summary: str | None = "做车间数据采集和报工软件，项目多在长安、虎门一带。"
    is_demo: bool = True
    memberships: tuple[Membership, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    cases: tuple[SuccessCase, ...] = ()
    qualifications: tuple[str, ...] = ()
    contact: UnitContact | None = None
    capability_tags: tuple[tuple[ScenarioTag, ...], ...] = ()
    case_tags: tuple[tuple[ScenarioTag, ...], ...] = ()


def unified_code(number: int, region: str = "441900") -> str:
    """A valid unified code that no firm has, of the `number`-th fictitious firm. Source: GB 32100-2015, GB 11714-1997."""
    body = f"DEM{number:05d}"
    total = sum(_DIGITS_AND_LETTERS.index(sign) * weight for sign, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    check = {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))
    code = f"91{region}{body}{check}"
    return code + check_character(code)


def municipal(**changes: Any) -> Membership:
    """A membership in force in the municipal pool."""
    usual = Membership("municipal", "解决方案服务商", "第一批", "演示〔2023〕1号", date(2023, 11, 15), date(2028, 11, 15))
    return replace(usual, **changes)


def provincial(**changes: Any) -> Membership:
    """A membership in force in the provincial pool."""
    usual = Membership("provincial", "平台商", "第二批", "演示〔2024〕5号", date(2024, 3, 12), date(2029, 3, 12))
    return replace(usual, **changes)


def capability(title: str = "注塑机联网采集", **changes: Any) -> Capability:
    """A capability for injection moulders."""
    usual = Capability(
        title=title,
        description="各品牌注塑机的模次、周期、停机原因实时采集，旧机加电流互感器，断网可存七天。",
        industries=("注塑",),
        delivery="现场",
        price_min_fen=6_000_000,
        price_max_fen=18_000_000,
        weeks=4,
        scenarios=("DEV02",),
    )
    return replace(usual, **changes)


def case(summary: str = "三十几台注塑机，晚班开没开老板不知道，装了采集盒和看板。", **changes: Any) -> SuccessCase:
    """A case of an injection moulder."""
    usual = SuccessCase(
        summary=summary,
        customer="长安某塑胶厂",
        industry="注塑",
        town="长安镇",
        year=2024,
        outcome="夜班停机发现时间2小时→5分钟；人均看机4台→7台",
        capability="注塑机联网采集",
    )
    return replace(usual, **changes)


def guessed(code: str, confidence: float = 0.6) -> ScenarioTag:
    """A scenario that the system proposes."""
    return ScenarioTag(code, TagOrigin.PROPOSED, confidence)


def confirmed(code: str) -> ScenarioTag:
    """A scenario that a person confirmed."""
    return ScenarioTag(code, TagOrigin.CONFIRMED, 1.0)


def firm(number: int, **changes: Any) -> Firm:
    """A listed firm with one capability and one case."""
    usual = Firm(
        name=f"东莞市禾澄第{number}智能科技有限公司",
        uscc=unified_code(number),
        short_name=f"禾澄{number}",
        memberships=(municipal(),),
        capabilities=(capability(),),
        cases=(case(),),
        contact=UnitContact("王女士", f"0769-0000{number:04d}", f"contact@h{number:03d}.example"),
    )
    return replace(usual, **changes)


SMALL_POOL: tuple[Firm, ...] = (
    firm(
        1,
        name="东莞市屿栈数据科技有限公司",
        short_name="屿栈数据",
        former_names=("东莞市屿栈注塑自动化有限公司",),
        memberships=(municipal(), provincial()),
        qualifications=("软件企业证书", "ISO27001（2025-05到期）"),
        contact=UnitContact("王女士", "0769-00000001 / 13800001234", "contact@h001.example"),
    ),
    firm(
        2,
        name="东莞市砺岑视觉技术有限公司",
        short_name="砺岑视觉",
        town="高埗镇",
        capabilities=(
            capability(
                "外观检测机",
                description="线路板终检外观检查，最小缺陷 50 微米。",
                industries=("线路板",),
                scenarios=("QUA02",),
                delivery="本地部署",
                price_min_fen=None,
                price_max_fen=None,
                weeks=None,
            ),
        ),
        cases=(
            case(
                "终检房二十六个女工拿放大镜看板，标准不一样。",
                customer="高埗某板厂",
                industry="线路板",
                town="高埗镇",
                year=2025,
                outcome="终检人数26人→11人",
                capability="外观检测机",
            ),
        ),
        case_tags=((guessed("QUA01", 0.35), guessed("QUA03", 0.1)),),
    ),
    firm(
        3,
        name="广州楠舟工业互联网有限公司",
        short_name="楠舟",
        city="广州",
        town=None,
        uscc=unified_code(3, "440101"),
        memberships=(provincial(batch=None, document_no=None, category=None, valid_until=None),),
        capabilities=(
            capability("车间报工", description="扫码报工，接金蝶、用友。", industries=(), scenarios=(), delivery="SaaS", weeks=6),
        ),
        cases=(),
        capability_tags=((guessed("PLN07", 0.7), guessed("PLN02", 0.31), guessed("BIZ01", 0.2)),),
    ),
    firm(
        4,
        name="东莞市已满期信息有限公司",
        short_name="已满期",
        memberships=(
            municipal(batch="试点批", document_no="演示〔2022〕1号", admitted_on=date(2022, 5, 20), valid_until=date(2025, 5, 20)),
        ),
    ),
    firm(
        5,
        name="东莞市双池暂停科技有限公司",
        short_name="双池暂停",
        town="道滘镇",
        memberships=(municipal(state=MembershipState.SUSPENDED), provincial()),
        capabilities=(capability("贴片机联网", industries=("SMT",), scenarios=("DEV04",)),),
        cases=(
            case("贴片线五条，抛料高不高靠巡线抄表。", customer="道滘某贴片厂", industry="SMT", town="道滘镇", year=None, capability=None),
        ),
        case_tags=((confirmed("DEV04"),),),
    ),
    firm(6, name="东莞市无能力公司", short_name=None, capabilities=(), cases=()),
    firm(7, name="东莞市已退出公司", short_name="已退出", memberships=(municipal(state=MembershipState.WITHDRAWN),)),
)
"""Municipal memberships on the books: 1, 2, 4 (lapsed), 5 (suspended), 6. Provincial: 1, 3, 5. Firms: 6. Listed: 1, 2, 3, 5."""


def add_firms(database: Engine, firms: Iterable[Firm]) -> dict[str, str]:
    """Store firms with their feed lines in one transaction; name → id."""
    with unit_of_work.writing(database) as session:
        taxonomy = read_taxonomy(session)
        ids = {each.name: _add_firm(session, each, taxonomy) for each in firms}
        record_changes(session, ids.values())
    return ids


def _add_firm(session: Session, each: Firm, taxonomy: Taxonomy) -> str:
    provider_id = new_id("prv")
    session.add(
        ProviderRow(
            id=provider_id, uscc=each.uscc, source_id=None, name=each.name, short_name=each.short_name,
            former_names=list(each.former_names), city=each.city, town=each.town, founded=each.founded, staff=each.staff,
            summary=each.summary, is_demo=each.is_demo, version=1, created_at=STORED_AT, updated_at=STORED_AT,
        )
    )  # fmt: skip
    session.flush()
    if each.contact:
        session.add(UnitContactRow(provider_id=provider_id, name=each.contact.name, phone=each.contact.phone, email=each.contact.email))
    for membership in each.memberships:
        session.add(
            MembershipRow(
                id=new_id("mem"), provider_id=provider_id, pool_code=membership.pool, edition_id=_edition(session, membership),
                category=membership.category, document_no=membership.document_no, admitted_on=membership.admitted_on,
                valid_until=membership.valid_until, state=membership.state.value,
            )
        )  # fmt: skip
    for position, text in enumerate(each.qualifications):
        session.add(QualificationRow(id=new_id("qua"), provider_id=provider_id, position=position, text=text))
    for position, content in enumerate(each.capabilities):
        row = CapabilityRow(
            id=new_id("cap"), provider_id=provider_id, position=position, title=content.title, description=content.description,
            industries=list(content.industries), industry_codes=list(resolve_industries(taxonomy, content.industries)[0]),
            delivery=content.delivery, price_min_fen=content.price_min_fen, price_max_fen=content.price_max_fen,
            weeks=content.weeks, declared_scenarios=list(content.scenarios),
        )  # fmt: skip
        session.add(row)
        _add_tags(session, provider_id, row.id, each.capability_tags[position : position + 1])
    for position, told in enumerate(each.cases):
        told_row = SuccessCaseRow(
            id=new_id("cas"), provider_id=provider_id, position=position, summary=told.summary, customer=told.customer,
            industry=told.industry, industry_codes=list(resolve_industries(taxonomy, [told.industry or ""])[0]), town=told.town,
            year=told.year, outcome=told.outcome, capability=told.capability,
        )  # fmt: skip
        session.add(told_row)
        _add_tags(session, provider_id, told_row.id, each.case_tags[position : position + 1])
    session.flush()
    return provider_id


def _edition(session: Session, membership: Membership) -> str | None:
    if membership.batch is None:
        return None
    known = select(PoolEditionRow.id).where(PoolEditionRow.pool_code == membership.pool, PoolEditionRow.batch == membership.batch)
    found = session.scalar(known)
    if found is None:
        found = new_id("edn")
        session.add(PoolEditionRow(id=found, pool_code=membership.pool, batch=membership.batch, document_no=membership.document_no))
        session.flush()
    return found


def _add_tags(session: Session, provider_id: str, passage_id: str, tags: Sequence[Sequence[ScenarioTag]]) -> None:
    for tag in (tag for group in tags for tag in group):
        session.add(
            PassageTagRow(
                id=new_id("tag"), provider_id=provider_id, passage_id=passage_id, scenario_code=tag.code, origin=tag.origin.value,
                confidence=tag.confidence, text_hash="", bank_fingerprint="",
            )
        )  # fmt: skip
