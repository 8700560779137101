"""Write a BERT encoder as an ONNX graph of standard operators, mean-pooled and of length 1."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

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


def build_graph(weights: dict[str, NDArray[np.float32]], *, layers: int, hidden: int, heads: int, epsilon: float) -> ModelProto:
    """Return the encoder's graph.

    Shape: `input_ids`, `attention_mask` int64 (batch, tokens) → `embedding` float32 (batch, hidden), each of length 1.
    """
    graph = _Graph(weights)
    x = _embed(graph, epsilon)
    bias = _attention_bias(graph)
    split = graph.const("split", np.array([0, 0, heads, hidden // heads], np.int64))
    join = graph.const("join", np.array([0, 0, hidden], np.int64))
    scale = graph.const("scale", np.array((hidden // heads) ** -0.5, np.float32))
    for layer in range(layers):
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
        share = graph.op("Softmax", [graph.op("Add", [product, bias], name + "score")], name + "share", axis=-1)
        mixed = graph.op("Transpose", [graph.op("MatMul", [share, values], name + "mixed")], name + "mixed.t", perm=[0, 2, 1, 3])
        attended = graph.linear(graph.op("Reshape", [mixed, join], name + "joined"), f"{key}attention.output.dense", name + "ao")
        y = graph.norm(graph.op("Add", [x, attended], name + "r1"), f"{key}attention.output.LayerNorm", name + "y", epsilon)
        inner = graph.op("Gelu", [graph.linear(y, f"{key}intermediate.dense", name + "fi")], name + "gelu")
        outer = graph.linear(inner, f"{key}output.dense", name + "fo")
        x = graph.norm(graph.op("Add", [y, outer], name + "r2"), f"{key}output.LayerNorm", name + "x", epsilon)
    kept = graph.op("Mul", [x, graph.op("Unsqueeze", ["mask", graph.const("to3d", np.array([2], np.int64))], "mask3d")], "kept")
    summed = graph.op("ReduceSum", [kept, graph.const("axis1", np.array([1], np.int64))], "sum", keepdims=0)
    graph.op("LpNormalization", [summed], "embedding", axis=-1, p=2)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in ("input_ids", "attention_mask")]
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", hidden])
    proto = helper.make_graph(graph.nodes, "encoder", inputs, [output], graph.constants)
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
