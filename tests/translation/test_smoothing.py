"""Weights made ready for 8-bit arithmetic compute what they did before."""

import numpy as np
import pytest

from pipeline.translation.runtime import DecoderShape, LayerWeights
from pipeline.translation.smoothing import INPUTS, factors, smoothed
from tests.builders_gemma import FFN, HEAD, HEADS, SHAPES, WIDTH

SHAPE = DecoderShape(
    layers=1,
    heads=HEADS,
    heads_kv=1,
    head_dim=HEAD,
    epsilon=1e-6,
    window=512,
    rotary_base=1e6,
    local_rotary_base=1e4,
)
RANDOM = np.random.default_rng(3)
LAYER = LayerWeights(
    sees_all=True,
    norms={name: RANDOM.random(WIDTH, np.float32) + 1 for name in ("input", "pre_feedforward")},
    projections={name: RANDOM.random(size, np.float32) - 0.5 for name, size in SHAPES.items()},
)
PEAKS = {
    name: np.exp(3 * RANDOM.standard_normal(size)).astype(np.float32)
    for name, size in zip(INPUTS, (WIDTH, HEAD, WIDTH, FFN), strict=True)
}
EVEN = smoothed(LAYER, PEAKS, SHAPE)


@pytest.mark.parametrize(
    ("norm", "projection"),
    [
        ("input", "q_proj"),
        ("input", "k_proj"),
        ("pre_feedforward", "gate_proj"),
    ],
)
def test_a_norm_and_what_follows_it_do_the_same_together(norm, projection):
    before = LAYER.norms[norm] * LAYER.projections[projection]
    after = EVEN.norms[norm] * EVEN.projections[projection]
    np.testing.assert_allclose(after, before, rtol=1e-5)


def test_values_and_output_do_the_same_together():
    def together(layer):
        values = layer.norms["input"] * layer.projections["v_proj"]
        return layer.projections["o_proj"] @ np.concatenate([values] * HEADS)

    np.testing.assert_allclose(together(EVEN), together(LAYER), rtol=1e-4, atol=1e-5)


def test_the_feedforward_does_the_same():
    gates = RANDOM.random(FFN, np.float32)

    def together(layer):
        up = layer.norms["pre_feedforward"] * layer.projections["up_proj"]
        return (layer.projections["down_proj"] * gates) @ up

    np.testing.assert_allclose(together(EVEN), together(LAYER), rtol=1e-4, atol=1e-5)


def test_the_largest_channel_is_brought_nearer_to_the_others():
    peaks = PEAKS["attention"]
    even = peaks / factors(peaks, [LAYER.projections["q_proj"]])
    assert even.max() / np.median(even) < peaks.max() / np.median(peaks) / 2


def test_a_channel_that_is_always_nought_is_left_finite():
    assert np.isfinite(factors(np.zeros(2, np.float32), [np.zeros((2, 2), np.float32)])).all()
