"""应用场景: the tree, and one of them."""

import re

from starlette.testclient import TestClient

from tests.factories import case, firm
from tests.web.html import read_page
from web.app import build_site


def test_the_scenario_chart_is_a_picture_of_its_table(make_runtime):
    cases = tuple(case(f"第{n}个厂的注塑机", year=2022 + n % 3, industry=("注塑", "玩具")[n % 2]) for n in range(6))
    page_text = TestClient(build_site(make_runtime((firm(1, cases=cases),)))).get("/scenarios/DEV02").text
    page = read_page(page_text)
    (chart,) = page.all("svg", class_="chart")
    assert chart.attributes["role"] == "img"
    assert "表" in chart.attributes["aria-label"]
    assert "注塑/塑胶制品" in page.words
    drawn = [int(value) for value in re.findall(r'class="value">(\d+)<', page_text)]
    rows = re.findall(r'<th scope="row">([^<]+)</th>((?:<td class="number">.*?</td>)+)', page_text)
    told = {label: [int(number) for number in re.findall(r">(\d+)<", cells)] for label, cells in rows}
    assert set(told) == {"注塑/塑胶制品", "玩具潮玩"}
    for numbers in told.values():
        assert sum(numbers[:-1]) == numbers[-1]
    assert sorted(drawn) == sorted(number for numbers in told.values() for number in numbers[:-1] if number)


def test_a_level_is_a_hint_and_never_a_promise(site):
    words = read_page(site.get("/scenarios/DEV02").text).words
    assert "可能计入乙级" in words
    assert "仅为提示，待主管部门确认" in words
    assert "东府办〔2018〕54号" in words


def test_groups_fold_and_one_can_be_asked_for_open(site):
    page = read_page(site.get("/scenarios").text)
    folds = page.all("details", class_="fold")
    assert len(folds) == 10
    assert not [fold for fold in folds if "open" in fold.attributes]
    opened = [
        fold.attributes["id"] for fold in read_page(site.get("/scenarios?group=dev").text).all("details") if "open" in fold.attributes
    ]
    assert opened == ["DEV"]
    assert "/scenarios?group=DEV#DEV" in read_page(site.get("/scenarios/DEV02").text).links()


def test_a_word_leaves_the_scenarios_that_have_it(site):
    page = read_page(site.get("/scenarios?q=注塑机").text)
    shown = [link for link in page.links() if re.fullmatch(r"/scenarios/[A-Z]{3}\d\d", link)]
    assert "/scenarios/DEV02" in shown
    assert f"写着“注塑机”的场景有 {len(shown)} 个" in page.words
    assert len(shown) < 20
    nothing = read_page(site.get("/scenarios?q=qq").text)
    assert "没有写着“qq”的场景" in nothing.words
    assert page.all("input", name="q", value="注塑机")
