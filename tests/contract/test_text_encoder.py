"""The bundled encoder: pinned by canonical vectors, built whole or not at all, one vector for one text."""

import json
from pathlib import Path

import numpy as np
import pytest

from service.errors import Unavailable
from service.search.encoders import bundled_model
from service.search.encoders.onnx import OnnxEncoder

CANONICAL = (
    ("三十几台啤机，晚班到底开没开我在家看不到", (0.0456, -0.0062, -0.0202, -0.0195, 0.078)),
    ("注塑机联网采集模次、周期和停机", (0.0457, -0.0447, -0.0058, 0.0123, 0.1018)),
    ("员工食堂承包", (0.0495, -0.0124, -0.0858, -0.0556, 0.1057)),
)
"""First five numbers of each vector; int8 kernels of other processors differ in the third place."""


@pytest.mark.parametrize(("text", "numbers"), CANONICAL)
def test_canonical_vectors_pin_model_tokenizer_and_prefix(bundled_encoder: OnnxEncoder, text: str, numbers: tuple[float, ...]) -> None:
    assert np.allclose(bundled_encoder.encode([text])[0][:5], numbers, atol=0.015)


def test_vectors_have_length_one_and_their_number(bundled_encoder: OnnxEncoder) -> None:
    vectors = bundled_encoder.encode(["排产", "", "一" * 3000])
    assert vectors.shape == (3, bundled_encoder.dimensions)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert bundled_encoder.encode([]).shape == (0, bundled_encoder.dimensions)


def test_a_text_has_one_vector_whatever_stands_beside_it(bundled_encoder: OnnxEncoder) -> None:
    texts = ["冲床打了多少下全靠工人报", "仓", "长" * 300]
    together = bundled_encoder.encode(texts)
    alone = np.concatenate([bundled_encoder.encode([text]) for text in texts])
    assert np.array_equal(together, alone)


def test_another_prefix_is_another_fingerprint(model_directory: Path, bundled_encoder: OnnxEncoder) -> None:
    assert OnnxEncoder(model_directory, prefix="").fingerprint != bundled_encoder.fingerprint


def test_the_blob_of_the_wheel_is_the_one_the_recipe_was_tried_with() -> None:
    assert bundled_model.find_blob().is_file()


def test_a_wrong_checksum_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled_model, "BLOB_SHA256", "0" * 64)
    with pytest.raises(Unavailable, match="校验不符"):
        bundled_model.find_blob()


def test_an_interrupted_build_leaves_nothing_half_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks_off(_blob: Path, directory: Path) -> None:
        (directory / "model.safetensors").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(bundled_model, "_build", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        bundled_model.ensure_model(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_directory_of_another_recipe_is_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = tmp_path / bundled_model.DIRECTORY_NAME
    stale.mkdir()
    (stale / "built-from.json").write_text(json.dumps({"blob": "other", "recipe": 0}))

    def builds(_blob: Path, directory: Path) -> None:
        (directory / "built-from.json").write_text(json.dumps({"blob": bundled_model.BLOB_SHA256, "recipe": 1}))

    monkeypatch.setattr(bundled_model, "_build", builds)
    assert bundled_model.is_built(bundled_model.ensure_model(tmp_path))


def test_a_folder_without_a_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="POOL_ENCODER"):
        OnnxEncoder(tmp_path)
