"""What the readmes of the fixtures say about them is so."""

import json
import re
from collections import Counter
from datetime import date

import pytest

from service.domain.uscc import has_shape, has_valid_check
from service.settings import ROOT, Settings

FIXTURES = ROOT / "fixtures"
COUNTED = re.findall(r"^\| `([a-z_/]+\.jsonl)` \| (\d+) \|", (FIXTURES / "README.md").read_text("utf-8"), re.MULTILINE)
POOL_SENTENCE = re.compile(
    r"(\d+) firms, (\d+) memberships in force or lapsed in the municipal pool and (\d+) in the provincial one \((\d+) firms in both\), "
    r"(\d+) capabilities, (\d+) cases; one membership is suspended, one has lapsed, so (\d+) firms are public"
)
DAY = date(2026, 1, 5)


def read(name: str) -> list[dict]:
    return [json.loads(line) for line in (FIXTURES / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("name", "lines"), COUNTED)
def test_a_file_has_the_lines_told(name, lines) -> None:
    assert len(read(name)) == int(lines)


def test_every_file_of_sentences_is_counted() -> None:
    there = {
        path.relative_to(FIXTURES).as_posix()
        for folder in ("utterances", "needs", "judgements")
        for path in (FIXTURES / folder).rglob("*.jsonl")
    }
    assert there == {name for name, _ in COUNTED} - {"pools/providers.jsonl"}


def test_the_pool_is_as_its_readme_says() -> None:
    told = POOL_SENTENCE.search((FIXTURES / "pools" / "README.md").read_text("utf-8"))
    assert told
    firms = read("pools/providers.jsonl")
    members = Counter(membership["pool"] for firm in firms for membership in firm["pools"])
    assert [int(number) for number in told.groups()] == [
        len(firms),
        members["municipal"],
        members["provincial"],
        sum(len(firm["pools"]) == 2 for firm in firms),
        sum(len(firm["capabilities"]) for firm in firms),
        sum(len(firm["cases"]) for firm in firms),
        sum(any(in_force(membership) for membership in firm["pools"]) and bool(firm["capabilities"]) for firm in firms),
    ]
    states = Counter(membership["state"] for firm in firms for membership in firm["pools"])
    lapsed = sum(membership["state"] != "暂停" and not in_force(membership) for firm in firms for membership in firm["pools"])
    assert (states["暂停"], lapsed) == (1, 1)


def in_force(membership: dict) -> bool:
    until = membership["valid_until"]
    return membership["state"] in {"有效", "已到期"} and (until in {None, "长期"} or date.fromisoformat(until) >= DAY)


@pytest.mark.parametrize("name", ["pools/providers.jsonl", "judgements/second_pool/providers.jsonl"])
def test_every_firm_is_marked_as_demonstration_data(name) -> None:
    firms = read(name)
    assert len({firm["uscc"] for firm in firms}) == len({firm["name"] for firm in firms}) == len(firms)
    for firm in firms:
        assert has_shape(firm["uscc"])
        assert has_valid_check(firm["uscc"])
        assert firm["uscc"][8:11] == Settings().demo_uscc_marker
        contact = firm.get("contact") or {}
        assert (contact.get("email") or ".example").endswith(".example")


def test_every_scenario_has_sentences_in_every_style() -> None:
    codes = {scenario["code"] for scenario in read("codes/scenarios.jsonl")}
    styles: dict[str, set[str]] = {code: set() for code in codes}
    numbers: Counter[str] = Counter()
    for path in sorted((FIXTURES / "utterances").glob("author_*.jsonl")):
        for sentence in read(f"utterances/{path.name}"):
            styles[sentence["scenario"]].add(sentence["style"])
            numbers[sentence["scenario"]] += 1
    assert {code: found for code, found in styles.items() if found != {"formal", "keyword", "colloquial", "pain"}} == {}
    assert set(numbers.values()) == {34}


def test_judgements_name_needs_and_firms_that_exist() -> None:
    needs = {need["id"] for need in read("needs/development.jsonl")}
    for judgements, pool in (
        ("judgements/development.jsonl", "pools/providers.jsonl"),
        ("judgements/second_pool/judgements.jsonl", "judgements/second_pool/providers.jsonl"),
    ):
        firms = {firm["id"] for firm in read(pool)}
        lines = read(judgements)
        assert {line["need"] for line in lines} <= needs
        assert {line["provider"] for line in lines} <= firms
        assert {line["grade"] for line in lines} <= {1, 2, 3}
        assert len({(line["need"], line["provider"]) for line in lines}) == len(lines)
