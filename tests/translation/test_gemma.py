"""Building the embedded translator."""

import json
import struct

import numpy as np
import pytest

from pipeline.errors import ModelError
from pipeline.translation import gemma
from tests import builders_gemma


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return gemma.read_base(builders_gemma.base_file(tmp_path_factory.mktemp("base") / "base.gguf"))


def test_the_shape_is_read_from_the_file(base):
    assert (base.shape.layers, base.shape.heads, base.shape.heads_kv, base.shape.head_dim) == (
        builders_gemma.LAYERS,
        builders_gemma.HEADS,
        1,
        builders_gemma.HEAD,
    )


def test_only_the_wanted_rows_of_a_tensor_are_read(base):
    whole = base.tensor("token_embd.weight", None)
    np.testing.assert_array_equal(base.tensor("token_embd.weight", [2, 7]), whole[[2, 7]])


def test_another_kind_of_model_is_refused_by_name(tmp_path):
    file = builders_gemma.base_file(tmp_path / "other.gguf", architecture="llama")
    with pytest.raises(ModelError, match="llama"):
        gemma.read_base(file)


def test_the_adapter_is_added_twice_to_the_weights():
    adapter = {
        "x.lora_A": np.array([[1, 0, 2]], np.float32),
        "x.lora_B": np.array([[3], [4]], np.float32),
    }
    merged = gemma.merge(np.ones((2, 3), np.float32), adapter, "x")
    np.testing.assert_array_equal(merged, [[7, 1, 13], [9, 1, 17]])


@pytest.mark.parametrize("shape", [(4, 3), (2, 5)])
def test_an_adapter_for_another_base_is_refused(shape):
    adapter = {"x.lora_A": np.ones((1, 3), np.float32), "x.lora_B": np.ones((2, 1), np.float32)}
    with pytest.raises(ModelError, match="no x that fits"):
        gemma.merge(np.ones(shape, np.float32), adapter, "x")


def test_every_sixth_layer_sees_the_whole_text(base, tmp_path):
    adapter = gemma.read_adapter(builders_gemma.adapter_file(tmp_path / "adapter.safetensors"))
    layers = [gemma.merged_layer(base, adapter, number) for number in range(6)]
    assert [layer.sees_all for layer in layers] == [False] * 5 + [True]


def test_with_peaks_the_output_is_no_longer_the_embeddings(base, tmp_path):
    adapter = gemma.read_adapter(builders_gemma.adapter_file(tmp_path / "adapter.safetensors"))
    sizes = {"attention": 32, "output": 16, "feedforward": 32, "down": 64}
    peaks = {"final": np.arange(1, 33, dtype=np.float32)}
    for number in range(builders_gemma.LAYERS):
        for name, size in sizes.items():
            peaks[f"layers.{number}.{name}"] = np.arange(1, size + 1, dtype=np.float32)
    kept = range(len(base.tokens))
    plain, even = tmp_path / "plain", tmp_path / "even"
    for folder, some in ((plain, {}), (even, peaks)):
        folder.mkdir()
        gemma.write_translator(base, gemma.Adaptation(adapter, kept, some), folder)
    grown = (even / "model.bin").stat().st_size - (plain / "model.bin").stat().st_size
    assert grown > len(base.tokens) * builders_gemma.WIDTH


def test_an_adapter_in_bfloat16_is_read(tmp_path):
    # 1.5 and -2 as the upper halves of their float32
    header = {"x": {"dtype": "BF16", "shape": [2, 1], "data_offsets": [0, 4]}}
    text = json.dumps(header).encode()
    file = tmp_path / "adapter.safetensors"
    file.write_bytes(struct.pack("<Q", len(text)) + text + struct.pack("<HH", 0x3FC0, 0xC000))
    np.testing.assert_array_equal(gemma.read_adapter(file)["x"], [[1.5], [-2.0]])


@pytest.mark.parametrize("content", [b"", b"not tensors at all"])
def test_a_broken_adapter_is_named(tmp_path, content):
    file = tmp_path / "adapter.safetensors"
    file.write_bytes(content)
    with pytest.raises(ModelError, match=r"adapter\.safetensors"):
        gemma.read_adapter(file)


def test_a_vocabulary_survives_its_file(tmp_path):
    kept = (0, 1, 2, 3, 107, 262_143)
    gemma.write_vocabulary(tmp_path / "v.gz", kept)
    assert gemma.read_vocabulary(tmp_path / "v.gz") == kept


def test_a_broken_vocabulary_is_named(tmp_path):
    (tmp_path / "v.gz").write_bytes(b"no gzip")
    with pytest.raises(ModelError, match=r"v\.gz"):
        gemma.read_vocabulary(tmp_path / "v.gz")


def test_base_weights_that_are_not_the_pinned_ones_are_refused(tmp_path):
    with (
        pytest.raises(ModelError, match="not those in the manifest"),
        gemma.assembled_base(tmp_path, sha256="0" * 64),
    ):
        pass
    assert not list(tmp_path.iterdir())
