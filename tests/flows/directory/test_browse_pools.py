"""Pools, editions, members and the workbook: one set of numbers."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from service.domain.directory import MEMBER_FILTERS, NOT_TOLD, MemberQuery
from service.errors import NotFound
from service.flows.directory.browse_pools import browse_pools, get_pool, list_members
from service.flows.directory.browse_providers import ProviderQuery, list_providers
from service.flows.directory.export_members import COLUMNS, export_members
from service.flows.figures.count_records import count_records
from service.flows.upkeep.read_site_state import read_site_state
from service.runtime import Runtime
from tests.factories import SMALL_POOL, firm, municipal, provincial


@pytest.fixture
def pool(make_platform) -> Runtime:
    return make_platform(SMALL_POOL, prepare=False)


def rows_of(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("服务商").to_python()


def test_totals(pool):
    overview = browse_pools(pool)
    assert [(line.pool.code, line.members, line.standings) for line in overview.pools] == [
        ("municipal", 5, {"active": 3, "expired": 1, "suspended": 1}),
        ("provincial", 3, {"active": 3, "expired": 0, "suspended": 0}),
    ]
    assert (overview.firms, overview.in_several, overview.listed) == (6, 2, 4)


def test_all_places_that_count_say_the_same(pool):
    overview, counted, state = browse_pools(pool), count_records(pool), read_site_state(pool)
    members = {line.pool.code: line.members for line in overview.pools}
    assert members == counted.memberships == {line.pool.code: line.members for line in state.pools}
    assert overview.listed == counted.listed == state.listed == list_providers(pool, ProviderQuery()).total
    assert overview.firms == state.members == list_members(pool, MemberQuery()).page.total == export_members(pool, MemberQuery()).firms
    for line in overview.pools:
        found = list_members(pool, MemberQuery(pool=line.pool.code))
        assert line.members == found.page.total == found.memberships == sum(edition.members for edition in line.editions)
        assert line.members == sum(line.standings.values()) == export_members(pool, MemberQuery(pool=line.pool.code)).memberships
        for edition in line.editions:
            assert edition.members == list_members(pool, MemberQuery(pool=line.pool.code, batch=edition.batch)).page.total
        for standing, number in line.standings.items():
            assert number == list_members(pool, MemberQuery(pool=line.pool.code, standing=standing)).page.total


def test_the_fixture_pool_has_the_numbers_of_the_letter(fixture_pool):
    overview = browse_pools(fixture_pool)
    assert {line.pool.code: line.members for line in overview.pools} == {"municipal": 42, "provincial": 18}
    assert overview.firms == 42 + 18 - overview.in_several
    assert overview.firms == list_members(fixture_pool, MemberQuery()).page.total


def test_editions_have_documents_and_dates_in_their_order(pool):
    editions = get_pool(pool, "municipal").editions
    assert [(edition.batch, edition.documents, edition.admitted_from, edition.valid_until, edition.members) for edition in editions] == [
        ("试点批", ("演示〔2022〕1号",), date(2022, 5, 20), date(2025, 5, 20), 1),
        ("第一批", ("演示〔2023〕1号",), date(2023, 11, 15), date(2028, 11, 15), 4),
    ]
    assert [edition.batch for edition in get_pool(pool, "provincial").editions] == ["第二批", NOT_TOLD]


def test_a_firm_in_two_pools_is_one_row_with_two_memberships(pool):
    rows = {row.firm.short_name: row for row in list_members(pool, MemberQuery()).page.items}
    assert [member.pool for member in rows["屿栈数据"].memberships] == ["municipal", "provincial"]
    assert list_members(pool, MemberQuery()).memberships == 8


def test_filters_speak_of_one_and_the_same_membership(pool):
    # 双池暂停 is suspended in the municipal pool and in force in the provincial one.
    suspended = list_members(pool, MemberQuery(pool="municipal", standing="suspended")).page.items
    assert [row.firm.short_name for row in suspended] == ["双池暂停"]
    assert list_members(pool, MemberQuery(pool="provincial", standing="suspended")).page.total == 0


def test_every_choice_leaves_what_it_says(pool):
    for name, counts in list_members(pool, MemberQuery(pool="municipal")).choices.items():
        assert name in MEMBER_FILTERS
        for value, number in counts.items():
            assert list_members(pool, MemberQuery(**{"pool": "municipal", name: value})).memberships == number


def test_a_withdrawn_member_is_nowhere(pool):
    assert list_members(pool, MemberQuery(text="已退出")).page.total == 0
    assert not [row for row in rows_of(export_members(pool, MemberQuery()).content) if "东莞市已退出公司" in row]


def test_who_has_no_public_page(pool):
    rows = list_members(pool, MemberQuery()).page.items
    assert {row.firm.name for row in rows if not row.firm.is_listed} == {"东莞市已满期信息有限公司", "东莞市无能力公司"}


def test_a_pool_that_does_not_exist(pool):
    with pytest.raises(NotFound):
        get_pool(pool, "national")


def test_the_workbook_holds_public_fields_and_no_contact(pool):
    book = export_members(pool, MemberQuery())
    head, *rows = rows_of(book.content)
    assert head == [title for title, _ in COLUMNS]
    assert len(rows) == book.memberships == 8
    told = [cell for row in rows for cell in row]
    assert not [cell for cell in told if "0769" in str(cell) or "@" in str(cell) or "王女士" in str(cell) or "1380000" in str(cell)]
    first = dict(zip(head, rows[0], strict=True))
    assert (first["企业全称"], first["状态"], first["有效期至"]) == ("东莞市已满期信息有限公司", "已到期", date(2025, 5, 20))
    assert {dict(zip(head, row, strict=True))["有效期至"] for row in rows if "广州楠舟工业互联网有限公司" in row} == {"长期"}
    remarks = dict(CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_name("说明").to_python())
    assert remarks["企业"].startswith("6 家")
    assert remarks["入池资格"].startswith("8 条")
    assert "演示数据" in remarks


def test_the_workbook_follows_the_filters(pool):
    book = export_members(pool, MemberQuery(pool="municipal", standing="expired"))
    assert (book.memberships, book.firms) == (1, 1)
    remarks = dict(CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_name("说明").to_python())
    assert remarks["筛选条件"] == "资源池：市级；状态：已到期"


FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x.example","点我")', "https://x.example/")


@pytest.mark.parametrize("formula", FORMULAS)
def test_nothing_a_provider_wrote_becomes_a_formula_or_a_link(make_platform, formula):
    hostile = firm(
        1, name=formula, short_name=formula, town=None, city=formula, memberships=(municipal(category=formula, document_no=formula),)
    )
    runtime = make_platform((hostile,), prepare=False)
    content = export_members(runtime, MemberQuery()).content
    assert rows_of(content)[1][0] == formula
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet.lower()
        styles = archive.read("xl/styles.xml").decode()
        assert ('quotePrefix="1"' in styles) == (formula[0] in "=+-@")


def test_the_workbook_can_be_loaded_again(pool, make_platform, tmp_path):
    from indexer.load import LoadOptions, load_files

    path = tmp_path / "members.xlsx"
    path.write_bytes(export_members(pool, MemberQuery()).content)
    other = make_platform((), prepare=False)
    (report,) = load_files([path], settings=other.settings, database=other.database, clock=other.clock, options=LoadOptions())
    assert report.exit == 0, report.problems
    before, after = browse_pools(pool), browse_pools(other)
    assert [(line.members, line.standings) for line in after.pools] == [(line.members, line.standings) for line in before.pools]
    assert after.firms == before.firms


def test_an_empty_pool(make_platform):
    runtime = make_platform((), prepare=False)
    overview = browse_pools(runtime)
    assert [line.members for line in overview.pools] == [0, 0]
    assert (overview.firms, overview.listed) == (0, 0)
    assert export_members(runtime, MemberQuery()).memberships == 0


def test_members_come_in_pages_by_the_date_of_admission(make_platform):
    firms = tuple(firm(number, memberships=(provincial(admitted_on=date(2024, 1, 1 + number % 28)),)) for number in range(1, 46))
    runtime = make_platform(firms, prepare=False)
    rows = [row for number in (1, 2, 3) for row in list_members(runtime, MemberQuery(page=number)).page.items]
    assert len({row.firm.provider_id for row in rows}) == 45
    dates = [row.memberships[0].admitted_on for row in rows]
    assert dates == sorted(dates)
