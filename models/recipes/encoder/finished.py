"""Reads the weights of a finished model back out of its graph, to train on from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from pipeline.stages.encoder import GRAPH, PIECES
from pipeline.stages.entities import ENCODER


def read_finished(model: Path) -> tuple[dict[str, NDArray[np.float32]], bytes]:
    """Return the weights of a model, named as in the tagger's ``state_dict``, and its pieces.

    What eight bits rounded off stays lost.
    """
    folder = model / ENCODER
    graph = onnx.load(str(folder / GRAPH)).graph
    held = {w.name: numpy_helper.to_array(w) for w in graph.initializer}
    weights = {
        "encoder.words.weight": held["words.q"] * held["words.s"],
        "encoder.places": held["places"],
        "encoder.norm.weight": held["norm.w"],
        "encoder.norm.bias": held["norm.b"],
    }
    for name in (key.removesuffix(".q") for key in held if key.endswith(".q") and key != "words.q"):
        weights[f"{name}.weight"] = held[f"{name}.q"].T * held[f"{name}.s"][:, None]
    for key in (key for key in held if key.endswith(".b") and "norm" not in key):
        weights[f"{key.removesuffix('.b')}.bias"] = held[key]
    for name in (key.removesuffix(".w") for key in held if ".norm" in key and key.endswith(".w")):
        weights[f"{name}.weight"] = held[f"{name}.w"]
        weights[f"{name}.bias"] = held[f"{name}.b"]
    layers = sum(name.endswith(".norm1.weight") for name in weights)
    for n in range(layers):
        at = f"encoder.layers.{n}"
        parts = [weights.pop(f"{at}.{letter}.weight") for letter in "qkv"]
        weights[f"{at}.qkv.weight"] = np.concatenate(parts)
    found = {name: np.array(value, np.float32) for name, value in weights.items()}
    return found, (folder / PIECES).read_bytes()
