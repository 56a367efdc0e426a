"""Patch features of a CLIP vision transformer, in the space of text.

The last block of the transformer mixes patches to describe the whole image. As in MaskCLIP (Zhou,
Loy and Dai, "Extract Free Dense Labels from CLIP", 2022) its attention is replaced by the value
path, out_proj(v_proj(ln(x))), so that each patch describes itself; as in ClearCLIP (Lan et al.,
2024) the block's residual and MLP are left out.
"""

from __future__ import annotations

from typing import Any


def has_patches(visual: Any) -> bool:
    """Tell whether an image tower of open_clip is a plain vision transformer."""
    needed = ("conv1", "transformer", "positional_embedding", "proj", "ln_post")
    if any(getattr(visual, name, None) is None for name in needed):
        return False
    attention = getattr(visual.transformer.resblocks[-1], "attn", None)
    pooled_by_attention = getattr(visual, "attn_pool", None) is not None
    return not pooled_by_attention and getattr(attention, "in_proj_weight", None) is not None


def grid_shape(height_px: int, width_px: int, patches: int) -> tuple[int, int]:
    """Rows and columns of patches for an image, with `patches` on its short side."""
    short = min(height_px, width_px)
    return max(1, round(height_px * patches / short)), max(1, round(width_px * patches / short))


def patch_features(visual: Any, images: Any) -> Any:
    """Patch features in the space of text, not normalised.

    Args:
        visual: Vision transformer of open_clip.
        images: (N, 3, h * patch, w * patch) tensor, normalised as the model wants it.

    Returns:
        (N, h * w, D) tensor, row by row.
    """
    import torch

    tokens = visual.conv1(images)
    rows, columns = tokens.shape[2:]
    tokens = tokens.flatten(2).transpose(1, 2)
    first = visual.class_embedding.expand(tokens.shape[0], 1, -1)
    tokens = torch.cat([first, tokens], dim=1) + _positions(visual, rows, columns)
    tokens = visual.ln_pre(tokens)
    # Before batch_first, open_clip ran its blocks on (tokens, images, width).
    batch_first = getattr(visual.transformer, "batch_first", False)
    tokens = tokens if batch_first else tokens.transpose(0, 1)
    *blocks, last = visual.transformer.resblocks
    for block in blocks:
        tokens = block(tokens)
    tokens = tokens if batch_first else tokens.transpose(0, 1)
    return visual.ln_post(_value_path(last, tokens[:, 1:])) @ visual.proj


def _value_path(block: Any, tokens: Any) -> Any:
    from torch.nn.functional import linear

    attention, width = block.attn, tokens.shape[-1]
    values = linear(
        block.ln_1(tokens),
        attention.in_proj_weight[2 * width :],
        attention.in_proj_bias[2 * width :],
    )
    return block.ls_1(attention.out_proj(values))


def _positions(visual: Any, rows: int, columns: int) -> Any:
    """Positional embeddings (1 + rows * columns, width), interpolated to the grid."""
    import torch

    positions = visual.positional_embedding
    trained = tuple(visual.grid_size)
    if (rows, columns) == trained:
        return positions
    grid = positions[1:].float().reshape(1, *trained, -1).permute(0, 3, 1, 2)
    grid = torch.nn.functional.interpolate(
        grid, size=(rows, columns), mode="bicubic", align_corners=False
    )
    grid = grid[0].flatten(1).T.to(positions.dtype)
    return torch.cat([positions[:1], grid])
