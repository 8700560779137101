"""Something to look at in a demonstration: changes, a claim, what falls due, a year of exposure, an import, a firm entered twice."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

from service.domain.audit import COMMAND
from service.domain.confirmations import Confirmation
from service.domain.exposure import Exposure, ExposureKind, LackKind, LackTold, band_of, month_of
from service.domain.freshness import months_later
from service.domain.imports import ImportedFirm, ImportReport, ImportState, PoolImport, ReportLine, ReportProblem
from service.domain.loading import FirmChange
from service.domain.people import Role
from service.domain.profile_changes import ChangeState, ProfileChange, Remark, Review
from service.domain.profile_content import CAPABILITY_PART, CASE_PART, ProfileContent, content_of
from service.domain.providers import Capability, Provider
from service.domain.uscc import check_character
from service.errors import Conflict
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.base import new_id
from service.store.queries.claims import add_claim
from service.store.queries.confirmations import save_confirmations
from service.store.queries.counts import find_demo_provider
from service.store.queries.exposures import add_exposures, add_lacks
from service.store.queries.imports import add_import
from service.store.queries.people import active_with_role
from service.store.queries.profile_changes import add_profile_change, add_review, find_open_change
from service.store.queries.provider_writing import save_providers
from service.store.queries.providers import listed_ids
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import writing

_NEW_OFFER = Capability(
    "车间温湿度上屏",
    "温湿度和粉尘浓度接到车间屏幕，超限短信提醒。不做：消防报警。",
    ("电子",),
    "现场",
    2_000_000,
    6_000_000,
    3,
)
_MONTHS = 12


def plant_demo_changes(runtime: Runtime) -> bool:
    """Plant it once; False when the firm of the demonstration has a change already.

    Raises:
        Conflict: this is no demonstration database, or the platform is in production.
    """
    now, today = runtime.clock.now(), runtime.today
    with writing(runtime.database) as session:
        own = find_demo_provider(session)
        if own is None or not runtime.settings.may_show_demonstration:
            raise Conflict("只有演示数据库才有演示资料。")
        writers, reviewers = active_with_role(session, Role.PROVIDER), active_with_role(session, Role.REVIEWER)
        if find_open_change(session, own) or not writers or not reviewers:
            return False
        listed = [firm for firm in listed_ids(session, today) if firm != own]
        _returned(session, own, writers[0], reviewers[0], now)
        for firm, days in zip(listed[:2], (5, 1), strict=False):
            _waiting(session, firm, now - timedelta(days=days))
        if listed:
            add_claim(session, writers[0], listed[-1], "市场部经理，单位座机 0769-00000000，工作日上午方便核实。", now)
        _confirmed(session, own, writers[0], now)
        add_exposures(session, _exposures([own, *listed], today))
        add_lacks(session, _lacks([own, *listed], today))
        if listed:
            twin = _entered_twice(session, listed[0], now)
            _imported(session, reviewers[0], twin, now)
    return True


def _content(session: Transaction, firm: str) -> tuple[ProfileContent, int]:
    provider = find_stored_firm(session, firm)
    assert provider is not None  # noqa: S101  it was found by its id in this transaction
    return content_of(provider), provider.version


def _returned(session: Transaction, firm: str, writer: str, reviewer: str, now: datetime) -> None:
    base, version = _content(session, firm)
    wanted = base.with_part("summary", f"{base.fields.get('summary') or ''}全市第一。").with_part(
        CAPABILITY_PART + new_id("cap"), _NEW_OFFER
    )
    sent = now - timedelta(days=3)
    change = ProfileChange(
        new_id("chg"), firm, ChangeState.RETURNED, 4, base, version, wanted, writer, sent, writer, sent, waits_since=sent,
        reviewer_id=reviewer, decided_at=now - timedelta(days=2),
    )  # fmt: skip
    add_profile_change(session, replace(change, note="新加了一项能力，请审核。"))
    remarks = (Remark("summary", "advert", "请删去“全市第一”"),)
    at = now - timedelta(days=2)
    add_review(session, Review(change.id, 4, reviewer, "", approved=False, remarks=remarks, words="其余都可以。", appeal="", at=at))


def _waiting(session: Transaction, firm: str, sent: datetime) -> None:
    base, version = _content(session, firm)
    wanted = base.with_part("staff", (int(str(base.fields.get("staff") or 20))) + 6)
    for key, told in list(base.capabilities.items())[:1]:
        wanted = wanted.with_part(CAPABILITY_PART + key, replace(told, weeks=(told.weeks or 4) + 1))
    change = ProfileChange(
        new_id("chg"), firm, ChangeState.SUBMITTED, 2, base, version, wanted, "", sent, "", sent, note="人员和周期有变。", waits_since=sent
    )  # fmt: skip
    add_profile_change(session, change)


def _confirmed(session: Transaction, firm: str, writer: str, now: datetime) -> None:
    """The contact lately, the first case long ago: one is fresh, one has passed its half year."""
    content, _ = _content(session, firm)
    words = [Confirmation(part, writer, now - timedelta(days=170)) for part in ("contact_name", "contact_phone", "contact_email")]
    words += [
        Confirmation(CASE_PART + key, writer, now - timedelta(days=260), (told.summary,)) for key, told in list(content.cases.items())[:1]
    ]
    save_confirmations(session, firm, words)


def _entered_twice(session: Transaction, firm: str, now: datetime) -> Provider:
    """The same firm with a mistyped code, as a list brought it; it has no capability, so it is not public."""
    told = find_stored_firm(session, firm)
    assert told is not None  # noqa: S101  as above
    first = told.uscc[:16] + ("1" if told.uscc[16] != "1" else "2")
    twin = Provider(
        new_id("prv"), first + check_character(first), None, told.name, None, (), told.city, told.town, None, None, None,
        is_demo=True, version=1, updated_at=now,
    )  # fmt: skip
    save_providers(session, [FirmChange(None, twin, ())], COMMAND, now)
    return twin


def _imported(session: Transaction, clerk: str, twin: Provider, now: datetime) -> None:
    """A list that a clerk imported yesterday, with a row that was refused."""
    sentence = "没有统一社会信用代码，这一家没有导入。"
    report = ImportReport(
        "partly", 1, "", {"added": 1, "changed": 0, "same": 0, "refused": 1}, {"read": 2, "taken": 1, "refused": 1, "ignored": 0},
        lines=(ReportLine(True, "服务商", "第 3 行", sentence, "required_missing"),),  # noqa: FBT003  the fields of one line
        problems=(ReportProblem("error", "服务商", 3, "统一社会信用代码", "required_missing", "", sentence),),
        problems_total=1, firms=(ImportedFirm(twin.name, twin.uscc, "added", ()),), firms_total=1,
    )  # fmt: skip
    sent = now - timedelta(days=1)
    done = PoolImport(
        new_id("imp"), ImportState.DONE, ("市级资源池名单.xlsx",), 18_400, "", 2, clerk, sent, clerk, sent, sent,
        file_gone=True, failure="", report=report,
    )  # fmt: skip
    add_import(session, done)


def _lacks(firms: list[str], today: date) -> Counter[LackTold]:
    """What lists told to be missing, made up like the exposures."""
    months = [month_of(months_later(today.replace(day=1), -back)) for back in range(_MONTHS)]
    return Counter({
        LackTold(month, firm, kind, trade): 2 + (number + place) % 7
        for month in months
        for number, firm in enumerate(firms)
        for place, (kind, trade) in enumerate(((LackKind.TRADE_CASE, "hardware"), (LackKind.PRICE, ""), (LackKind.INTERFACE, "")))
    })  # fmt: skip


def _exposures(firms: list[str], today: date) -> Counter[Exposure]:
    """Made up from the order of the ids, which favours nobody; the firm of the demonstration stands first so that its page has rows."""
    counts: Counter[Exposure] = Counter()
    for back in range(_MONTHS):
        month = month_of(months_later(today.replace(day=1), -back))
        for number, firm in enumerate(firms):
            shown = 6 + (number * 7 + back * 5) % 23
            for place, scenario, trade in ((1, "DEV02", "plastics"), (3, "DEV08", ""), (6, "PLN02", "hardware")):
                counts[Exposure(month, firm, ExposureKind.SHOWN, band_of(place), scenario, trade)] += shown // place + 1
            counts[Exposure(month, firm, ExposureKind.OPENED)] += shown // 3
            counts[Exposure(month, firm, ExposureKind.COMPARED)] += shown // 6
    return +counts
