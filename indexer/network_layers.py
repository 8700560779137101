"""The network that reads needs, in JAX, as it learns: `model_graph.build_reader_graph` writes the same layers for serving."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray
from tokenizers import Tokenizer

from service.search.spans.network import LONGEST_IN_TOKENS, PREFIX

_LINEAR = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
_NORMS = ("attention.output.LayerNorm", "output.LayerNorm")
_TOKENS_STEP = 16
"""Texts are padded to a multiple of this length, so that few shapes are compiled."""
_TEXTS_OF_A_RUN = 32

Layer = dict[str, tuple[Array, Array]]
"""Name of a part → (weight, bias). Weights of linear parts are transposed: (inputs, outputs)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Heads of attention, and the small number that keeps a normalisation from dividing by zero."""

    heads: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Dropout:
    """Random zeros while learning: what share of the values, and the key of chance."""

    key: Array
    rate: float

    def of(self, number: int) -> "Dropout":
        """Another chance for another place."""
        return Dropout(jax.random.fold_in(self.key, number), self.rate)

    def __call__(self, x: Array) -> Array:
        """The values with some of them zero, the others larger by as much."""
        return jnp.where(jax.random.bernoulli(self.key, 1 - self.rate, x.shape), x / (1 - self.rate), 0)


@dataclass(frozen=True)
class Base:
    """The bundled model: its weights, tokenizer and sizes."""

    weights: Mapping[str, NDArray[np.float32]]
    tokenizer: Tokenizer
    shape: Shape

    @classmethod
    def read(cls, directory: Path) -> "Base":
        """Read a model directory."""
        from safetensors.numpy import load_file

        tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST_IN_TOKENS)
        told = json.loads((directory / "config.json").read_text("utf-8"))
        return cls(load_file(directory / "model.safetensors"), tokenizer, Shape(told["num_attention_heads"], told["layer_norm_eps"]))

    def layer(self, number: int) -> Layer:
        """The weights of one layer."""
        key = f"encoder.layer.{number}."
        linear = {
            name: (jnp.array(self.weights[f"{key}{name}.weight"].T), jnp.array(self.weights[f"{key}{name}.bias"])) for name in _LINEAR
        }
        norms = {name: (jnp.array(self.weights[f"{key}{name}.weight"]), jnp.array(self.weights[f"{key}{name}.bias"])) for name in _NORMS}
        return linear | norms


def tensors_of(layer: Layer) -> dict[str, NDArray[np.float32]]:
    """A layer as it is stored: weights of linear parts as (outputs, inputs)."""
    found: dict[str, NDArray[np.float32]] = {}
    for name, (weight, bias) in layer.items():
        found[f"{name}.weight"] = np.asarray(weight.T if name in _LINEAR else weight)
        found[f"{name}.bias"] = np.asarray(bias)
    return found


def pass_layer(shape: Shape, layer: Layer, x: Array, hide: Array, drop: Dropout | None = None) -> Array:
    """One layer. `hide`: added to the scores of attention, very negative where a text is padded.

    Shape: (texts, tokens, hidden) → the same.
    """
    texts, tokens, hidden = x.shape
    width = hidden // shape.heads

    def heads(name: str) -> Array:
        return _linear(layer[name], x).reshape(texts, tokens, shape.heads, width).transpose(0, 2, 1, 3)

    def dropped(values: Array, number: int) -> Array:
        return values if drop is None else drop.of(number)(values)

    query, key_states, values = (heads(name) for name in _LINEAR[:3])
    share = jax.nn.softmax(query @ key_states.transpose(0, 1, 3, 2) * width**-0.5 + hide, -1)
    mixed = (dropped(share, 0) @ values).transpose(0, 2, 1, 3).reshape(texts, tokens, hidden)
    x = norm(layer[_NORMS[0]], x + dropped(_linear(layer[_LINEAR[3]], mixed), 1), shape.epsilon)
    inner = jax.nn.gelu(_linear(layer[_LINEAR[4]], x), approximate=False)
    return norm(layer[_NORMS[1]], x + dropped(_linear(layer[_LINEAR[5]], inner), 2), shape.epsilon)


def norm(part: tuple[Array, Array], x: Array, epsilon: float) -> Array:
    """Layer normalisation."""
    mean = x.mean(-1, keepdims=True)
    spread = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / jnp.sqrt(spread + epsilon) * part[0] + part[1]


def lower_states(base: Base, texts: Sequence[str], layers: int) -> tuple[list[NDArray[np.float16]], list[NDArray[np.int64]]]:
    """What the lowest layers make of every text, and where each token stands (first character, the one behind the last).

    These layers do not learn, so it is computed once. Shape: for each text (tokens, hidden) and (tokens, 2).
    """
    weights = base.weights
    first = tuple(jnp.array(weights[f"embeddings.LayerNorm.{part}"]) for part in ("weight", "bias"))
    words = weights["embeddings.word_embeddings.weight"]
    places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]

    @jax.jit
    def run(lower: list[Layer], x: Array, mask: Array) -> Array:
        x = norm((first[0], first[1]), x, base.shape.epsilon)
        for layer in lower:
            x = pass_layer(base.shape, layer, x, (1 - mask)[:, None, None, :] * -1e9)
        return x

    lower = [base.layer(number) for number in range(layers)]
    encodings = base.tokenizer.encode_batch([PREFIX + text for text in texts])
    states: list[NDArray[np.float16]] = [np.zeros((0, 0), np.float16)] * len(texts)
    order = sorted(range(len(texts)), key=lambda place: len(encodings[place].ids))
    for start in range(0, len(order), _TEXTS_OF_A_RUN):
        rows = order[start : start + _TEXTS_OF_A_RUN]
        tokens = padded(max(len(encodings[row].ids) for row in rows))
        x = np.zeros((_TEXTS_OF_A_RUN, tokens, words.shape[1]), np.float32)
        mask = np.zeros((_TEXTS_OF_A_RUN, tokens), np.float32)
        mask[:, 0] = 1
        for place, row in enumerate(rows):
            ids = encodings[row].ids
            x[place, : len(ids)] = words[ids] + places[: len(ids)]
            mask[place, : len(ids)] = 1
        made = np.asarray(run(lower, x, mask))
        for place, row in enumerate(rows):
            states[row] = made[place, : len(encodings[row].ids)].astype(np.float16)
    return states, [np.array(encoding.offsets, np.int64).reshape(-1, 2) - len(PREFIX) for encoding in encodings]


def padded(tokens: int) -> int:
    """The length to which a text of so many tokens is padded."""
    return -(-tokens // _TOKENS_STEP) * _TOKENS_STEP


def _linear(part: tuple[Array, Array], x: Array) -> Array:
    return x @ part[0] + part[1]
