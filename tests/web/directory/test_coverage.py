"""能力地图: gaps first and in words, trades × groups, scenarios with who does them, in the order that is asked for."""

import re

from starlette.testclient import TestClient

from tests.factories import capability, case, firm
from tests.web.html import read_page
from web.app import build_site


def scenario_rows(text: str) -> list[tuple[str, int]]:
    """(scenario, providers) of every row, in the order of the page."""
    rows = re.findall(r'<th scope="row" role="rowheader"><a href="[^"]+">([^<]+)</a>.*?data-h="能做">(.*?)</td>', text, re.DOTALL)
    return [(name, int((re.findall(r"(\d+) 家", cell) or ["0"])[0])) for name, cell in rows]


def test_the_gaps_are_told_before_any_table(site):
    page_text = site.get("/coverage").text
    words = read_page(page_text).words
    told = re.search(r"(\d+) 个场景没有一家做", words)
    assert told
    assert int(told[1]) == sum(1 for _, number in scenario_rows(page_text) if not number)
    assert words.index("缺口，先说") < words.index("行业 × 大类") < words.index("逐个场景")
    assert re.search(r"\d+ 个行业没有一家写明会做", words)


def test_every_head_is_a_chinese_word_and_a_way_to_sort(site):
    page_text = site.get("/coverage").text
    for head in ("设备互联与数据采集", "质量检测与追溯", "合计"):
        assert re.search(rf'<th scope="col" class="number sort-head"[^>]*><a href="/coverage\?trades=[^"]+">{head}', page_text), head
    assert not re.search(r"<th[^>]*>(?:<a[^>]*>)?[A-Z]{3}<", page_text)


def test_a_sorted_map_is_one_list_and_sorted_again_it_turns_round(make_runtime):
    counters = capability("冲床计数", description="冲床打一下记一下。", industries=("五金",), scenarios=("DEV03",))
    firms = (firm(1), firm(2, capabilities=(capability(), counters), cases=()), firm(3, capabilities=(counters,), cases=()))
    client = TestClient(build_site(make_runtime(firms)))
    page_text = client.get("/coverage?sort=-providers&trades=DEV").text
    numbers = [number for _, number in scenario_rows(page_text)]
    assert numbers == sorted(numbers)
    assert len(numbers) == 70
    assert 'aria-sort="ascending"' in page_text
    assert not read_page(page_text).all("details", class_="map-group")
    # The other order keeps the order of the other table.
    assert "/coverage?trades=DEV&amp;sort=providers#scenarios" in page_text
    turned = [number for _, number in scenario_rows(client.get("/coverage?sort=providers").text)]
    assert turned == sorted(numbers, reverse=True)


def test_an_unknown_order_is_no_error(site):
    answer = site.get("/coverage?sort=nope&trades=-none")
    assert answer.status_code == 200
    assert len(scenario_rows(answer.text)) == 70


def test_a_cell_leads_to_the_firms_it_counts(site):
    page = read_page(site.get("/coverage").text)
    links = [link for link in page.links() if link.startswith("/providers?group=")]
    cell = next(link for link in links if "industry=plastics" in link and "group=DEV" in link)
    (element,) = [e for e in page.all("a") if e.attributes.get("href") == cell and "aria-label" in e.attributes]
    number = re.search(r"：(\d+) 家", element.attributes["aria-label"])
    assert number
    assert f"符合条件的 {number[1]} 家" in read_page(site.get(cell).text).words


def test_who_has_done_it_stands_first_and_many_are_a_link(make_runtime):
    firms = tuple(
        firm(number, cases=(case(f"第{number}家"), case(f"再一家{number}", customer="道滘某厂"))[: number % 3]) for number in range(1, 12)
    )
    page_text = TestClient(build_site(make_runtime(firms))).get("/coverage").text
    row = re.search(r"注塑/压铸机联网</a>.*?</tr>", page_text, re.DOTALL)
    assert row
    told = [int(number) for number in re.findall(r"(\d+) 例", row[0])]
    assert told == sorted(told, reverse=True)
    assert len(re.findall(r'href="/providers/prv_', row[0])) == 4
    assert '<a href="/providers?scenario=DEV02">等 11 家</a>' in row[0]


def test_firms_with_cases_are_those_of_the_cases(site):
    page_text = site.get("/coverage").text
    found = re.search(r'data-h="其中有案例"><a href="(/cases\?scenario=DEV02)">(\d+) 家</a>', page_text)
    assert found
    assert f"来自 {found[2]} 家服务商" in read_page(site.get(found[1]).text).words
