"""Writes the tagger as an ONNX graph with eight-bit weights.

The graph is put together by hand from the operators of ONNX and ONNX Runtime, so that it holds
what is meant and no more. Weights are bytes, with one scale for each output (for the vectors of
pieces: for each piece). Activations are made bytes while it runs, with one scale for each piece of
the text and not, as ONNX Runtime's own quantiser has it, one for the whole batch: so what a text
gets does not depend on the texts that are computed with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from port import Shape

MICROSOFT = "com.microsoft"
OPSET = 20
PADDING = 1
BYTE = 127
#: weights have seven bits: processors without VNNI add two products in sixteen bits, which eight
#: would overflow
HALF_BYTE = 63
Weights = Mapping[str, NDArray[np.float32]]


class Graph:
    """Nodes and weights of a graph that grows."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self._rows: dict[str, tuple[str, str]] = {}
        self.weight("last", np.array([-1], np.int64))
        self.weight("step", np.array(1 / BYTE, np.float32))
        self.weight("little", np.array(1e-12, np.float32))
        self.weight("one", np.array(1, np.float32))
        self.weight("middle", np.array(128, np.uint8))

    def weight(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a constant; return its name."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(
        self, kind: str, inputs: Sequence[str], out: str, *, domain: str = "", **options: object
    ) -> str:
        """Add an operator with one output; return the output's name."""
        self.nodes.append(helper.make_node(kind, inputs, [out], domain=domain, **options))
        return out

    def rows(self, source: str) -> tuple[str, str]:
        """Add the value as bytes around 128, and the scale of each row; return both names."""
        if source not in self._rows:
            size = self.node("Abs", [source], f"{source}.abs")
            most = self.node("ReduceMax", [size, "last"], f"{source}.max", keepdims=1)
            scale = self.node("Mul", [most, "step"], f"{source}.steps")
            scale = self.node("Add", [scale, "little"], f"{source}.scale")
            even = self.node("Div", [source, scale], f"{source}.even")
            packed = self.node("QuantizeLinear", [even, "one", "middle"], f"{source}.bytes")
            self._rows[source] = packed, scale
        return self._rows[source]

    def product(self, name: str, source: str, weights: Weights) -> str:
        """Add a dense layer of bytes, short of its bias."""
        packed, scale = self.rows(source)
        table, scales = by_rows(weights[f"{name}.weight"], HALF_BYTE)
        inputs = [
            packed,
            self.weight(f"{name}.q", table.T),
            "one",
            self.weight(f"{name}.s", scales.ravel()),
            "middle",
        ]
        product = self.node("MatMulIntegerToFloat", inputs, f"{name}.p", domain=MICROSOFT)
        return self.node("Mul", [product, scale], f"{name}.scaled")

    def linear(self, name: str, source: str, weights: Weights) -> str:
        """Add a dense layer of bytes."""
        product = self.product(name, source, weights)
        bias = self.weight(f"{name}.b", weights[f"{name}.bias"])
        return self.node("Add", [product, bias], f"{name}.out")

    def sum_norm(self, name: str, pair: tuple[str, str], weights: Weights, epsilon: float) -> str:
        """Add the sum of two values, normalised.

        In two steps: ONNX Runtime's SkipLayerNormalization, which is one, takes six times as long.
        """
        scale = self.weight(f"{name}.w", weights[f"{name}.weight"])
        shift = self.weight(f"{name}.b", weights[f"{name}.bias"])
        total = self.node("Add", pair, f"{name}.sum")
        return self.node(
            "LayerNormalization", [total, scale, shift], f"{name}.out", axis=-1, epsilon=epsilon
        )


def by_rows(matrix: NDArray[np.float32], most: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return a matrix as whole numbers from -most to most, and a scale for each row."""
    scales = np.maximum(np.abs(matrix).max(1, keepdims=True), 1e-12) / most
    return np.rint(matrix / scales).astype(np.int8), scales.astype(np.float32)


def build(weights: Weights, shape: Shape, tags: int) -> onnx.ModelProto:
    """Return the graph: ``pieces`` and ``heads`` to ``scores``.

    ``pieces`` are rows × places, 1 is padding. ``heads`` are rows × words: the places that are
    scored, those of the first pieces of words. ``scores`` are rows × words × tags, log
    probabilities. The last layer computes the heads alone: nothing else of it is looked at.

    Args:
        weights: of the tagger, named as in its ``state_dict``.
        shape: the sizes of the encoder.
        tags: how many tags there are.
    """
    graph = Graph()
    x = _embedded(graph, weights, shape)
    used = graph.node(
        "Not", [graph.node("Equal", ["pieces", _scalar(graph)], "is.padding")], "used"
    )
    mask = graph.node("Cast", [used], "mask", to=TensorProto.INT32)
    for n in range(shape.layers):
        asking = _heads(graph, x) if n == shape.layers - 1 else x
        x = _layer(graph, weights, shape, f"encoder.layers.{n}", (asking, x, mask))
    head = graph.linear("head", x, weights)
    graph.node("LogSoftmax", [head], "scores", axis=-1)
    made = helper.make_graph(
        graph.nodes,
        "samsvar-encoder",
        [
            helper.make_tensor_value_info("pieces", TensorProto.INT64, ["rows", "places"]),
            helper.make_tensor_value_info("heads", TensorProto.INT64, ["rows", "words"]),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["rows", "words", tags])],
        graph.weights,
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    model = helper.make_model(made, opset_imports=opsets, producer_name="samsvar", ir_version=10)
    onnx.checker.check_model(model)
    return model


def _scalar(graph: Graph) -> str:
    return graph.weight("padding", np.array(PADDING, np.int64))


def _embedded(graph: Graph, weights: Weights, shape: Shape) -> str:
    table, scales = by_rows(weights["encoder.words.weight"], BYTE)
    rows = graph.node("Gather", [graph.weight("words.q", table), "pieces"], "words.rows")
    rows = graph.node("Cast", [rows], "words.floats", to=TensorProto.FLOAT)
    factors = graph.node("Gather", [graph.weight("words.s", scales), "pieces"], "words.factors")
    words = graph.node("Mul", [rows, factors], "words")
    size = graph.node("Shape", ["pieces"], "size", start=1, end=2)
    zero = graph.weight("zero", np.array([0], np.int64))
    places = graph.weight("places", weights["encoder.places"].astype(np.float32))
    places = graph.node("Slice", [places, zero, size, zero], "places.used")
    total = graph.node("Add", [words, places], "words.placed")
    scale = graph.weight("norm.w", weights["encoder.norm.weight"])
    shift = graph.weight("norm.b", weights["encoder.norm.bias"])
    return graph.node(
        "LayerNormalization", [total, scale, shift], "embedded", axis=-1, epsilon=shape.epsilon
    )


def _heads(graph: Graph, x: str) -> str:
    at = graph.node("Unsqueeze", ["heads", "last"], "heads.at")
    return graph.node("GatherND", [x, at], "heads.x", batch_dims=1)


def _layer(
    graph: Graph, weights: Weights, shape: Shape, name: str, inputs: tuple[str, str, str]
) -> str:
    asking, x, mask = inputs
    parts = [
        graph.product(f"{name}.{letter}", asking if letter == "q" else x, _third(weights, name, n))
        for n, letter in enumerate("qkv")
    ]
    bias = graph.weight(f"{name}.qkv.b", weights[f"{name}.qkv.bias"])
    mixed = graph.node(
        "MultiHeadAttention",
        [*parts, bias, mask],
        f"{name}.mixed",
        domain=MICROSOFT,
        num_heads=shape.heads,
    )
    out = graph.linear(f"{name}.out", mixed, weights)
    x = graph.sum_norm(f"{name}.norm1", (out, asking), weights, shape.epsilon)
    wide = graph.product(f"{name}.wide", x, weights)
    bias = graph.weight(f"{name}.wide.b", weights[f"{name}.wide.bias"])
    bent = graph.node("BiasGelu", [wide, bias], f"{name}.bent", domain=MICROSOFT)
    narrow = graph.linear(f"{name}.narrow", bent, weights)
    return graph.sum_norm(f"{name}.norm2", (narrow, x), weights, shape.epsilon)


def _third(weights: Weights, name: str, number: int) -> Weights:
    letter = "qkv"[number]
    return {f"{name}.{letter}.weight": np.split(weights[f"{name}.qkv.weight"], 3)[number]}
