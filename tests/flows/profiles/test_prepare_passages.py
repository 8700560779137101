"""Embedding and tagging: once for each text, again when it changed, never lost half-way."""

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from numpy.typing import NDArray

from service.flows.profiles.prepare_passages import prepare_passages
from service.runtime import Runtime
from service.search.passages import passages
from service.store import unit_of_work
from service.store.base import new_id
from service.store.queries.embeddings import text_hash
from service.store.queries.providers import all_ids, read_providers
from service.store.rows import CapabilityRow, EmbeddingRow, PassageTagRow, ProviderRow
from tests.factories import SMALL_POOL, capability, firm
from tests.fakes import HashEncoder
from tests.flows.stored import change, count, position, provider_id, rows
from tests.platforms import MakePlatform


@pytest.fixture
def platform(make_platform: MakePlatform) -> Runtime:
    """The small pool, not prepared yet."""
    return make_platform(SMALL_POOL, prepare=False)


def all_passages(runtime: Runtime) -> dict[str, str]:
    """Passage id → text."""
    with unit_of_work.reading(runtime.database) as session:
        providers = read_providers(session, all_ids(session))
    return {passage.id: passage.text for each in providers for passage in passages(each, runtime.knowledge().exclusions)}


def proposed(runtime: Runtime) -> dict[str, list[PassageTagRow]]:
    found: dict[str, list[PassageTagRow]] = {}
    for row in rows(runtime.database, PassageTagRow, origin="proposed"):
        found.setdefault(row.passage_id, []).append(row)
    return found


def test_every_passage_gets_a_vector_and_scenarios(platform: Runtime) -> None:
    texts = all_passages(platform)
    assert prepare_passages(platform) == len(texts)
    hashes = {row.text_hash for row in rows(platform.database, EmbeddingRow, fingerprint=platform.encoder.fingerprint)}
    assert {text_hash(text) for text in texts.values()} <= hashes
    tags = proposed(platform)
    assert tags.keys() == texts.keys()
    for passage, found in tags.items():
        assert 1 <= len(found) <= 5
        assert all(0 < row.confidence <= 1 and row.text_hash == text_hash(texts[passage]) for row in found)
        assert len({row.scenario_code for row in found}) == len(found)


def everything(runtime: Runtime) -> tuple[object, ...]:
    tags = {row.id for each in proposed(runtime).values() for row in each}
    return position(runtime.database), count(runtime.database, EmbeddingRow), tags


def test_what_is_done_is_not_done_again(platform: Runtime) -> None:
    prepare_passages(platform)
    before = everything(platform)
    assert prepare_passages(platform) == 0
    assert everything(platform) == before


def test_a_changed_text_alone_is_prepared_again(platform: Runtime) -> None:
    prepare_passages(platform)
    before = proposed(platform)
    (row,) = rows(platform.database, CapabilityRow, title="车间报工")
    change(platform.database, CapabilityRow, lambda changed: setattr(changed, "description", "仓库盘点扫码，账实相符。"), id=row.id)
    assert prepare_passages(platform) == 1
    after = proposed(platform)
    assert {passage for passage in before if [tag.id for tag in before[passage]] != [tag.id for tag in after[passage]]} == {row.id}
    assert prepare_passages(platform) == 0


def test_only_the_named_providers_are_prepared(platform: Runtime) -> None:
    chosen = provider_id(platform.database, "砺岑视觉")
    prepare_passages(platform, provider_ids=[chosen])
    tags = rows(platform.database, PassageTagRow, bank_fingerprint=platform.knowledge().bank.fingerprint)
    assert {row.provider_id for row in tags} == {chosen}


def test_who_was_prepared_stands_in_the_feed_once(platform: Runtime) -> None:
    before = position(platform.database)
    prepare_passages(platform)
    with_passages = {row.provider_id for row in rows(platform.database, PassageTagRow, origin="proposed")}
    assert position(platform.database) - before == len(with_passages)
    assert count(platform.database, ProviderRow) == len(with_passages)


def test_progress_is_told(platform: Runtime) -> None:
    told: list[tuple[int, int]] = []
    prepare_passages(platform, progress=lambda done, total: told.append((done, total)))
    assert told == [(len(SMALL_POOL), len(SMALL_POOL))]


class FailingEncoder(HashEncoder):
    """Breaks off at one text."""

    def encode(self, texts: list[str]) -> NDArray:
        if any("报工" in text for text in texts):
            raise KeyboardInterrupt
        return super().encode(texts)


def test_an_interruption_stores_nothing_half_and_the_next_run_ends_it(platform: Runtime) -> None:
    before = position(platform.database)
    with pytest.raises(KeyboardInterrupt):
        prepare_passages(replace(platform, encoder=FailingEncoder()))
    assert position(platform.database) == before
    assert prepare_passages(platform) == len(all_passages(platform))


def test_another_bank_tags_everything_anew(platform: Runtime) -> None:
    prepare_passages(platform)
    assert prepare_passages(with_bank(platform, "another-bank")) == len(all_passages(platform))
    assert {row.bank_fingerprint for row in rows(platform.database, PassageTagRow, origin="proposed")} == {"another-bank"}


def with_bank(runtime: Runtime, fingerprint: str) -> Runtime:
    """The same platform with a bank of another name."""
    known = runtime.knowledge()
    other = replace(known, bank=replace(known.bank, fingerprint=fingerprint))
    return replace(runtime, knowledge=lambda: other)


def confirm(runtime: Runtime, passage_id: str, codes: list[str]) -> None:
    """A person confirms these scenarios of a passage: proposals become confirmed, others are added."""
    text = all_passages(runtime)[passage_id]
    held = {row.scenario_code: row for row in proposed(runtime).get(passage_id, [])}
    with unit_of_work.writing(runtime.database) as session:
        owner = session.get_one(CapabilityRow, passage_id).provider_id
        for code in codes:
            if code in held:
                session.get_one(PassageTagRow, held[code].id).origin = "confirmed"
            else:
                session.add(
                    PassageTagRow(
                        id=new_id("tag"), provider_id=owner, passage_id=passage_id, scenario_code=code, origin="confirmed", confidence=0.0,
                        text_hash=text_hash(text), bank_fingerprint=runtime.knowledge().bank.fingerprint,
                    )
                )  # fmt: skip


def tags_of(runtime: Runtime, passage_id: str) -> dict[str, str]:
    return {row.scenario_code: row.origin for row in rows(runtime.database, PassageTagRow, passage_id=passage_id)}


def test_what_a_person_confirmed_stays_while_the_text_does(platform: Runtime) -> None:
    prepare_passages(platform)
    (row,) = rows(platform.database, CapabilityRow, title="车间报工")
    first = next(iter(proposed(platform)[row.id])).scenario_code
    confirm(platform, row.id, [first, "INF01"])
    prepare_passages(with_bank(platform, "another-bank"))
    assert {code for code, origin in tags_of(platform, row.id).items() if origin == "confirmed"} == {first, "INF01"}
    change(platform.database, CapabilityRow, lambda changed: setattr(changed, "description", "完全是另一件事。"), id=row.id)
    prepare_passages(platform)
    assert "confirmed" not in tags_of(platform, row.id).values()


def test_a_passage_whose_every_proposal_was_confirmed_is_done(platform: Runtime) -> None:
    prepare_passages(platform)
    (row,) = rows(platform.database, CapabilityRow, title="车间报工")
    confirm(platform, row.id, [tag.scenario_code for tag in proposed(platform)[row.id]])
    assert prepare_passages(platform) == 0
    other = with_bank(platform, "another-bank")
    assert prepare_passages(other) == len(all_passages(platform))
    assert prepare_passages(other) == 0
    assert set(tags_of(platform, row.id).values()) == {"confirmed"}


def test_the_banks_share_of_a_confirmed_scenario_is_kept_up(platform: Runtime) -> None:
    prepare_passages(platform)
    (row,) = rows(platform.database, CapabilityRow, title="车间报工")
    best = max(proposed(platform)[row.id], key=lambda tag: tag.confidence)
    confirm(platform, row.id, [best.scenario_code])
    with unit_of_work.writing(platform.database) as session:
        session.get_one(PassageTagRow, best.id).confidence = 0.0
    prepare_passages(with_bank(platform, "another-bank"))
    (after,) = rows(platform.database, PassageTagRow, passage_id=row.id, scenario_code=best.scenario_code)
    assert (after.origin, after.confidence) == ("confirmed", pytest.approx(best.confidence))


def test_two_firms_with_the_same_text_share_a_vector(make_platform: MakePlatform) -> None:
    same = capability("采集", description="一模一样的一句话，从没见过。")
    platform = make_platform((firm(1, capabilities=(same,)), firm(2, capabilities=(same,))))
    assert count(platform.database, EmbeddingRow, text_hash=text_hash("采集。一模一样的一句话，从没见过。")) == 1


def test_a_firms_excluding_words_are_kept_for_the_next_process(make_platform: MakePlatform, tmp_path: Path) -> None:
    summary = "东莞本地团队，十年只做车间报工，不做ERP，也不接弱电工程。"
    prepare_passages(make_platform((firm(1, summary=summary),), prepare=False, data_dir=tmp_path))
    (kept,) = (tmp_path / "cache").glob("exclusions-*.json")
    assert sha256(summary.encode()).hexdigest()[:32] in json.loads(kept.read_text("ascii"))
