"""Weights made ready for 8-bit arithmetic: what is large in the numbers is moved to the weights.

An 8-bit product rounds each row of its input to 255 steps of the row's largest number. Gemma has a
few channels that are far larger than all others, and what the others say is rounded away. So each
channel of an input is divided by a factor, in the norm or the projection that it comes from, and
the column of weights that it meets is multiplied by it: the product is the same, its two sides are
equally even. The factor is sqrt(peak of the channel / largest weight of its column), after Xiao et
al., *SmoothQuant* (ICML 2023). Peaks are measured by ``models/recipes/translator/calibrate.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from pipeline.translation.runtime import DecoderShape, LayerWeights

Array = npt.NDArray[np.float32]

#: the inputs of a layer that have peaks; the output layer has one, "final"
INPUTS = ("attention", "output", "feedforward", "down")
_ATTENTION = ("q_proj", "k_proj", "v_proj")
_FEEDFORWARD = ("gate_proj", "up_proj")
_LEAST = 1e-5


def smoothed(layer: LayerWeights, peaks: Mapping[str, Array], shape: DecoderShape) -> LayerWeights:
    """Return a layer that computes the same with more even numbers.

    Args:
        layer: the layer.
        peaks: for each of ``INPUTS`` the largest absolute value of each channel. For "output" that
            is a channel of a value head, of all query heads that read it.
        shape: of the model; it must have one key-value head.
    """
    norms, projections = dict(layer.norms), dict(layer.projections)

    into_attention = factors(peaks["attention"], [projections[n] for n in _ATTENTION])
    norms["input"] = norms["input"] / into_attention
    for name in _ATTENTION:
        projections[name] = projections[name] * into_attention

    per_head = projections["o_proj"].reshape(-1, shape.head_dim)
    into_output = factors(peaks["output"], [per_head])
    projections["v_proj"] = projections["v_proj"] / into_output[:, None]
    projections["o_proj"] = projections["o_proj"] * np.tile(into_output, shape.heads)

    into_feedforward = factors(peaks["feedforward"], [projections[n] for n in _FEEDFORWARD])
    norms["pre_feedforward"] = norms["pre_feedforward"] / into_feedforward
    for name in _FEEDFORWARD:
        projections[name] = projections[name] * into_feedforward

    into_down = factors(peaks["down"], [projections["down_proj"]])
    projections["up_proj"] = projections["up_proj"] / into_down[:, None]
    projections["down_proj"] = projections["down_proj"] * into_down
    return replace(layer, norms=norms, projections=projections)


def factors(peaks: Array, weights: Sequence[Array]) -> Array:
    """Return what each channel of an input is divided by; the geometric mean is 1.

    >>> factors(np.array([4.0, 1.0]), [np.array([[1.0, -4.0], [0.5, 2.0]])])
    array([2. , 0.5], dtype=float32)
    """
    columns = np.max([np.abs(weight).max(axis=0) for weight in weights], axis=0)
    root = np.sqrt(np.maximum(peaks, _LEAST) / np.maximum(columns, _LEAST))
    even: Array = (root / np.exp(np.log(root).mean())).astype(np.float32)
    return even
