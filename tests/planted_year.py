"""A year of needs, introductions, outcomes and gaps put in through the rows, by chance but the same each time."""

import random
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert, select

from service.domain.need_steps import FUNNEL, NeedState
from service.runtime import Runtime
from service.store.rows import IntroductionRow, NeedRow, OutcomeRow, ProviderRow, SupplyGapRow, TimelineRow
from service.store.unit_of_work import reading, writing

_TOWNS = ("441900119", "441900106", "441900401", "441900121", None)
_TRADES = ("mould", "plastics", "hardware", "electronics", None)
_SCENARIOS = ("DEV02", "PLN02", "QUA04", "SCM02", None)
_KINDS = ("met", "intent", "signed", "accepted")
_BANDS = ("under_10", "10_30", "30_50")


def plant_year(runtime: Runtime, seed: int, number: int, year: int = 2025) -> None:
    """So many needs with what came of them; the same seed plants the same."""
    chance = random.Random(seed)  # noqa: S311  chance of a test
    with reading(runtime.database) as session:
        providers = list(session.scalars(select(ProviderRow.id).order_by(ProviderRow.uscc)))
    needs, lines, introductions, outcomes = [], [], [], []
    for n in range(number):
        made = datetime(year, 1, 1, 2, tzinfo=UTC) + timedelta(days=int(364 * chance.random() ** 1.5), hours=chance.randrange(12))
        furthest = int(len(FUNNEL) * chance.random() ** 1.6)
        key, merged = f"ned_{seed}_{year}_{n}", chance.random() < 0.04
        reached = made + timedelta(days=chance.randrange(1, 9)) if furthest >= 2 else None
        left = chance.random() < 0.15
        state = NeedState.MERGED if merged else NeedState.PAUSED if left else FUNNEL[furthest]
        needs.append(
            _need(key, made, n, chance) | {"state": state, "contacted_at": reached, "merged_into": "ned_other" if merged else None}
        )
        lines += [
            {"need_id": key, "at": made, "kind": "step", "side": "desk", "actor": "", "words": "", "detail": {"to": str(FUNNEL[place])}}
            for place in range(1, furthest + 1)
        ]
        if furthest >= 3:
            introductions.append(_introduction(key, chance.choice(providers), made + timedelta(days=9), chance, furthest >= 4))
            outcomes += [_outcome(key, place, made, chance) for place in range(max(0, min(4, furthest - 4)))]
    gaps = [
        {"id": f"gap_{seed}_{year}_{n}", "at": datetime(year, 1 + n % 12, 3, 4, tzinfo=UTC), "reason": "nobody", "scenario_code": "DEV02",
         "town_code": chance.choice(_TOWNS), "industry_code": None, "topic": None}
        for n in range(number // 5)
    ]  # fmt: skip
    with writing(runtime.database) as session:
        tables = ((NeedRow, needs), (TimelineRow, lines), (IntroductionRow, introductions), (OutcomeRow, outcomes), (SupplyGapRow, gaps))
        for table, rows in tables:
            if rows:
                session.execute(insert(table), rows)


def _need(key: str, made: datetime, serial: int, chance: random.Random) -> dict[str, object]:
    return {
        "id": key, "year": made.year, "serial": 5_000 + serial, "version": 1, "is_open": True, "manufacturer_id": None,
        "firm_name": "长安某厂", "firm_uscc": None, "text": "注塑机联网", "scenario_code": chance.choice(_SCENARIOS),
        "industry_code": chance.choice(_TRADES), "town_code": chance.choice(_TOWNS), "staff_count": None, "budget_fen": None,
        "needed_by_on": None, "owned": [], "level_code": None, "visibility": "desk", "source": "site", "broker_id": None, "made_at": made,
        "state_at": made, "moved_at": made, "closed_at": None, "promised_on": None, "next_words": "", "next_on": None,
        "waits_for": "desk", "renew_by_on": date(2030, 1, 1), "snapshot_id": None, "is_demo": True,
    }  # fmt: skip


def _introduction(key: str, provider: str, at: datetime, chance: random.Random, agreed: bool) -> dict[str, object]:
    answered = at + timedelta(days=chance.randrange(1, 6))
    return {
        "id": key.replace("ned_", "itr_"), "need_id": key, "provider_id": provider, "version": 1,
        "state": "agreed" if agreed else "lapsed", "proposed_at": at, "proposed_by": "", "reason": "", "snapshot_id": "",
        "answer_by": None, "remind_on": None, "reminded_at": None, "asked_at": at if agreed else None,
        "manufacturer_answer": {"accepted": True, "at": at.isoformat(), "by": "", "reason": "", "by_phone": False} if agreed else None,
        "provider_answer": {"accepted": True, "at": answered.isoformat(), "by": "", "reason": "", "by_phone": False} if agreed else None,
        "closed_at": None,
    }  # fmt: skip


def _outcome(key: str, place: int, made: datetime, chance: random.Random) -> dict[str, object]:
    told = made + timedelta(days=20 + 10 * place)
    return {
        "id": key.replace("ned_", f"out{place}_"), "introduction_id": key.replace("ned_", "itr_"), "kind": _KINDS[place],
        "happened_on": told.date(), "told_by": "provider", "told_at": told, "recorded_by": "",
        "confirmed_at": told if chance.random() < 0.9 else None, "denied_at": None, "denied_reason": "", "case_id": None,
        "content": {"words": "", "band": chance.choice(_BANDS), "scenarios": [], "effects": [], "rating": None, "publish": False},
    }  # fmt: skip
