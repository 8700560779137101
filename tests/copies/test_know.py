"""The scenario bank at a start: made once, taken from disk while its sentences and rules are the same, made anew when they differ."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import update

from service.copies.know import build_knowledge
from service.runtime import Runtime
from service.search.knowledge import Knowledge
from service.store.rows import UtteranceRow
from service.store.unit_of_work import writing
from tests.factories import SMALL_POOL
from tests.fakes import HashEncoder, read_nothing


class CountingEncoder(HashEncoder):
    """Counts what it encodes."""

    encoded = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += len(texts)
        return super().encode(texts)


@pytest.fixture
def platform(make_platform) -> Runtime:
    return make_platform(SMALL_POOL, prepare=False)


def build(platform: Runtime, folder: Path) -> tuple[Knowledge, int]:
    encoder = CountingEncoder()
    known = build_knowledge(platform.database, encoder, platform.knowledge().taxonomy, read_nothing, cache_folder=folder)
    return known, encoder.encoded


def test_the_second_process_takes_the_first_one_s_bank(platform: Runtime, tmp_path: Path) -> None:
    first, _ = build(platform, tmp_path)
    again, encoded = build(platform, tmp_path)
    assert encoded == 0
    assert again.bank.fingerprint == first.bank.fingerprint
    np.testing.assert_array_equal(again.bank.dual, first.bank.dual)


def test_another_sentence_makes_another_bank(platform: Runtime, tmp_path: Path) -> None:
    first, _ = build(platform, tmp_path)
    with writing(platform.database) as session:
        some = session.query(UtteranceRow.id).limit(1).scalar()
        session.execute(update(UtteranceRow).where(UtteranceRow.id == some).values(text="车间的灯不亮了谁来管"))
    other, encoded = build(platform, tmp_path)
    assert encoded > 0
    assert other.bank.fingerprint != first.bank.fingerprint


def test_a_bank_that_went_missing_is_made_again(platform: Runtime, tmp_path: Path) -> None:
    first, _ = build(platform, tmp_path)
    for kept in tmp_path.glob("bank-*.npz"):
        kept.unlink()
    again, _ = build(platform, tmp_path)
    assert again.bank.fingerprint == first.bank.fingerprint


def test_a_renamed_brand_does_not_change_the_bank(platform: Runtime, tmp_path: Path) -> None:
    first, _ = build(platform, tmp_path)
    taxonomy = first.taxonomy
    renamed = replace(taxonomy, brands=(*taxonomy.brands[1:], replace(taxonomy.brands[0], name="某牌子")))
    other = build_knowledge(platform.database, HashEncoder(), renamed, read_nothing, cache_folder=tmp_path)
    assert other.bank.fingerprint == first.bank.fingerprint
