"""The code tables of an empty database are the shipped files, word for word, once."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.flows.upkeep.fill_codes import fill_codes, read_bank_files
from service.settings import ROOT
from service.store import migrate, unit_of_work
from service.store.engine import open_database
from service.store.queries.codes import read_taxonomy, read_utterances
from service.store.queries.pools import read_pools
from service.store.rows import ScenarioRow, TermRow, UtteranceRow
from tests.databases import Databases
from tests.flows.stored import count, rows

FIXTURES = ROOT / "fixtures"


@pytest.fixture
def empty(databases: Databases, tmp_path: Path) -> Iterator[Engine]:
    database = open_database(databases.new(tmp_path))
    migrate.upgrade(database)
    yield database
    database.dispose()


@pytest.fixture
def filled(codes_database: str) -> Iterator[Engine]:
    database = open_database(codes_database)
    yield database
    database.dispose()


def shipped(name: str) -> list[dict]:
    return [json.loads(line) for line in (FIXTURES / "codes" / f"{name}.jsonl").read_text("utf-8").splitlines() if line.strip()]


def test_every_shipped_entry_is_stored_in_its_order(filled: Engine) -> None:
    with unit_of_work.reading(filled) as session:
        taxonomy = read_taxonomy(session)
        pools = read_pools(session)
    by_code = {
        "scenario_groups": taxonomy.groups,
        "scenarios": taxonomy.scenarios,
        "industries": taxonomy.industries,
        "processes": taxonomy.processes,
        "towns": taxonomy.towns,
        "clusters": taxonomy.clusters,
        "out_of_scope_topics": taxonomy.topics,
        "pools": pools,
    }
    for name, entries in by_code.items():
        assert [entry.code for entry in entries] == [entry["code"] for entry in shipped(name)], name
    assert [brand.name for brand in taxonomy.brands] == [entry["name"] for entry in shipped("brands")]
    assert [term.term for term in taxonomy.ambiguous_terms] == [entry["term"] for entry in shipped("ambiguous_terms")]
    assert dict(taxonomy.english_terms) == {entry["english"]: entry["chinese"] for entry in shipped("english_terms")}


def test_spellings_are_voice_typos_and_cantonese_words(filled: Engine) -> None:
    with unit_of_work.reading(filled) as session:
        spellings = dict(read_taxonomy(session).spellings)
    expected = {entry["wrong"]: entry["right"] for entry in shipped("voice_typos")}
    assert spellings == expected | {entry["cantonese"]: entry["mandarin"] for entry in shipped("cantonese")}


def test_codes_point_at_codes_that_exist(filled: Engine) -> None:
    with unit_of_work.reading(filled) as session:
        taxonomy = read_taxonomy(session)
    groups, scenarios = {group.code for group in taxonomy.groups}, set(taxonomy.scenario_by_code)
    industries, towns, topics = set(taxonomy.industry_by_code), {town.code for town in taxonomy.towns}, set(taxonomy.topic_by_code)
    assert {scenario.group for scenario in taxonomy.scenarios} == groups
    assert {code for scenario in taxonomy.scenarios for code in scenario.adjacent} <= scenarios
    assert {industry.parent for industry in taxonomy.industries if industry.parent} <= industries
    assert {code for cluster in taxonomy.clusters for code in cluster.industries} <= industries
    assert {code for cluster in taxonomy.clusters for code in cluster.towns} <= towns
    assert {sense.scenario for term in taxonomy.ambiguous_terms for sense in term.readings if sense.scenario} <= scenarios
    with unit_of_work.reading(filled) as session:
        utterances = read_utterances(session)
    assert {utterance.scenario for utterance in utterances if utterance.scenario} == scenarios
    assert {utterance.topic for utterance in utterances if utterance.topic} <= topics


def test_each_sentence_has_a_scenario_or_a_topic_and_never_both(filled: Engine) -> None:
    for row in rows(filled, UtteranceRow):
        assert (row.scenario_code is None) != (row.topic is None), row.text
        assert row.text.strip()


def test_every_scenario_has_sentences_of_several_voices(filled: Engine) -> None:
    found = Counter(row.scenario_code for row in rows(filled, UtteranceRow) if row.scenario_code)
    assert len(found) == count(filled, ScenarioRow)
    assert min(found.values()) >= 16


def test_a_hard_negative_counts_for_what_it_means() -> None:
    entries = [json.loads(line) for line in (FIXTURES / "utterances" / "hard_negatives.jsonl").read_text("utf-8").splitlines()]
    stored = {utterance.text: utterance for utterance in read_bank_files(FIXTURES / "utterances") if utterance.source == "hard_negatives"}
    assert len(stored) == len(entries)
    for entry in entries:
        assert stored[entry["text"]].scenario == entry["scenario"] != entry["not"]
        assert stored[entry["text"]].style == "hard_negative"


def test_a_second_filling_changes_nothing(empty: Engine) -> None:
    assert fill_codes(empty, FIXTURES) is True
    before = {row.id for row in rows(empty, UtteranceRow)}
    with unit_of_work.writing(empty) as session:
        session.get_one(ScenarioRow, "DEV02").name = "局里改过的名字"
    assert fill_codes(empty, FIXTURES) is False
    assert {row.id for row in rows(empty, UtteranceRow)} == before
    (kept,) = rows(empty, ScenarioRow, code="DEV02")
    assert kept.name == "局里改过的名字"


def test_a_broken_file_stores_nothing(empty: Engine, tmp_path: Path) -> None:
    broken = tmp_path / "fixtures"
    (broken / "codes").mkdir(parents=True)
    (broken / "utterances").mkdir()
    for path in (FIXTURES / "codes").glob("*.jsonl"):
        (broken / "codes" / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (broken / "utterances" / "last.jsonl").write_text('{"text": "半行', "utf-8")
    with pytest.raises(json.JSONDecodeError):
        fill_codes(empty, broken)
    assert count(empty, ScenarioRow) == count(empty, TermRow) == count(empty, UtteranceRow) == 0
