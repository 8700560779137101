"""Vectors that come with the product: whole, of the running encoder, and never in the way when they do not fit."""

from dataclasses import replace

import numpy as np
import pytest

from service.copies.know import bank_sentences
from service.copies.shipped_vectors import FILE_NAME, read_shipped, write_shipped
from service.flows.upkeep.ship_vectors import ship_vectors
from service.flows.upkeep.take_shipped_vectors import take_shipped_vectors
from service.runtime import Runtime
from service.search.encoders.onnx import OnnxEncoder
from service.search.passages import passages
from service.settings import ROOT
from service.store import unit_of_work
from service.store.queries.codes import read_utterances
from service.store.queries.embeddings import read_embeddings, text_hash
from service.store.queries.providers import all_ids, read_providers
from tests.factories import SMALL_POOL


def _sentences(runtime: Runtime) -> list[str]:
    """The bank's sentences as it learns them."""
    knowledge = runtime.knowledge()
    with unit_of_work.reading(runtime.database) as session:
        return [text for _, _, text in bank_sentences(knowledge.taxonomy, read_utterances(session), knowledge.segmenter)]


def test_what_one_database_shipped_another_takes(make_platform, tmp_path):
    source = make_platform(SMALL_POOL, fixtures_dir=tmp_path)
    number = ship_vectors(source)
    assert number > 2_000
    other = make_platform((), fixtures_dir=tmp_path)
    assert take_shipped_vectors(other) == number
    shipped = read_shipped(tmp_path / FILE_NAME, source.encoder.fingerprint)
    with unit_of_work.reading(other.database) as session:
        stored = read_embeddings(session, other.encoder.fingerprint, list(shipped))
    assert stored.keys() == shipped.keys()
    assert all(np.array_equal(stored[key], shipped[key]) for key in shipped)


def test_the_same_vectors_give_the_same_bytes(tmp_path):
    vectors = {text_hash(text): np.arange(4, dtype=np.float32) for text in ("甲", "乙")}
    write_shipped(tmp_path / "one.npz", "e", vectors)
    write_shipped(tmp_path / "two.npz", "e", dict(reversed(vectors.items())))
    assert read_shipped(tmp_path / "one.npz", "e").keys() == vectors.keys()
    one, two = np.load(tmp_path / "one.npz"), np.load(tmp_path / "two.npz")
    assert all(np.array_equal(one[name], two[name]) for name in one.files)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", None])
def test_a_file_that_is_damaged_missing_or_of_another_encoder_is_no_hindrance(make_platform, tmp_path, content):
    runtime = make_platform((), fixtures_dir=tmp_path)
    if content is not None:
        (tmp_path / FILE_NAME).write_bytes(content)
    assert take_shipped_vectors(runtime) == 0
    write_shipped(tmp_path / FILE_NAME, "another-encoder", {text_hash("甲"): np.ones(256, np.float32)})
    assert take_shipped_vectors(runtime) == 0


def test_the_shipped_file_is_of_the_bundled_encoder_and_lacks_no_text(fixture_pool):
    """After a change of the bank, the fixture pool or the encoder: `make vectors`."""
    shipped = read_shipped(ROOT / "fixtures" / FILE_NAME, fixture_pool.encoder.fingerprint)
    with unit_of_work.reading(fixture_pool.database) as session:
        providers = read_providers(session, all_ids(session))
    told = [passage.text for provider in providers for passage in passages(provider, fixture_pool.knowledge().exclusions)]
    assert {text for text in (*_sentences(fixture_pool), *told) if text_hash(text) not in shipped} == set()


def test_shipped_vectors_are_those_that_the_encoder_gives(bundled_encoder: OnnxEncoder, fixture_pool: Runtime):
    shipped = read_shipped(ROOT / "fixtures" / FILE_NAME, bundled_encoder.fingerprint)
    texts = _sentences(fixture_pool)[::80]
    near = [float(vector @ shipped[text_hash(text)]) for text, vector in zip(texts, bundled_encoder.encode(texts), strict=True)]
    assert min(near) > 0.995  # processors round int8 sums differently, in the third decimal


def test_a_platform_takes_no_vectors_twice(make_platform, tmp_path):
    runtime = make_platform(SMALL_POOL, fixtures_dir=tmp_path)
    number = ship_vectors(runtime)
    assert take_shipped_vectors(replace(runtime)) == take_shipped_vectors(runtime) == number
