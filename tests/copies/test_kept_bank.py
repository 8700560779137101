"""A fitted scenario bank is written whole, read back the same, and fitted again when it is damaged."""

from pathlib import Path

import numpy as np
import pytest

from service.copies.kept_bank import keep_bank, keep_fingerprint, read_bank, read_fingerprint
from service.search.bank import LabelledText, ScenarioBank, fit_bank
from service.search.segment import Segmenter
from tests.fakes import HashEncoder

SENTENCES = (("DEV02", None, "啤机晚班开没开"), ("PLN01", None, "排产排不过来"), (None, "premises", "想租三千方厂房"))


def fitted(fingerprint: str = "first", *, foreign: bool = True) -> ScenarioBank:
    sentences = [each for each in SENTENCES if foreign or each[0]]
    texts = [LabelledText(scenario, topic, Segmenter().tokens(text)) for scenario, topic, text in sentences]
    return fit_bank(texts, HashEncoder().encode([text for _, _, text in sentences]), fingerprint=fingerprint)


@pytest.mark.parametrize("foreign", [True, False])
def test_what_was_kept_comes_back_the_same(tmp_path: Path, foreign: bool) -> None:
    bank = fitted(foreign=foreign)
    keep_bank(tmp_path / "cache", bank)
    again = read_bank(tmp_path / "cache", "first")
    assert again is not None
    assert (again.codes, again.words, again.foreign_topics, again.fingerprint) == (bank.codes, bank.words, bank.foreign_topics, "first")
    for name in ("vectors", "dual", "idf", "word_weights", "foreign_rows", "mean"):
        np.testing.assert_array_equal(getattr(again, name), getattr(bank, name))
        assert getattr(again, name).dtype == getattr(bank, name).dtype


def test_another_bank_is_not_taken_for_it(tmp_path: Path) -> None:
    keep_bank(tmp_path, fitted("first"))
    assert read_bank(tmp_path, "second") is None


@pytest.mark.parametrize("kept", [0, 1, 100, 600])
def test_a_damaged_file_is_as_none(tmp_path: Path, kept: int) -> None:
    keep_bank(tmp_path, fitted())
    (file,) = tmp_path.glob("bank-*")
    file.write_bytes(file.read_bytes()[:kept])
    assert read_bank(tmp_path, "first") is None


def test_old_banks_go(tmp_path: Path) -> None:
    for number in range(6):
        keep_bank(tmp_path, fitted(f"number-{number}"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"bank-number-{number}.npz" for number in (3, 4, 5)]


def test_a_place_that_takes_nothing_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    assert not keep_bank(tmp_path / "cache", fitted())
    assert keep_bank(tmp_path / "elsewhere", fitted())


def test_the_bank_of_a_source_is_known_by_its_fingerprint(tmp_path: Path) -> None:
    keep_fingerprint(tmp_path, "sentences", "first")
    assert read_fingerprint(tmp_path, "sentences") == "first"
    assert read_fingerprint(tmp_path, "other sentences") is None


def test_notes_of_old_sources_go(tmp_path: Path) -> None:
    for number in range(6):
        keep_fingerprint(tmp_path, f"source-{number}", "same")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"bank-of-source-{number}.txt" for number in (3, 4, 5)]
