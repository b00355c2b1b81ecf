"""A tiny Gemma 3 as a GGUF file with an adapter: random weights, everything else as in the base."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import safetensors.numpy

from pipeline.translation.pieces import BYTE, CONTROL, NORMAL, USER_DEFINED

WIDTH, HEADS, HEAD, FFN, LAYERS, RANK = 32, 2, 16, 64, 6, 4
#: pieces that are merged from two others, most likely first
MERGED = ("▁N", "or", "we", "gi", "an", "▁Nor", "wegi", "▁E", "ng", "li", "sh", "En", "gli", "▁▁")
LETTERS = "▁abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ0123456789.,:;!?-()"
SHAPES = {
    "q_proj": (HEADS * HEAD, WIDTH),
    "k_proj": (HEAD, WIDTH),
    "v_proj": (HEAD, WIDTH),
    "o_proj": (WIDTH, HEADS * HEAD),
    "gate_proj": (FFN, WIDTH),
    "up_proj": (FFN, WIDTH),
    "down_proj": (WIDTH, FFN),
}
GGUF_NAMES = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")


def vocabulary() -> tuple[list[str], list[float], list[int]]:
    """Return tokens, scores and types of the tiny base."""
    pieces = [
        *[(token, -1000.0, CONTROL) for token in ("<pad>", "<eos>", "<bos>", "<unk>")],
        ("\n", -1000.0, USER_DEFINED),
        *[(f"<0x{byte:02X}>", 0.0, BYTE) for byte in range(256)],
        *[(piece, -float(rank), NORMAL) for rank, piece in enumerate(MERGED)],
        *[(letter, -float(100 + rank), NORMAL) for rank, letter in enumerate(LETTERS)],
    ]
    tokens, scores, types = zip(*pieces, strict=True)
    return list(tokens), list(scores), list(types)


def base_file(file: Path, *, architecture: str = "gemma3") -> Path:
    """Write the tiny base and return its path."""
    tokens, scores, types = vocabulary()
    random = np.random.default_rng(1)
    writer = gguf.GGUFWriter(file, architecture)
    writer.add_block_count(LAYERS)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(1)
    writer.add_key_length(HEAD)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_sliding_window(512)
    writer.add_rope_freq_base(1e6)
    writer.add_token_list(tokens)
    writer.add_token_scores(scores)
    writer.add_token_types(types)

    def add(name: str, *shape: int, around: float = 0.0) -> None:
        numbers = around + 0.1 * random.standard_normal(shape)
        writer.add_tensor(f"{name}.weight", numbers.astype(np.float32))

    add("token_embd", len(tokens), WIDTH)
    add("output_norm", WIDTH, around=1)
    for layer in range(LAYERS):
        for norm in ("attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"):
            add(f"blk.{layer}.{norm}", WIDTH, around=1)
        for norm in ("attn_q_norm", "attn_k_norm"):
            add(f"blk.{layer}.{norm}", HEAD, around=1)
        for name, shape in zip(GGUF_NAMES, SHAPES.values(), strict=True):
            add(f"blk.{layer}.{name}", *shape)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


def adapter_file(file: Path) -> Path:
    """Write a random adapter for the tiny base and return its path."""
    random = np.random.default_rng(2)
    tensors = {}
    for layer in range(LAYERS):
        for name, (rows, columns) in SHAPES.items():
            down, up = random.standard_normal((RANK, columns)), random.standard_normal((rows, RANK))
            tensors[f"layers.{layer}.{name}.lora_A"] = (0.1 * down).astype(np.float32)
            tensors[f"layers.{layer}.{name}.lora_B"] = (0.1 * up).astype(np.float32)
    safetensors.numpy.save_file(tensors, file)
    return file
