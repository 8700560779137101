"""Build the graph that reads needs, once: the lower layers of the bundled model under learned layers that ship with the product.

The result is a folder of the models directory. Its name has the digest of the learned weights, so another version is another folder.
"""

import hashlib
import io
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.search.encoders.bundled_model import ensure_model, ensure_product
from service.search.spans.network import CODES_FILE

GRAPH_FILE = "reader_qint8.onnx"
_LAYERS = "encoder.layer."


def ensure_reader(models_directory: Path) -> Path:
    """Return the folder of the reader's graph, building it when it is not there yet or damaged.

    Cost: about 5 s, once.

    Raises:
        Unavailable: the model's weights are missing or others than expected, or the folder cannot be written.
    """
    model = ensure_model(models_directory)
    return ensure_product(
        models_directory,
        f"need-reader-{learned_digest()[:12]}",
        {"learned": learned_digest()},
        lambda folder: build_reader(model, learned_weights(), folder),
    )


def learned_weights() -> dict[str, NDArray[Any]]:
    """The learned tensors: layers as `layer.0.…` from the lowest learned one up, heads as `reader.…`, and `codes` of the scenarios."""
    with np.load(io.BytesIO(_shipped())) as tensors:
        return {name: tensors[name] for name in tensors.files}


def build_reader(model: Path, learned: Mapping[str, NDArray[Any]], folder: Path) -> None:
    """Write the graph of `learned` above the lower layers of the model into `folder`, and beside it the scenarios of its columns."""
    import json

    from onnx import save
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load_file

    from service.search.encoders.model_graph import Sizes, build_reader_graph

    configuration = json.loads((model / "config.json").read_text("utf-8"))
    weights = load_file(model / "model.safetensors")
    lower = int(learned["lower_layers"][0])
    own = {name.split(".")[1] for name in learned if name.startswith("layer.")}
    for name, tensor in learned.items():
        if name.startswith("layer."):
            _, place, rest = name.split(".", 2)
            weights[f"{_LAYERS}{lower + int(place)}.{rest}"] = tensor.astype(np.float32)
        elif name.startswith("reader."):
            weights[name] = tensor.astype(np.float32)
    sizes = Sizes(
        layers=lower + len(own),
        hidden=configuration["hidden_size"],
        heads=configuration["num_attention_heads"],
        epsilon=configuration["layer_norm_eps"],
    )
    (folder / CODES_FILE).write_text(json.dumps(learned["codes"].tolist()), "ascii")
    graph = build_reader_graph(weights, sizes)
    full = folder / "reader.onnx"
    save(graph, str(full))
    quantize_dynamic(full, folder / GRAPH_FILE, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"])
    full.unlink()


@cache
def learned_digest() -> str:
    """SHA-256 of the learned tensors."""
    return hashlib.sha256(_shipped()).hexdigest()


def _shipped() -> bytes:
    return files("service.search").joinpath("words/need_reader.npz").read_bytes()
