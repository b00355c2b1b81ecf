"""What a model makes of a source does not depend on what else is in the call."""

import ctranslate2
import numpy as np
import pytest

from pipeline.translation.runtime import EncoderDecoder, Search

WORDS = [f"w{n}" for n in range(60)]
WIDTH = 32


def save_random(folder):
    """Write a Transformer of random 8-bit weights: the least difference in it grows."""
    source = np.random.default_rng(7)

    def matrix(rows, columns):
        return source.normal(0, 0.9, (rows, columns)).astype(np.float32)

    def linear(layer, rows):
        layer.weight, layer.bias = matrix(rows, WIDTH), np.zeros(rows, np.float32)

    def norm(layer):
        layer.gamma, layer.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    vocabulary = ["<unk>", "<s>", "</s>", *WORDS]
    spec = ctranslate2.specs.TransformerSpec.from_config(2, 4, pre_norm=True)
    spec.config.add_source_eos = True
    for side in (spec.encoder, spec.decoder):
        norm(side.layer_norm)
        for layer in side.layer:
            norm(layer.self_attention.layer_norm)
            norm(layer.ffn.layer_norm)
            linear(layer.self_attention.linear[0], 3 * WIDTH)
            linear(layer.self_attention.linear[1], WIDTH)
            linear(layer.ffn.linear_0, WIDTH)
            linear(layer.ffn.linear_1, WIDTH)
    for layer in spec.decoder.layer:
        norm(layer.attention.layer_norm)
        linear(layer.attention.linear[0], WIDTH)
        linear(layer.attention.linear[1], 2 * WIDTH)
        linear(layer.attention.linear[2], WIDTH)
    spec.encoder.embeddings[0].weight = matrix(len(vocabulary), WIDTH)
    spec.decoder.embeddings.weight = matrix(len(vocabulary), WIDTH)
    linear(spec.decoder.projection, len(vocabulary))
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("random")
    save_random(folder)
    return EncoderDecoder(folder, threads=2)


def sources():
    order = np.random.default_rng(3)
    return [[WORDS[order.integers(60)] for _ in range(3 + n % 9)] for n in range(40)]


def targets(model, asked, prefixes=None):
    prefixes = prefixes or [[]] * len(asked)
    return model.translate(asked, prefixes, alternatives=3, search=Search())


def test_company_does_not_change_a_target_or_its_score(model):
    asked = sources()
    alone = [targets(model, [one])[0] for one in asked]
    assert targets(model, asked) == alone
    assert targets(model, asked[::-1]) == alone[::-1]


def test_company_with_a_longer_start_does_not_change_a_target(model):
    asked = sources()
    starts = [["w1", "w2"][: n % 3] for n in range(len(asked))]
    alone = [targets(model, [one], [start])[0] for one, start in zip(asked, starts, strict=True)]
    assert targets(model, asked, starts) == alone
