"""Write a BERT encoder as an ONNX graph of standard operators: mean-pooled and of length 1, or as a reader of needs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

_OPSET = 20
_IR_VERSION = 10


@dataclass
class _Graph:
    weights: dict[str, NDArray[np.float32]]
    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)

    def const(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def op(self, kind: str, inputs: Sequence[str], name: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def linear(self, source: str, key: str, name: str) -> str:
        product = self.op("MatMul", [source, self.const(f"{name}.w", self.weights[f"{key}.weight"].T)], f"{name}.mm")
        return self.op("Add", [product, self.const(f"{name}.b", self.weights[f"{key}.bias"])], name)

    def norm(self, source: str, key: str, name: str, epsilon: float) -> str:
        scale = self.const(f"{name}.w", self.weights[f"{key}.weight"])
        shift = self.const(f"{name}.b", self.weights[f"{key}.bias"])
        return self.op("LayerNormalization", [source, scale, shift], name, epsilon=epsilon, axis=-1)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many layers, how long a token's states, how many heads of attention; and what keeps a normalisation from dividing by zero."""

    layers: int
    hidden: int
    heads: int
    epsilon: float


def build_graph(weights: dict[str, NDArray[np.float32]], sizes: Sizes) -> ModelProto:
    """Return the encoder's graph.

    Shape: `input_ids`, `attention_mask` int64 (batch, tokens) → `embedding` float32 (batch, hidden), each of length 1.
    """
    graph = _Graph(weights)
    x = _embed(graph, sizes.epsilon)
    x = _layers(graph, x, _attention_bias(graph), sizes)
    kept = graph.op("Mul", [x, graph.op("Unsqueeze", ["mask", graph.const("to3d", np.array([2], np.int64))], "mask3d")], "kept")
    summed = graph.op("ReduceSum", [kept, graph.const("axis1", np.array([1], np.int64))], "sum", keepdims=0)
    graph.op("LpNormalization", [summed], "embedding", axis=-1, p=2)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in ("input_ids", "attention_mask")]
    return _model(graph, "encoder", inputs, {"embedding": ["batch", sizes.hidden]})


def build_reader_graph(weights: dict[str, NDArray[np.float32]], sizes: Sizes) -> ModelProto:
    """Return the graph that reads one need: the first layers of the encoder, learned layers above them, and three heads.

    Shape: `embedded` float32 (1, tokens, hidden), words and places added up → `tags` (1, tokens, tags), `scopes` (1, scopes),
    both before any softmax.
    """
    graph = _Graph(weights)
    x = graph.norm("embedded", "embeddings.LayerNorm", "x", sizes.epsilon)
    x = _layers(graph, x, None, sizes)
    tags = graph.op("Identity", [graph.linear(x, "reader.tag", "tag")], "tags")
    share = graph.op("Softmax", [graph.linear(x, "reader.attention", "attend")], "attend.share", axis=1)
    pooled = graph.op(
        "ReduceSum", [graph.op("Mul", [x, share], "attended"), graph.const("axis1", np.array([1], np.int64))], "pooled", keepdims=0
    )
    mixed = graph.op("Tanh", [graph.linear(pooled, "reader.mix", "mix")], "mix.tanh")
    graph.op("Identity", [graph.linear(mixed, "reader.scope", "scope")], "scopes")
    inputs = [helper.make_tensor_value_info("embedded", TensorProto.FLOAT, [1, "tokens", sizes.hidden])]
    counts = {"tags": len(weights["reader.tag.bias"]), "scopes": len(weights["reader.scope.bias"])}
    return _model(graph, "reader", inputs, {tags: [1, "tokens", counts["tags"]], "scopes": [1, counts["scopes"]]})


def _layers(graph: _Graph, x: str, bias: str | None, sizes: Sizes) -> str:
    """Attention and feed-forward of every layer. `bias`: added to the attention's scores, None for one text without padding."""
    split = graph.const("split", np.array([0, 0, sizes.heads, sizes.hidden // sizes.heads], np.int64))
    join = graph.const("join", np.array([0, 0, sizes.hidden], np.int64))
    scale = graph.const("scale", np.array((sizes.hidden // sizes.heads) ** -0.5, np.float32))
    for layer in range(sizes.layers):
        key, name = f"encoder.layer.{layer}.", f"l{layer}."
        query, keys, values = (
            graph.op(
                "Transpose",
                [graph.op("Reshape", [graph.linear(x, f"{key}attention.self.{part}", name + part), split], f"{name}{part}.h")],
                f"{name}{part}.t",
                perm=order,
            )
            for part, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3]))
        )
        product = graph.op("Mul", [graph.op("MatMul", [query, keys], name + "qk"), scale], name + "scaled")
        score = graph.op("Add", [product, bias], name + "score") if bias else product
        share = graph.op("Softmax", [score], name + "share", axis=-1)
        mixed = graph.op("Transpose", [graph.op("MatMul", [share, values], name + "mixed")], name + "mixed.t", perm=[0, 2, 1, 3])
        attended = graph.linear(graph.op("Reshape", [mixed, join], name + "joined"), f"{key}attention.output.dense", name + "ao")
        y = graph.norm(graph.op("Add", [x, attended], name + "r1"), f"{key}attention.output.LayerNorm", name + "y", sizes.epsilon)
        inner = graph.op("Gelu", [graph.linear(y, f"{key}intermediate.dense", name + "fi")], name + "gelu")
        outer = graph.linear(inner, f"{key}output.dense", name + "fo")
        x = graph.norm(graph.op("Add", [y, outer], name + "r2"), f"{key}output.LayerNorm", name + "x", sizes.epsilon)
    return x


def _model(graph: _Graph, name: str, inputs: list[ValueInfoProto], outputs: dict[str, list[Any]]) -> ModelProto:
    told = [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape) for output, shape in outputs.items()]
    proto = helper.make_graph(graph.nodes, name, inputs, told, graph.constants)
    return helper.make_model(proto, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION)


def _embed(graph: _Graph, epsilon: float) -> str:
    weights = graph.weights
    # Positions by Slice and not by Range + Gather: onnxruntime 1.32 fuses the latter into an invalid Slice.
    first = graph.const("first", np.array([0], np.int64))
    tokens = graph.op("Shape", ["input_ids"], "tokens", start=1, end=2)
    places = graph.const("places", weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0])
    words = graph.op("Gather", [graph.const("words", weights["embeddings.word_embeddings.weight"]), "input_ids"], "word")
    summed = graph.op("Add", [words, graph.op("Slice", [places, first, tokens, first], "place")], "embedded")
    return graph.norm(summed, "embeddings.LayerNorm", "x", epsilon)


def _attention_bias(graph: _Graph) -> str:
    mask = graph.op("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    four_d = graph.op("Unsqueeze", [mask, graph.const("to4d", np.array([1, 2], np.int64))], "mask4d")
    unmasked = graph.op("Sub", [graph.const("one", np.array(1, np.float32)), four_d], "unmasked")
    return graph.op("Mul", [unmasked, graph.const("minus", np.array(-1e9, np.float32))], "hide")
