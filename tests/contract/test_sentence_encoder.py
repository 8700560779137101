"""The encoder of choice against the default one, on the project's own model directory (fp32 tensors beside the int8 graph)."""

import os
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from service.errors import Unavailable
from service.search.encoders.bundled_model import ensure_model
from service.search.encoders.onnx import OnnxEncoder
from service.search.encoders.sentence import SentenceEncoder, family_prefix

_TEXTS = (
    "三十几台啤机，晚班到底开没开我在家看不到",
    "注塑机联网采集模次、周期和停机",
    "老板要手机看今天做了多少、出了多少",
    "OEE 上不去，downtime 没人记",
    "员工食堂承包",
)
_MODEL_FOLDER = Path(os.environ.get("POOL_TEST_MODEL_DIR", "var/models"))

needs_models = pytest.mark.skipif(
    find_spec("sentence_transformers") is None and os.environ.get("REQUIRE_MODELS") != "1",
    reason="the extra `models` (sentence-transformers, 5.8 GB) is not installed; REQUIRE_MODELS=1 demands it",
)


def test_prefix_follows_the_model_family():
    assert family_prefix("intfloat/multilingual-e5-large") == "query: "
    assert family_prefix("/srv/models/e5-small-zh") == "query: "
    assert family_prefix("BAAI/bge-m3") == ""


@pytest.mark.skipif(find_spec("sentence_transformers") is not None, reason="the extra `models` is installed")
def test_a_missing_extra_is_told_with_its_remedy():
    with pytest.raises(Unavailable, match="models"):
        SentenceEncoder("intfloat/multilingual-e5-small")


@pytest.fixture(scope="module")
def directory() -> Path:
    return ensure_model(_MODEL_FOLDER)


@pytest.fixture(scope="module")
def encoder(directory: Path) -> SentenceEncoder:
    return SentenceEncoder(str(directory), prefix="query: ", device="cpu")


@needs_models
@pytest.mark.models
@pytest.mark.filterwarnings("default")
class TestSentenceEncoder:
    def test_agrees_with_the_default_encoder(self, directory, encoder):
        ours = OnnxEncoder(directory).encode(_TEXTS)
        theirs = encoder.encode(_TEXTS)
        assert (ours * theirs).sum(axis=1).min() >= 0.985
        assert np.mean((ours * theirs).sum(axis=1)) >= 0.995

    def test_orders_neighbours_alike(self, directory, encoder):
        ours, theirs = OnnxEncoder(directory).encode(_TEXTS), encoder.encode(_TEXTS)
        assert (ours[0] @ ours[1:].T).argmax() == (theirs[0] @ theirs[1:].T).argmax()

    def test_a_long_text_is_the_mean_of_its_windows(self, encoder):
        long = "冲床计数，" * 400
        vector = encoder.encode([long])[0]
        assert np.isclose(np.linalg.norm(vector), 1, atol=1e-4)
        assert float(vector @ encoder.encode(["冲床计数，" * 20])[0]) > 0.9

    def test_another_prefix_is_another_fingerprint(self, directory, encoder):
        other = SentenceEncoder(str(directory), prefix="", device="cpu")
        assert other.fingerprint != encoder.fingerprint

    def test_no_texts_give_no_rows(self, encoder):
        assert encoder.encode([]).shape == (0, encoder.dimensions)

    def test_an_unknown_directory_is_told(self, tmp_path):
        with pytest.raises(Unavailable, match="POOL_ENCODER"):
            SentenceEncoder(str(tmp_path / "nothing"))
