"""Figures: the same number on the page, in the API, in the workbook and reckoned anew from the rows; small ones hidden everywhere."""

import io
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from service.domain.calendar import day_in_shanghai
from service.domain.exposure import FEWEST_TOLD
from service.domain.figures import FIGURES, Measure
from service.domain.need_steps import FUNNEL
from service.domain.people import Role
from service.domain.periods import Period
from service.domain.tokens import Scope
from service.flows.people.create_token import TokenWish, create_token
from service.store.rows import IntroductionRow, NeedRow, OutcomeRow, SupplyGapRow, TimelineRow
from service.store.unit_of_work import writing
from tests.factories import SMALL_POOL
from tests.flows.stored import rows
from tests.people import make_person, signed_in, with_mailbox
from tests.planted_year import plant_year
from tests.web.html import assert_clean, read_page
from web.parts.figure_words import HIDDEN_WORDS, plain_words

TOWN = "441900119"


@pytest.fixture(scope="module")
def platform(make_runtime):
    runtime = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))[0]
    make_person(runtime, Role.BROKER, "chen")
    make_person(runtime, Role.AUDITOR, "wu")
    return runtime


@pytest.fixture(scope="module")
def desk(platform):
    return signed_in(platform, "chen")


def reckoned(runtime, period, town):
    """Figure → (value, rows) from the tables themselves, without any code of the figures."""
    places = {row.id: row.town_code for row in rows(runtime.database, NeedRow)}
    inside = [
        row
        for row in rows(runtime.database, NeedRow)
        if not row.merged_into and period.holds(day_in_shanghai(row.made_at)) and town in ("", row.town_code or "-")
    ]
    moved = {}
    for line in rows(runtime.database, TimelineRow):
        moved.setdefault(line.need_id, set()).add(line.detail["to"])
    names = [str(state) for state in FUNNEL]
    furthest = {row.id: max([0, *(names.index(s) for s in {*moved.get(row.id, ()), row.state} if s in names)]) for row in inside}
    found = {f"needs_{name}": sum(place >= index for place in furthest.values()) for index, name in enumerate(names)}
    found["needs_left"] = sum(row.state == "paused" for row in inside)

    def told(need_id, day):
        return period.holds(day) and town in ("", places[need_id] or "-")

    introductions = rows(runtime.database, IntroductionRow)
    found["introductions_made"] = sum(told(row.need_id, day_in_shanghai(row.proposed_at)) for row in introductions)
    agreed = [row for row in introductions if row.provider_answer]
    answered = [(row, date.fromisoformat(row.provider_answer["at"][:10])) for row in agreed]
    found["introductions_agreed"] = sum(told(row.need_id, day) for row, day in answered)
    need_of = {row.id: row.need_id for row in introductions}
    outcomes = [row for row in rows(runtime.database, OutcomeRow) if row.confirmed_at]
    for kind in ("met", "intent", "signed", "accepted"):
        own = [row for row in outcomes if row.kind == kind and told(need_of[row.introduction_id], row.happened_on)]
        found[f"outcomes_{kind}"] = len(own)
        if kind == "signed":
            found["signed_least_wan"] = sum({"under_10": 0, "10_30": 10, "30_50": 30}[row.content["band"]] for row in own)
    gaps = [row for row in rows(runtime.database, SupplyGapRow) if period.holds(day_in_shanghai(row.at))]
    found["gaps"] = sum(town in ("", row.town_code or "-") for row in gaps)
    return found


@pytest.mark.parametrize(("seed", "number"), [(1, 12), (2, 90), (3, 400)])
def test_page_api_workbook_and_recomputation_agree(platform, desk, seed, number):
    with writing(platform.database) as session:
        for table in ("outcomes", "introductions", "timeline_lines", "supply_gaps", "needs"):
            session.execute(text(f"DELETE FROM {table}"))
    plant_year(platform, seed, number)
    token = create_token(platform, "chen@example.com", TokenWish("测试", (Scope.FIGURES_READ,), 1))
    hidden = shown = 0
    for period, town in ((Period(2025), ""), (Period(2025, 1), ""), (Period(2025, 3), ""), (Period(2025, 12), ""), (Period(2025), TOWN),
                         (Period(2025, 2), TOWN), (Period(2025, 2), "-")):  # fmt: skip
        asked = {"period": period.code} | ({"town": town} if town else {})
        truth = reckoned(platform, period, town)
        api = desk.get(
            "/api/v1/figures",
            params={"from": str(period.first), "to": str(period.last)} | ({"town": town} if town else {}),
            headers={"Authorization": f"Bearer {token}"},
        ).json()
        page = read_page(desk.get("/figures", params=asked).text).words
        book = CalamineWorkbook.from_filelike(io.BytesIO(desk.get("/figures/report.xlsx", params=asked).content))
        cells = {row[5]: row[1] for row in book.get_sheet_by_name("对接情况").to_python()[4:]}
        assert [each["id"] for each in api["figures"]] == list(cells)
        for each in api["figures"]:
            key, value = each["id"], each["value"]
            definition = next(figure for figure in FIGURES if figure.id == key)
            if each["suppressed"]:
                hidden += 1
                assert (value, cells[key]) == (None, HIDDEN_WORDS)
                assert f"{definition.name} {HIDDEN_WORDS}" in page
                continue
            if value is None:
                assert cells[key] == "没有数据"
                continue
            shown += 1
            assert cells[key] == pytest.approx(value)
            unit = "" if definition.measure is Measure.SHARE else f" {definition.unit}"
            assert f"{definition.name} {plain_words(value, definition.measure)}{unit}" in page
            if key in truth:
                assert value == truth[key], (key, period, town)
        small = [key for key, value in truth.items() if 0 < value < FEWEST_TOLD and key != "signed_least_wan"]
        told = {each["id"] for each in api["figures"] if not each["suppressed"]}
        assert set(small) & told == set()
    assert shown > 20
    assert hidden > 5


def test_rows_stand_behind_a_number_for_those_who_may_see_them(platform, desk):
    plant_year(platform, 9, 60, year=2024)
    page = desk.get("/figures/needs_registered", params={"period": "2024"})
    assert_clean(page.text)
    links = {each.attributes["href"] for each in read_page(page.text).all("a") if "/workbench/needs/" in each.attributes["href"]}
    token = create_token(platform, "chen@example.com", TokenWish("测试", (Scope.FIGURES_READ,), 1))
    asked = "/api/v1/figures/needs_registered/rows?from=2024-01-01&to=2024-12-31"
    told = desk.get(asked, headers={"Authorization": f"Bearer {token}"}).json()
    assert {f"/workbench/needs/{row['id']}" for row in told["rows"]} == links
    assert told["figure"]["value"] == len(links)
    auditor = signed_in(platform, "wu").get("/figures/needs_registered", params={"period": "2024"}).text
    assert "您的身份看不到具体记录" in auditor
    assert "XQ-" not in auditor
    alone = create_token(platform, "wu@example.com", TokenWish("测试", (Scope.FIGURES_READ,), 1))
    assert desk.get(asked, headers={"Authorization": f"Bearer {alone}"}).status_code == 403


@pytest.mark.parametrize(
    "query", ["period=2025-13", "period=2019", "period=2099-01", "period=x", "town=441900999", "period=2025&town=<script>"]
)
def test_what_is_no_period_or_town_is_told(desk, query):
    assert desk.get(f"/figures?{query}").status_code == 422


def test_only_whole_months_and_years_are_answered(platform, desk):
    token = create_token(platform, "chen@example.com", TokenWish("测试", (Scope.FIGURES_READ,), 1))
    headers = {"Authorization": f"Bearer {token}"}
    first = date(2025, 3, 1)
    for last in (first, first + timedelta(days=29), first + timedelta(days=31)):
        refused = desk.get("/api/v1/figures", params={"from": str(first), "to": str(last)}, headers=headers)
        assert refused.status_code == 422
    assert desk.get("/api/v1/figures", headers=headers).json()["period"] == "2026-01"
    assert desk.get("/figures/nothing").status_code == 404
