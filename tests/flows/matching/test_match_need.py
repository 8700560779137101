"""The main job's plumbing on a small pool: filters, limits, chips, cards, a late index. Whether a match is a good one: tests/quality."""

from dataclasses import replace
from datetime import date

import pytest

from service.copies.follow_changes import catch_up, refresh
from service.domain.finding import Filters
from service.domain.listing import provider_line
from service.domain.matching import Fit, Match, MatchList
from service.errors import Invalid, TooLarge, Unavailable
from service.flows.matching.match_need import MAX_LIMIT, MatchRequest, match_need
from service.runtime import Followed, Runtime
from service.search.engines.embedded import EmbeddedEngine
from service.store import records, unit_of_work
from service.store.queries.providers import all_ids, read_providers
from service.store.rows import MembershipRow, ProviderRow
from tests.factories import SMALL_POOL, Firm, capability, case, firm, municipal, provincial
from tests.flows.stored import change, provider_id, rows
from tests.platforms import MakePlatform

NEED = "三十几台啤机，晚班到底开没开我在家看不到"


@pytest.fixture
def platform(make_platform: MakePlatform) -> Runtime:
    return make_platform(SMALL_POOL)


def ask(runtime: Runtime, text: str = NEED, **more: object) -> MatchList:
    return match_need(runtime, MatchRequest(text, **more))  # type: ignore[arg-type]


def everybody(runtime: Runtime, text: str = NEED, **more: object) -> list[Match]:
    """All matches, weak ones included."""
    answer = ask(runtime, text, include_weak=True, limit=MAX_LIMIT, **more)
    return [*answer.matches, *answer.weak]


def names(matches: list[Match] | tuple[Match, ...]) -> list[str]:
    return [match.provider.display_name for match in matches]


def test_everybody_listed_is_found_once_with_ranks_from_one(platform: Runtime) -> None:
    found = everybody(platform)
    assert sorted(names(found)) == sorted(["屿栈数据", "砺岑视觉", "楠舟", "双池暂停"])
    assert [match.rank for match in found] == [1, 2, 3, 4]


def test_the_same_need_twice_gives_the_same_answer(platform: Runtime) -> None:
    one, two = (replace(ask(platform, include_weak=True), took_ms=0.0) for _ in range(2))
    assert one == two


@pytest.mark.parametrize(("limit", "most"), [(1, 1), (2, 2), (0, 1), (-5, 1), (1000, 4)])
def test_the_limit_holds_for_all_that_is_returned(platform: Runtime, limit: int, most: int) -> None:
    answer = ask(platform, limit=limit, include_weak=True)
    assert len(answer.matches) + len(answer.weak) == most


def test_weak_fits_come_only_when_asked_after_the_others_and_change_no_verdict(platform: Runtime) -> None:
    plain, more = ask(platform), ask(platform, include_weak=True)
    assert plain.weak == ()
    assert (plain.matches, plain.confident, plain.total, plain.weak_total) == (more.matches, more.confident, more.total, more.weak_total)
    assert more.total + more.weak_total == len(everybody(platform))
    assert Fit.WEAK not in {match.fit for match in more.matches}
    assert {match.fit for match in more.weak} <= {Fit.WEAK}


FILTERS = [
    Filters(pool="provincial"), Filters(pool="municipal"), Filters(town="441900129"), Filters(industry="pcb"),
    Filters(industry="electronics"), Filters(industry="plastics"), Filters(delivery="SaaS"), Filters(delivery="现场"),
    Filters(group="QUA"), Filters(group="DEV"), Filters(group="PLN"), Filters(pool="municipal", industry="plastics"),
    Filters(pool="gone"), Filters(price_max_fen=1), Filters(price_max_fen=6_000_000),
]  # fmt: skip


@pytest.mark.parametrize("filters", FILTERS, ids=lambda filters: str(filters.active))
def test_a_filter_leaves_exactly_whom_the_directory_names(platform: Runtime, filters: Filters) -> None:
    taxonomy = platform.knowledge().taxonomy
    with unit_of_work.reading(platform.database) as session:
        listed = [each for each in read_providers(session, all_ids(session)) if each.is_listed(platform.today)]
    expected = set()
    for provider in listed:
        facets = provider_line(provider, platform.today, taxonomy).facets
        prices = [each.content.price_min_fen for each in provider.capabilities]
        affordable = filters.price_max_fen is None or None in prices or min(filter(None, prices)) <= filters.price_max_fen
        if affordable and all(value in facets[name] for name, value in filters.active.items() if name != "price_max_fen"):
            expected.add(provider.display_name)
    assert set(names(everybody(platform, filters=filters))) == expected


def test_filters_hold_for_words_and_for_vectors_alike(make_platform: MakePlatform) -> None:
    """The nearest and the wordiest passage belong to a firm that the filter leaves out."""
    near = firm(1, short_name="最近", memberships=(municipal(),), cases=(case(NEED),))
    far = firm(
        2, short_name="远的", memberships=(provincial(),), capabilities=(capability("报关", description="报关单证协同。"),), cases=()
    )
    platform = make_platform((near, far))
    assert names(everybody(platform)) == ["最近", "远的"]
    assert names(everybody(platform, filters=Filters(pool="provincial"))) == ["远的"]


def test_a_firm_without_vectors_is_found_by_its_words(make_platform: MakePlatform) -> None:
    platform = make_platform((firm(1, short_name="没有向量", capabilities=(capability("激光切割机联网"),), cases=()),), prepare=False)
    assert names(everybody(platform, "激光切割机联网")) == ["没有向量"]


@pytest.mark.parametrize("text", ["", "   \n ", "\x00\x07", "\u200b\u200d", "？？？！", "😀😀", "——……", "\ud800"])
def test_a_text_without_a_word_is_refused_in_chinese(platform: Runtime, text: str) -> None:
    with pytest.raises(Invalid, match="一句话"):
        ask(platform, text)


@pytest.mark.parametrize("text", ["13800138000", "找王先生 138-0013-8000", "13800138000@163.com"])
def test_personal_data_alone_is_no_need(platform: Runtime, text: str) -> None:
    with pytest.raises(Invalid, match="没有读到需求内容"):
        ask(platform, text)


def test_a_text_over_the_limit_is_refused_with_both_numbers(make_platform: MakePlatform) -> None:
    platform = make_platform(SMALL_POOL, need_max_characters=20)
    assert ask(platform, "啤" * 20) is not None
    with pytest.raises(TooLarge, match="20 个字，您写了 21 个字"):
        ask(platform, "啤" * 21)


def test_a_chip_settles_the_scenario_and_unknown_ones_are_ignored(platform: Runtime) -> None:
    answer = ask(platform, chosen=("QUA02", "NOPE"))
    assert answer.reading.chosen == ("QUA02",)
    assert answer.reading.scenarios[0].code == "QUA02"
    assert not answer.reading.unsure


@pytest.mark.parametrize(
    ("text", "part", "attribute"),
    [
        ("我们做毛织的，想联网", "industry:knitwear", "industries"),
        ("已有金蝶，想加报工", "owned:BIZ01", "owned"),
        ("不想换ERP，想加报工", "refused:BIZ01", "refused"),
        ("金蝶要对接", "brand:金蝶", "brands"),
        ("预算10万，想联网", "budget", "limits"),
        ("在长安，想联网", "town:441900119", "limits"),
    ],
)
def test_a_part_of_the_reading_can_be_removed(platform: Runtime, text: str, part: str, attribute: str) -> None:
    whole, less = ask(platform, text).reading.text, ask(platform, text, dropped=(part, "nonsense")).reading.text
    assert len(getattr(whole, attribute)) == 1
    assert getattr(less, attribute) == ()
    assert attribute != "refused" or (whole.refusals and not less.refusals)
    assert replace(whole, **{attribute: (), "refusals": less.refusals}) == less


def test_town_staff_age_and_name_change_no_place(make_platform: MakePlatform) -> None:
    """Neutral: neither local nor large nor old firms come first."""
    pool: tuple[Firm, ...] = tuple(
        firm(number, capabilities=(capability(f"第{number}种联网", description=f"啤机{'晚班看板' * (number % 3)}采集。"),), cases=())
        for number in range(1, 9)
    )
    platform = make_platform(pool)
    before = [match.provider.id for match in everybody(platform)]

    def disguise(row: ProviderRow) -> None:
        row.town, row.city, row.staff, row.founded = "石碣镇", "深圳", 9000, 1980
        row.name, row.short_name, row.is_demo = f"深圳市{row.name}集团", None, False

    for owner in before[::2]:
        change(platform.database, ProviderRow, disguise, id=owner)
    after = everybody(platform)
    assert [match.provider.id for match in after] == before
    assert {match.provider.city for match in after} == {"深圳", "东莞"}


def test_a_firm_called_by_name_comes_first_and_says_why(platform: Runtime) -> None:
    answer = ask(platform, "楠舟工业互联网怎么样，砺岑视觉也想问问")
    assert names(answer.matches)[:2] == ["楠舟", "砺岑视觉"], "in the order of writing"
    assert answer.matches[0].reasons[0].kind == "name"
    assert ask(platform, "广州楠舟工业互联网有限公司怎么样").matches[0].provider.short_name == "楠舟"


def test_names_do_not_outrank_a_filter(platform: Runtime) -> None:
    assert "砺岑视觉" not in names(everybody(platform, "砺岑视觉", filters=Filters(pool="provincial")))


def test_a_firm_that_is_not_listed_is_not_found_by_its_name(platform: Runtime) -> None:
    for name in ("已满期", "无能力公司", "已退出"):
        assert name not in " ".join(names(everybody(platform, f"东莞市{name}信息有限公司")))


def shared(platform: Runtime) -> Runtime:
    """The same platform behind an index that only a follower brings up to date."""
    engine = EmbeddedEngine(lambda: platform.encoder.dimensions)
    engine.in_process = False
    catch_up(platform, engine)
    return replace(platform, engine=engine)


@pytest.mark.parametrize("state", ["suspended", "withdrawn"])
def test_a_late_index_never_shows_who_was_suspended(platform: Runtime, state: str) -> None:
    late = shared(platform)
    assert len(everybody(late)) == 4
    change(
        platform.database, MembershipRow, lambda row: setattr(row, "state", state), provider_id=provider_id(platform.database, "砺岑视觉")
    )
    found = everybody(late)
    assert "砺岑视觉" not in names(found)
    assert [match.rank for match in found] == [1, 2, 3]


def test_a_late_index_never_shows_who_left_the_filtered_pool(platform: Runtime) -> None:
    late = shared(platform)
    owner = provider_id(platform.database, "屿栈数据")
    (row,) = rows(platform.database, MembershipRow, provider_id=owner, pool_code="provincial")
    change(platform.database, MembershipRow, lambda changed: setattr(changed, "valid_until", date(2025, 1, 1)), id=row.id)
    assert "屿栈数据" not in names(everybody(late, filters=Filters(pool="provincial")))
    assert "屿栈数据" in names(everybody(late))


class GoneEngine(EmbeddedEngine):
    """An index that does not answer."""

    in_process = False

    def candidates(self, *_: object, **__: object) -> object:  # type: ignore[override]
        raise Unavailable("检索服务没有应答。")


def test_a_spare_engine_answers_with_a_visible_note_and_the_same_list(platform: Runtime) -> None:
    gone = replace(platform, engine=GoneEngine(lambda: 256))
    with pytest.raises(Unavailable):
        ask(gone)
    spared = replace(gone, spare=Followed(EmbeddedEngine(lambda: platform.encoder.dimensions)))
    answer = ask(spared, include_weak=True)
    assert answer.engine_note is not None
    assert "备用" in answer.engine_note
    plain = ask(platform, include_weak=True)
    assert plain.engine_note is None
    assert names(answer.matches + answer.weak) == names(plain.matches + plain.weak)


def test_a_need_leaves_no_trace_in_the_database(platform: Runtime) -> None:
    marker = "赑屃鼋鼍联网"
    ask(platform, marker)
    refresh(platform)
    with unit_of_work.reading(platform.database) as session:
        stored = {name: list(records.read_table(session, name)) for name in records.table_names(session)}
    assert stored["scenarios"]
    assert "赑屃" not in repr(stored)


FITTING = {"text": "注塑机联网采集，模次、周期、停机原因实时采集，旧机加电流互感器", "chosen": ("DEV02",)}


def test_facets_count_the_fitting_providers_and_lead_to_as_many(platform: Runtime) -> None:
    answer = ask(platform, **FITTING, limit=1)
    assert answer.total == len(ask(platform, **FITTING, limit=MAX_LIMIT).matches) >= 1
    for name, values in answer.facets.items():
        assert values, name
        assert [value.count for value in values] == sorted((value.count for value in values), reverse=True)
        for value in values:
            assert 1 <= value.count <= answer.total
            narrowed = everybody(platform, **FITTING, filters=Filters(**{name: value.value}))
            assert len(narrowed) >= value.count


def test_an_empty_pool_gives_the_honest_empty_answer(make_platform: MakePlatform) -> None:
    answer = ask(make_platform(), include_weak=True)
    assert (answer.confident, answer.matches, answer.weak, answer.total, answer.weak_total) == (False, (), (), 0, 0)
    assert answer.reading.scenarios
